import { fileURLToPath } from 'node:url'
import { ts } from '@custom-elements-manifest/analyzer/index.js'

type Checker = ReturnType<ReturnType<typeof ts.createProgram>['getTypeChecker']>
type Type = ReturnType<Checker['getAnyType']>
type TypeSymbol = NonNullable<ReturnType<Type['getSymbol']>>
/** The symbol of a mapped type's property. It can refer to the property that it was created from. */
type MappedTypeSymbol = TypeSymbol & { links?: { syntheticOrigin?: TypeSymbol } }
type Signature = ReturnType<Type['getCallSignatures']>[number]
type TypeReference = Parameters<Checker['getTypeArguments']>[0]
type ClassDeclaration = Parameters<typeof ts.factory.updateClassDeclaration>[0]
type AnyDeclaration = Parameters<typeof ts.getCombinedModifierFlags>[0]
type Node = Parameters<typeof ts.isTypeNode>[0]
type TypeNode = Parameters<Checker['getTypeFromTypeNode']>[0]
type TypeDeclaration = InterfaceDeclaration | TypeAliasDeclaration
type InterfaceDeclaration = Parameters<typeof ts.factory.updateInterfaceDeclaration>[0]
type TypeAliasDeclaration = Parameters<typeof ts.factory.updateTypeAliasDeclaration>[0]

const packagesFolder = fileURLToPath(new URL('../..', import.meta.url))

/** Creates type declarations for applications, using the type checker. */
export type DeclaredTypes = ReturnType<typeof declareTypes>

/**
 * Creates type declarations for applications, which have access to neither the sources nor their dependencies.
 * Declarations in the sources are copied with their comments. Types that are inferred from zod schemas are expanded,
 * with the comments of the schemas.
 *
 * @param files - Paths of the modules to read.
 * @param knownNames - Names that are declared elsewhere, such as event classes.
 * @param toPublicName - Returns the public name of an element class; `undefined` for other classes.
 * @param publishedTypes - Names of types to export in addition to the exports of the modules.
 */
export function declareTypes(
  files: readonly string[],
  knownNames: ReadonlySet<string>,
  toPublicName: (className: string) => string | undefined,
  publishedTypes: ReadonlySet<string>,
) {
  const program = ts.createProgram([...files], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ['aw-source'],
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    types: [],
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  })
  const checker = program.getTypeChecker()
  const isList = (type: Type): boolean => checker.isArrayType(type) || checker.isTupleType(type)
  const classes = new Map<string, ClassDeclaration>()
  /** Aliases of types that are inferred from zod schemas. The type checker does not retain them. */
  const aliases = new Map<Type, TypeSymbol>()
  for (const file of program.getSourceFiles()) {
    if (!isRepositoryFile(file.fileName)) continue
    for (const statement of file.statements) {
      if (ts.isClassDeclaration(statement) && statement.name) classes.set(statement.name.text, statement)
      if (!ts.isTypeAliasDeclaration(statement) || statement.typeParameters || !isExported(statement)) continue
      const symbol = checker.getSymbolAtLocation(statement.name)
      const type = symbol && checker.getDeclaredTypeOfSymbol(symbol)
      const isInferredType =
        type && (type.isUnion() || (type.flags & ts.TypeFlags.Object && !(type.symbol?.flags & namedFlags)))
      if (isInferredType && !isList(type)) aliases.set(type, symbol)
    }
  }
  const declarationTexts = new Map<string, string>([['ElementStrings', elementStringsDeclaration]])
  const names = new Map<TypeSymbol, string>()
  /** Names of the module's exports, which are used even if the platform has a type with the same name. */
  const publicNames = new Map<TypeSymbol, string>()
  const typesInProgress = new Set<Type>()

  const platformNames = new Set(
    checker
      .getSymbolsInScope(
        program.getSourceFiles().find(({ fileName }) => fileName.endsWith('lib.dom.d.ts'))!,
        ts.SymbolFlags.Type,
      )
      .map(({ name }) => name),
  )
  const resolveAlias = (symbol: TypeSymbol | undefined): TypeSymbol | undefined =>
    symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

  const isNameUsed = (name: string): boolean =>
    declarationTexts.has(name) || platformNames.has(name) || [...publicNames.values()].includes(name)

  function createUniqueName({ name }: TypeSymbol): string {
    let count = 1
    const getCandidate = (): string => (count === 1 ? name : `${name}${count}`)
    while (isNameUsed(getCandidate())) count++
    return getCandidate()
  }

  /** Returns the name of a type from this repository. Declares the type on first use. */
  function declare(symbol: TypeSymbol, inferredType?: Type): string {
    const existingName = names.get(symbol)
    if (existingName !== undefined) return existingName
    const name = publicNames.get(symbol) ?? createUniqueName(symbol)
    names.set(symbol, name)
    declarationTexts.set(name, '')
    const node = symbol.declarations?.find(isTypeDeclaration)
    const type = inferredType ?? checker.getDeclaredTypeOfSymbol(symbol)
    const comment = toComment(node ?? symbol.valueDeclaration ?? symbol.declarations?.[0])
    const text = overrides[name] ?? (node && copyDeclaration(node, name)) ?? expandType(name, type)
    // Other types are only parts of the exported ones.
    const isExport = publicNames.has(symbol) || publishedTypes.has(name)
    declarationTexts.set(name, `${comment}${isExport ? 'export ' : ''}${text}\n`)
    return name
  }

  /** Copies a declaration from the source. Returns `undefined` for types that are inferred from values. */
  function copyDeclaration(node: TypeDeclaration, name: string): string | undefined {
    if (ts.isInterfaceDeclaration(node))
      return `interface ${name}${copy(node, node.name.end).replace(/}$/, `${additionalMembers[name] ?? ''}}`)}`
    return isInferred(node.type) || isExtractedType(node.type) ? undefined : `type ${name}${copy(node, node.name.end)}`
  }

  /** Prints the structure of an inferred type, or of a class without its constructor. */
  function expandType(name: string, type: Type): string {
    const { flags = 0 } = type.symbol ?? {}
    const isObject =
      type.flags & ts.TypeFlags.Object &&
      !isList(type) &&
      type.getCallSignatures().length === 0 &&
      (!(flags & namedFlags) || isRepositorySymbol(type.symbol))
    if (!isObject) return `type ${name} = ${flags & namedFlags ? printByName(type) : printStructure(type)}`
    const base = flags & ts.SymbolFlags.Class ? findPlatformBase(type) : undefined
    const body = base
      ? printMembers(type, '', new Set(base.getProperties().map((property) => property.name)))
      : printMembers(type, '')
    return `interface ${name} ${base ? `extends ${base.symbol.name} ` : ''}${body}`
  }

  /** Returns the nearest base class from the platform. */
  function findPlatformBase(type: Type): Type | undefined {
    const [base] = type.getBaseTypes() ?? []
    if (!base?.symbol) return undefined
    return isPlatformSymbol(base.symbol) ? base : findPlatformBase(base)
  }

  /** Copies the source text of a node, starting at a position, and replaces names and inferred types. */
  function copy(node: Node, start = node.getStart()): string {
    const changes: { start: number; end: number; text: string }[] = []
    const replace = (child: Node, text: string): void => {
      changes.push({ start: child.getStart(), end: child.end, text })
    }
    const visit = (child: Node): void => {
      if (ts.isTypeElement(child) && isInternal(child)) {
        changes.push({ start: child.getFullStart(), end: child.end, text: '' })
        return
      }
      if (ts.isTypeNode(child) && isInferred(child)) {
        const text = print(checker.getTypeFromTypeNode(child))
        replace(
          child,
          ts.isParenthesizedTypeNode(child) || ts.isArrayTypeNode(child.parent) ? `(${text})` : parenthesize(text),
        )
        return
      }
      if (ts.isTypeReferenceNode(child) || ts.isExpressionWithTypeArguments(child)) {
        const name = ts.isTypeReferenceNode(child) ? child.typeName : child.expression
        const text = resolveReferenceName(resolveAlias(checker.getSymbolAtLocation(name)))
        if (text === undefined) {
          replace(child, print(checker.getTypeAtLocation(child)))
          return
        }
        replace(name, text)
        for (const argument of child.typeArguments ?? []) visit(argument)
        return
      }
      ts.forEachChild(child, visit)
    }
    ts.forEachChild(node, visit)
    if (ts.isTypeNode(node) && (isInferred(node) || ts.isTypeReferenceNode(node))) {
      changes.length = 0
      visit(node)
    }
    const text = node.getSourceFile().text
    let output = ''
    let position = start
    for (const change of changes.filter((a) => a.start >= start).sort((a, b) => a.start - b.start)) {
      output += text.slice(position, change.start) + change.text
      position = change.end
    }
    return output + text.slice(position, node.end)
  }

  /** Returns the name to use for a symbol in declarations; `undefined` for types from other packages. */
  function resolveReferenceName(symbol: TypeSymbol | undefined): string | undefined {
    if (!symbol) return undefined
    if (symbol.flags & ts.SymbolFlags.TypeParameter) return symbol.name
    if (!isRepositorySymbol(symbol)) return isPlatformSymbol(symbol) ? symbol.name : undefined
    if (isStringsTypeName(symbol.name)) return 'ElementStrings'
    const element = symbol.flags & ts.SymbolFlags.Class ? toPublicName(symbol.name) : undefined
    return element ?? (knownNames.has(symbol.name) ? symbol.name : declare(symbol))
  }

  /** Returns a declaration's comment. Adds `@public` if it has no tier, because public declarations refer to it. */
  function toComment(node: Node | undefined): string {
    const documentedNode = node && ts.isVariableDeclaration(node) ? node.parent.parent : node
    const comment = documentedNode && ts.getJSDocCommentsAndTags(documentedNode).find(ts.isJSDoc)
    if (!comment) return '/** @public */\n'
    const text = comment.getText()
    if (tierPattern.test(text)) return `${text}\n`
    const lines = text.replace(/^\/\*\*\s*|\s*\*\/$/g, '').replace(/^ \* ?/gm, '')
    return `/**\n${[...lines.split('\n'), '', '@public'].map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`
  }

  const untieredExports: string[] = []

  function declareModuleExports(file: string): void {
    const source = program.getSourceFile(file)
    const module = source && checker.getSymbolAtLocation(source)
    const exports = module ? checker.getExportsOfModule(module) : []
    for (const exportSymbol of exports) publicNames.set(resolveAlias(exportSymbol)!, exportSymbol.name)
    for (const exportSymbol of exports) {
      const symbol = resolveAlias(exportSymbol)!
      const node = symbol.valueDeclaration ?? symbol.declarations?.[0]
      const documentedNode = node && ts.isVariableDeclaration(node) ? node.parent.parent : node
      const comment = documentedNode && ts.getJSDocCommentsAndTags(documentedNode).find(ts.isJSDoc)?.getText()
      if (!tierPattern.test(comment ?? '')) untieredExports.push(exportSymbol.name)
      if (toPublicName(symbol.name) !== undefined) continue
      if (symbol.flags & namedFlags || symbol.flags & ts.SymbolFlags.TypeAlias) {
        declare(symbol)
        continue
      }
      const type = node && checker.getTypeOfSymbolAtLocation(symbol, node)
      const [signature] = type?.getCallSignatures() ?? []
      const text = signature
        ? `function ${exportSymbol.name}${printCall(signature, ': ')}`
        : `const ${exportSymbol.name}: ${type ? print(type) : 'unknown'}`
      names.set(symbol, exportSymbol.name)
      declarationTexts.set(exportSymbol.name, `${toComment(node)}export declare ${text}\n`)
    }
  }

  function print(type: Type): string {
    const alias = aliases.get(type) ?? type.aliasSymbol
    const aliasArguments = alias === type.aliasSymbol ? (type.aliasTypeArguments ?? []) : []
    if (alias) {
      if (isStringsTypeName(alias.name)) return 'ElementStrings'
      if (knownNames.has(alias.name)) return withArguments(alias.name, aliasArguments)
      if (aliasArguments.length === 0 && isRepositorySymbol(alias)) return declare(alias, type)
    }
    return printByName(type)
  }

  /** Prints a type as the name of its interface or class if possible, otherwise as its structure. */
  function printByName(type: Type): string {
    const { symbol } = type
    if (symbol && type.flags & ts.TypeFlags.Object && !isList(type)) {
      if (isStringsTypeName(symbol.name)) return 'ElementStrings'
      const elementName = toPublicName(symbol.name)
      if (elementName !== undefined) return elementName
      const parameters = checker.getTypeArguments(type as TypeReference)
      const isNamed = symbol.flags & namedFlags
      if (knownNames.has(symbol.name) && isNamed) return withArguments(symbol.name, parameters)
      if (isNamed && isRepositorySymbol(symbol) && (symbol.members ? !isGeneric(type) : true))
        return declare(symbol, type)
      if (isNamed && !isRepositorySymbol(symbol))
        return isPlatformSymbol(symbol) ? withArguments(symbol.name, parameters) : 'unknown'
    }
    return printStructure(type)
  }

  const withArguments = (name: string, parameters: readonly Type[]): string =>
    parameters.length === 0 ? name : `${name}<${parameters.map(print).join(', ')}>`
  const isGeneric = (type: Type): boolean =>
    ((type as { typeParameters?: readonly Type[] } & Type).typeParameters?.length ?? 0) > 0

  function printStructure(type: Type): string {
    const { flags } = type
    if (type.isStringLiteral()) return quote(type.value)
    if (type.isNumberLiteral()) return String(type.value)
    if (flags & ts.TypeFlags.BooleanLike && !type.isUnion()) return checker.typeToString(type)
    if (type.isUnion()) return printUnion(type)
    if (type.isIntersection()) return type.types.map((member) => parenthesize(print(member))).join(' & ')
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.TypeParameter | ts.TypeFlags.Conditional | ts.TypeFlags.Index))
      return 'unknown'
    if (!(flags & ts.TypeFlags.Object)) return checker.typeToString(type)
    if (isList(type)) return printList(type as TypeReference)
    // A recursive type without a name cannot be printed.
    if (typesInProgress.has(type)) return 'unknown'
    typesInProgress.add(type)
    const [signature, ...otherSignatures] = type.getCallSignatures()
    const text =
      signature && otherSignatures.length === 0 && type.getProperties().length === 0
        ? printCall(signature, ' => ')
        : printMembers(type, '')
    typesInProgress.delete(type)
    return text
  }

  function printUnion(type: Type & { types: Type[] }): string {
    const isBoolean = type.types.filter((member) => member.flags & ts.TypeFlags.BooleanLiteral).length === 2
    const memberTexts = type.types
      .filter((member) => !(isBoolean && member.flags & ts.TypeFlags.BooleanLiteral))
      .map((member) => parenthesize(print(member)))
    if (isBoolean) memberTexts.push('boolean')
    const undefinedIndex = memberTexts.findIndex((text) => text === 'undefined')
    if (undefinedIndex >= 0) memberTexts.push(...memberTexts.splice(undefinedIndex, 1))
    return [...new Set(memberTexts)].join(' | ')
  }

  const parenthesize = (text: string): string => (/=>/.test(text) && !/^[[{]/.test(text) ? `(${text})` : text)

  function printList(type: TypeReference): string {
    const items = checker.getTypeArguments(type)
    const target = type.target as unknown as { elementFlags: readonly number[]; readonly: boolean }
    if (checker.isTupleType(type)) {
      const elements = items.map((item, index) => {
        const flag = target.elementFlags[index]!
        if (flag & ts.ElementFlags.Rest) return `...${parenthesize(print(item))}[]`
        return flag & ts.ElementFlags.Optional ? `${parenthesize(print(item))}?` : print(item)
      })
      return `${target.readonly ? 'readonly ' : ''}[${elements.join(', ')}]`
    }
    const [item] = items
    const inner = item ? print(item) : 'unknown'
    const isSimple = /^[\w.]+$/.test(inner)
    const isReadonly = type.symbol.name === 'ReadonlyArray'
    return isSimple
      ? `${isReadonly ? 'readonly ' : ''}${inner}[]`
      : `${isReadonly ? 'ReadonlyArray' : 'Array'}<${inner}>`
  }

  function printCall(signature: Signature, arrow: string): string {
    const parameters = signature.getParameters().map((parameter) => {
      const { valueDeclaration: declaration } = parameter
      const type = declaration ? checker.getTypeOfSymbolAtLocation(parameter, declaration) : checker.getAnyType()
      const isRest = declaration && ts.isParameter(declaration) && declaration.dotDotDotToken
      const isOptional =
        declaration && ts.isParameter(declaration) && !isRest && checker.isOptionalParameter(declaration)
      const name = /^\w+$/.test(parameter.name) ? parameter.name.replace(/^__\w+$/, 'options') : 'options'
      const node =
        declaration && ts.isParameter(declaration) && !isInGenericDeclaration(declaration)
          ? declaration.type
          : undefined
      const text = (node ? copy(node) : print(type).replaceAll('\n', '\n  ')).replace(
        isOptional ? / \| undefined$/ : /$^/,
        '',
      )
      return `${isRest ? '...' : ''}${name}${isOptional ? '?' : ''}: ${text}`
    })
    const { type: returnType } = signature.getDeclaration() ?? {}
    const result =
      returnType && !isInGenericDeclaration(returnType)
        ? copy(returnType)
        : print(signature.getReturnType()).replaceAll('\n', '\n  ')
    return `(${parameters.join(', ')})${arrow}${result}`
  }

  function printMembers(type: Type, indent: string, excludedNames: ReadonlySet<string> = new Set()): string {
    const inner = `${indent}  `
    const lines: string[] = []
    for (const { keyType, type: value, isReadonly } of checker.getIndexInfosOfType(type))
      lines.push(`${isReadonly ? 'readonly ' : ''}[key: ${print(keyType)}]: ${print(value)}`)
    for (const property of type.getProperties()) {
      const declaration = property.valueDeclaration ?? property.declarations?.[0]
      const modifiers =
        declaration && ts.canHaveModifiers(declaration) ? ts.getCombinedModifierFlags(declaration as AnyDeclaration) : 0
      if (modifiers & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) continue
      if (
        /^(?:#|__#|__@|_)/.test(property.name) ||
        excludedNames.has(property.name) ||
        (declaration && isInternal(declaration))
      )
        continue
      const propertyType = declaration
        ? checker.getTypeOfSymbolAtLocation(property, declaration)
        : checker.getTypeOfSymbol(property)
      const isOptional = Boolean(property.flags & ts.SymbolFlags.Optional)
      const isReadonly = Boolean(modifiers & ts.ModifierFlags.Readonly) || isGetter(property)
      const name = /^[A-Za-z_$][\w$]*$/.test(property.name) ? property.name : JSON.stringify(property.name)
      lines.push(
        `${toDocComment(property)}${isReadonly ? 'readonly ' : ''}${name}${isOptional ? '?' : ''}: ${print(propertyType)}`,
      )
    }
    return lines.length === 0
      ? '{}'
      : `{\n${lines.map((line) => `${inner}${line.replaceAll('\n', `\n${inner}`)}\n`).join('')}${indent}}`
  }

  /** Returns a member's comment on its own line. A member of an inferred type has the comment of the schema. */
  function toDocComment(property: TypeSymbol): string {
    let text = ''
    for (
      let current: MappedTypeSymbol | undefined = property;
      current && !text;
      current = current.links?.syntheticOrigin
    )
      text = ts.displayPartsToString(current.getDocumentationComment(checker))
    return text ? `/** ${text.replaceAll('*/', '').replace(/\s*\n\s*/g, ' ')} */\n` : ''
  }

  function findMember(className: string, member: string): TypeSymbol | undefined {
    const declaration = classes.get(className)
    const symbol = declaration?.name && checker.getSymbolAtLocation(declaration.name)
    return symbol && checker.getDeclaredTypeOfSymbol(symbol).getProperty(member)
  }
  const findSymbolType = ({ valueDeclaration }: TypeSymbol, symbol: TypeSymbol): Type | undefined =>
    valueDeclaration && checker.getTypeOfSymbolAtLocation(symbol, valueDeclaration)

  return {
    /**
     * Declares the exports of a module with their comments and tiers. Skips classes for which `toPublicName` returns a
     * name.
     */
    declareExports: declareModuleExports,
    /** Names of the exports whose comments lack a tier (`@public`, `@beta` or `@internal`). */
    untieredExports,
    /** Returns the type of a class member, as source text. */
    getMemberType(className: string, member: string): string {
      const symbol = findMember(className, member)
      const node = symbol?.valueDeclaration
      if (
        node &&
        (ts.isPropertyDeclaration(node) || ts.isPropertySignature(node) || ts.isGetAccessor(node)) &&
        node.type
      )
        return copy(node.type)
      const type = symbol && findSymbolType(symbol, symbol)
      return type ? print(type) : 'unknown'
    },
    /** Returns the signature of a method as source text, such as `(id: string): void`. */
    getSignature(className: string, method: string): string {
      const symbol = findMember(className, method)
      const [signature] = (symbol && findSymbolType(symbol, symbol))?.getCallSignatures() ?? []
      return signature ? printCall(signature, ': ') : '(...values: unknown[]): unknown'
    },
    /** Returns the declarations, each with a tier, of all types used so far. Sorted by name. */
    listDeclarations: (): string[] =>
      [...declarationTexts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text),
  }
}

/** Returns whether a type contains UI strings, based on its name. */
const isStringsTypeName = (name: string): boolean => name.endsWith('Strings') || name === 'AllTexts'
const elementStringsDeclaration = `/**
 * The UI strings of an element by name: a string, a function that returns a string, or a group of strings. Spread the
 * current strings and replace some.
 *
 * @public
 */
type ElementStrings = object
`

/** Replacements for types that depend on the strings of all elements, because these strings are not declared. */
const overrides: Readonly<Record<string, string>> = {
  TextOverrides: 'type TextOverrides<Texts> = Partial<Texts> & { readonly [name: string]: unknown }',
}

/**
 * Members to add to interfaces, keyed by interface name. The sources cannot declare them, because the implementing
 * classes inherit different signatures from `EventTarget`.
 */
const additionalMembers: Readonly<Record<string, string>> = {
  WorkflowSession: `  /** Listens for changes to the session. */
  addEventListener(type: 'aw-session-change', listener: (event: SessionChangeEvent) => void): void
  /** Listens for other events, as in \`EventTarget\`. */
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void
`,
}

const isExported = (node: AnyDeclaration): boolean =>
  Boolean(ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export)

const isInternal = (node: Node): boolean => ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal')

const tierPattern = /@(?:public|beta|internal)\b/
const isTypeDeclaration = (node: Node): node is TypeDeclaration =>
  ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)

/** Returns whether a type depends on a value (`typeof`), such as a schema, which applications cannot resolve. */
function isInferred(node: TypeNode): boolean {
  if (ts.isTypeQueryNode(node) || ts.isImportTypeNode(node)) return true
  if (ts.isTypeOperatorNode(node)) return isInferred(node.type)
  if (ts.isParenthesizedTypeNode(node)) return isInferred(node.type)
  if (ts.isIndexedAccessTypeNode(node))
    return isInferred(node.objectType) || isInferred(node.indexType) || refersToStrings(node)
  return ts.isTypeReferenceNode(node) && (node.typeArguments ?? []).some(isInferred)
}

/** Returns whether a type is extracted from another type. */
const isExtractedType = (node: TypeNode): boolean =>
  ts.isIndexedAccessTypeNode(node) ||
  (ts.isTypeReferenceNode(node) && /^(?:Extract|Exclude)$/.test(node.typeName.getText()))

const refersToStrings = (node: Node): boolean => /^\w+Strings\b/.test(node.getText())

/** Returns whether a node is part of a generic declaration. A copy of it would lose the type parameters. */
function isInGenericDeclaration(node: Node): boolean {
  for (let current: Node | undefined = node; current; current = current.parent) {
    const { typeParameters } = current as { typeParameters?: readonly unknown[] }
    if (typeParameters && typeParameters.length > 0) return true
  }
  return false
}

const namedFlags = ts.SymbolFlags.Interface | ts.SymbolFlags.Class
const quote = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
const isRepositoryFile = (file: string): boolean => file.startsWith(packagesFolder) && !file.includes('/node_modules/')
const isGetter = ({ flags }: TypeSymbol): boolean =>
  Boolean(flags & ts.SymbolFlags.GetAccessor) && !(flags & ts.SymbolFlags.SetAccessor)
const listFileNames = (symbol: TypeSymbol): string[] =>
  (symbol.declarations ?? []).map((declaration) => declaration.getSourceFile().fileName)
/** Returns whether a symbol is declared in TypeScript's standard library, such as the DOM types. */
const isPlatformSymbol = (symbol: TypeSymbol): boolean =>
  listFileNames(symbol).some((file) => /\/typescript\/lib\/lib\./.test(file))
/** Returns whether a symbol is declared in this repository. DOM types that it extends remain those of the platform. */
const isRepositorySymbol = (symbol: TypeSymbol): boolean =>
  !isPlatformSymbol(symbol) && listFileNames(symbol).some(isRepositoryFile)
