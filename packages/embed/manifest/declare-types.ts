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

const compilerOptions: Parameters<typeof ts.createProgram>[1] = {
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
}

/**
 * Type declarations for applications, which have access to neither the sources nor their dependencies. Declarations in
 * the sources are copied with their comments. Types that are inferred from zod schemas are expanded, with the comments of
 * the schemas.
 */
export class DeclaredTypes {
  /** Names of the exports whose comments lack a tier (`@public`, `@beta` or `@internal`). */
  readonly untieredExports: string[] = []
  readonly #program: ReturnType<typeof ts.createProgram>
  readonly #checker: Checker
  readonly #knownNames: ReadonlySet<string>
  readonly #publishedTypes: ReadonlySet<string>
  readonly #toPublicName: (className: string) => string | undefined
  readonly #classes = new Map<string, ClassDeclaration>()
  /** Aliases of types that are inferred from zod schemas. The type checker does not retain them. */
  readonly #aliases = new Map<Type, TypeSymbol>()
  readonly #declarationTexts = new Map<string, string>([['ElementStrings', elementStringsDeclaration]])
  readonly #names = new Map<TypeSymbol, string>()
  /** Names of the module's exports, which are used even if the platform has a type with the same name. */
  readonly #publicNames = new Map<TypeSymbol, string>()
  readonly #typesInProgress = new Set<Type>()
  readonly #platformNames: ReadonlySet<string>

  /**
   * @param files - Paths of the modules to read.
   * @param knownNames - Names that are declared elsewhere, such as event classes.
   * @param toPublicName - Returns the public name of an element class; `undefined` for other classes.
   * @param publishedTypes - Names of types to export in addition to the exports of the modules.
   */
  constructor(
    files: readonly string[],
    knownNames: ReadonlySet<string>,
    toPublicName: (className: string) => string | undefined,
    publishedTypes: ReadonlySet<string>,
  ) {
    this.#program = ts.createProgram([...files], compilerOptions)
    this.#checker = this.#program.getTypeChecker()
    this.#knownNames = knownNames
    this.#toPublicName = toPublicName
    this.#publishedTypes = publishedTypes
    const sources = this.#program.getSourceFiles()
    const platform = sources.find(({ fileName }) => fileName.endsWith('lib.dom.d.ts'))!
    this.#platformNames = new Set(
      this.#checker.getSymbolsInScope(platform, ts.SymbolFlags.Type).map(({ name }) => name),
    )
    for (const file of sources) {
      if (!isRepositoryFile(file.fileName)) continue
      for (const statement of file.statements) {
        if (ts.isClassDeclaration(statement) && statement.name) this.#classes.set(statement.name.text, statement)
        if (!ts.isTypeAliasDeclaration(statement) || statement.typeParameters || !isExported(statement)) continue
        const symbol = this.#checker.getSymbolAtLocation(statement.name)
        const type = symbol && this.#checker.getDeclaredTypeOfSymbol(symbol)
        const isInferredType =
          type && (type.isUnion() || (type.flags & ts.TypeFlags.Object && !(type.symbol?.flags & namedFlags)))
        if (isInferredType && !this.#isList(type)) this.#aliases.set(type, symbol)
      }
    }
  }

  /** Returns the type of a class member, as source text. */
  getMemberType(className: string, member: string): string {
    const symbol = this.#findMember(className, member)
    const node = symbol?.valueDeclaration
    if (node && (ts.isPropertyDeclaration(node) || ts.isPropertySignature(node) || ts.isGetAccessor(node)) && node.type)
      return this.#copy(node.type)
    // A property that `element` creates.
    if (node && ts.isPropertyAssignment(node) && ts.isAsExpression(node.initializer))
      return this.#copy(node.initializer.type)
    const type = this.#findType(symbol)
    return type ? this.#print(type) : 'unknown'
  }

  /** Returns the signature of a method as source text, such as `(id: string): void`. */
  getSignature(className: string, method: string): string {
    const [signature] = this.#findType(this.#findMember(className, method))?.getCallSignatures() ?? []
    return signature ? this.#printCall(signature, ': ') : '(...values: unknown[]): unknown'
  }

  /** Returns the declarations, each with a tier, of all types used so far. Sorted by name. */
  listDeclarations(): string[] {
    return [...this.#declarationTexts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)
  }

  #isList(type: Type): boolean {
    return this.#checker.isArrayType(type) || this.#checker.isTupleType(type)
  }

  #resolveAlias(symbol: TypeSymbol | undefined): TypeSymbol | undefined {
    return symbol && symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol
  }

  #createUniqueName({ name }: TypeSymbol): string {
    const usedNames = [this.#declarationTexts, this.#platformNames, new Set(this.#publicNames.values())]
    let count = 1
    const getCandidate = (): string => (count === 1 ? name : `${name}${count}`)
    while (usedNames.some((names) => names.has(getCandidate()))) count++
    return getCandidate()
  }

  /** Returns the name of a type from this repository. Declares the type on first use. */
  #declare(symbol: TypeSymbol, inferredType?: Type): string {
    const existingName = this.#names.get(symbol)
    if (existingName !== undefined) return existingName
    const name = this.#publicNames.get(symbol) ?? this.#createUniqueName(symbol)
    this.#names.set(symbol, name)
    this.#declarationTexts.set(name, '')
    const node = symbol.declarations?.find(isTypeDeclaration)
    const type = inferredType ?? this.#checker.getDeclaredTypeOfSymbol(symbol)
    const comment = toComment(node ?? symbol.valueDeclaration ?? symbol.declarations?.[0])
    const text = overrides[name] ?? (node && this.#copyDeclaration(node, name)) ?? this.#expandType(name, type)
    // Other types are only parts of the exported ones.
    const isExport = this.#publicNames.has(symbol) || this.#publishedTypes.has(name)
    this.#declarationTexts.set(name, `${comment}${isExport ? 'export ' : ''}${text}\n`)
    return name
  }

  /** Copies a declaration from the source. Returns `undefined` for types that are inferred from values. */
  #copyDeclaration(node: TypeDeclaration, name: string): string | undefined {
    if (ts.isInterfaceDeclaration(node))
      return `interface ${name}${this.#copy(node, node.name.end).replace(/}$/, `${additionalMembers[name] ?? ''}}`)}`
    return isInferred(node.type) || isExtractedType(node.type)
      ? undefined
      : `type ${name}${this.#copy(node, node.name.end)}`
  }

  /** Prints the structure of an inferred type, or of a class without its constructor. */
  #expandType(name: string, type: Type): string {
    const { flags = 0 } = type.symbol ?? {}
    const isObject =
      type.flags & ts.TypeFlags.Object &&
      !this.#isList(type) &&
      type.getCallSignatures().length === 0 &&
      (!(flags & namedFlags) || isRepositorySymbol(type.symbol))
    if (!isObject) return `type ${name} = ${flags & namedFlags ? this.#printByName(type) : this.#printStructure(type)}`
    const base = flags & ts.SymbolFlags.Class ? this.#findPlatformBase(type) : undefined
    const body = base
      ? this.#printMembers(type, '', new Set(base.getProperties().map((property) => property.name)))
      : this.#printMembers(type, '')
    return `interface ${name} ${base ? `extends ${base.symbol.name} ` : ''}${body}`
  }

  /** Returns the nearest base class from the platform. */
  #findPlatformBase(type: Type): Type | undefined {
    const [base] = type.getBaseTypes() ?? []
    if (!base?.symbol) return undefined
    return isPlatformSymbol(base.symbol) ? base : this.#findPlatformBase(base)
  }

  /** Copies the source text of a node, starting at a position, and replaces names and inferred types. */
  #copy(node: Node, start = node.getStart()): string {
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
        const text = this.#print(this.#checker.getTypeFromTypeNode(child))
        replace(
          child,
          ts.isParenthesizedTypeNode(child) || ts.isArrayTypeNode(child.parent) ? `(${text})` : parenthesize(text),
        )
        return
      }
      if (ts.isTypeReferenceNode(child) || ts.isExpressionWithTypeArguments(child)) {
        const name = ts.isTypeReferenceNode(child) ? child.typeName : child.expression
        const text = this.#resolveReferenceName(this.#resolveAlias(this.#checker.getSymbolAtLocation(name)))
        if (text === undefined) {
          replace(child, this.#print(this.#checker.getTypeAtLocation(child)))
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
  #resolveReferenceName(symbol: TypeSymbol | undefined): string | undefined {
    if (!symbol) return undefined
    if (symbol.flags & ts.SymbolFlags.TypeParameter) return symbol.name
    if (!isRepositorySymbol(symbol)) return isPlatformSymbol(symbol) ? symbol.name : undefined
    if (isStringsTypeName(symbol.name)) return 'ElementStrings'
    const element = symbol.flags & ts.SymbolFlags.Class ? this.#toPublicName(symbol.name) : undefined
    return element ?? (this.#knownNames.has(symbol.name) ? symbol.name : this.#declare(symbol))
  }

  /**
   * Declares the exports of a module with their comments and tiers. Skips classes for which `toPublicName` returns a
   * name.
   */
  declareExports(file: string): void {
    const source = this.#program.getSourceFile(file)
    const module = source && this.#checker.getSymbolAtLocation(source)
    const exports = module ? this.#checker.getExportsOfModule(module) : []
    for (const exportSymbol of exports) this.#publicNames.set(this.#resolveAlias(exportSymbol)!, exportSymbol.name)
    for (const exportSymbol of exports) {
      const symbol = this.#resolveAlias(exportSymbol)!
      const node = symbol.valueDeclaration ?? symbol.declarations?.[0]
      const documentedNode = node && ts.isVariableDeclaration(node) ? node.parent.parent : node
      const comment = documentedNode && ts.getJSDocCommentsAndTags(documentedNode).find(ts.isJSDoc)?.getText()
      if (!tierPattern.test(comment ?? '')) this.untieredExports.push(exportSymbol.name)
      if (this.#toPublicName(symbol.name) !== undefined) continue
      if (symbol.flags & namedFlags || symbol.flags & ts.SymbolFlags.TypeAlias) {
        this.#declare(symbol)
        continue
      }
      const type = node && this.#checker.getTypeOfSymbolAtLocation(symbol, node)
      const [signature] = type?.getCallSignatures() ?? []
      const text = signature
        ? `function ${exportSymbol.name}${this.#printCall(signature, ': ')}`
        : `const ${exportSymbol.name}: ${type ? this.#print(type) : 'unknown'}`
      this.#names.set(symbol, exportSymbol.name)
      this.#declarationTexts.set(exportSymbol.name, `${toComment(node)}export declare ${text}\n`)
    }
  }

  #print(type: Type): string {
    const alias = this.#aliases.get(type) ?? type.aliasSymbol
    const aliasArguments = alias === type.aliasSymbol ? (type.aliasTypeArguments ?? []) : []
    if (alias) {
      if (isStringsTypeName(alias.name)) return 'ElementStrings'
      if (this.#knownNames.has(alias.name)) return this.#withArguments(alias.name, aliasArguments)
      if (aliasArguments.length === 0 && isRepositorySymbol(alias)) return this.#declare(alias, type)
    }
    return this.#printByName(type)
  }

  /** Prints a type as the name of its interface or class if possible, otherwise as its structure. */
  #printByName(type: Type): string {
    const { symbol } = type
    if (symbol && type.flags & ts.TypeFlags.Object && !this.#isList(type)) {
      if (isStringsTypeName(symbol.name)) return 'ElementStrings'
      const elementName = this.#toPublicName(symbol.name)
      if (elementName !== undefined) return elementName
      const parameters = this.#checker.getTypeArguments(type as TypeReference)
      const isNamed = symbol.flags & namedFlags
      if (this.#knownNames.has(symbol.name) && isNamed) return this.#withArguments(symbol.name, parameters)
      if (isNamed && isRepositorySymbol(symbol) && (symbol.members ? !isGeneric(type) : true))
        return this.#declare(symbol, type)
      if (isNamed && !isRepositorySymbol(symbol))
        return isPlatformSymbol(symbol) ? this.#withArguments(symbol.name, parameters) : 'unknown'
    }
    return this.#printStructure(type)
  }

  #withArguments(name: string, parameters: readonly Type[]): string {
    return parameters.length === 0 ? name : `${name}<${parameters.map((type) => this.#print(type)).join(', ')}>`
  }

  #printStructure(type: Type): string {
    const { flags } = type
    if (type.isStringLiteral()) return quote(type.value)
    if (type.isNumberLiteral()) return String(type.value)
    if (flags & ts.TypeFlags.BooleanLike && !type.isUnion()) return this.#checker.typeToString(type)
    if (type.isUnion()) return this.#printUnion(type)
    if (type.isIntersection()) return type.types.map((member) => parenthesize(this.#print(member))).join(' & ')
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.TypeParameter | ts.TypeFlags.Conditional | ts.TypeFlags.Index))
      return 'unknown'
    if (!(flags & ts.TypeFlags.Object)) return this.#checker.typeToString(type)
    if (this.#isList(type)) return this.#printList(type as TypeReference)
    // A recursive type without a name cannot be printed.
    if (this.#typesInProgress.has(type)) return 'unknown'
    this.#typesInProgress.add(type)
    const [signature, ...otherSignatures] = type.getCallSignatures()
    const text =
      signature && otherSignatures.length === 0 && type.getProperties().length === 0
        ? this.#printCall(signature, ' => ')
        : this.#printMembers(type, '')
    this.#typesInProgress.delete(type)
    return text
  }

  #printUnion(type: Type & { types: Type[] }): string {
    const isBoolean = type.types.filter((member) => member.flags & ts.TypeFlags.BooleanLiteral).length === 2
    const memberTexts = type.types
      .filter((member) => !(isBoolean && member.flags & ts.TypeFlags.BooleanLiteral))
      .map((member) => parenthesize(this.#print(member)))
    if (isBoolean) memberTexts.push('boolean')
    const undefinedIndex = memberTexts.findIndex((text) => text === 'undefined')
    if (undefinedIndex >= 0) memberTexts.push(...memberTexts.splice(undefinedIndex, 1))
    return [...new Set(memberTexts)].join(' | ')
  }

  #printList(type: TypeReference): string {
    const items = this.#checker.getTypeArguments(type)
    const target = type.target as unknown as { elementFlags: readonly number[]; readonly: boolean }
    if (this.#checker.isTupleType(type)) {
      const elements = items.map((item, index) => {
        const flag = target.elementFlags[index]!
        if (flag & ts.ElementFlags.Rest) return `...${parenthesize(this.#print(item))}[]`
        return flag & ts.ElementFlags.Optional ? `${parenthesize(this.#print(item))}?` : this.#print(item)
      })
      return `${target.readonly ? 'readonly ' : ''}[${elements.join(', ')}]`
    }
    const [item] = items
    const inner = item ? this.#print(item) : 'unknown'
    const isSimple = /^[\w.]+$/.test(inner)
    const isReadonly = type.symbol.name === 'ReadonlyArray'
    return isSimple
      ? `${isReadonly ? 'readonly ' : ''}${inner}[]`
      : `${isReadonly ? 'ReadonlyArray' : 'Array'}<${inner}>`
  }

  #printCall(signature: Signature, arrow: string): string {
    const parameters = signature.getParameters().map((parameter) => {
      const { valueDeclaration: declaration } = parameter
      const type = declaration
        ? this.#checker.getTypeOfSymbolAtLocation(parameter, declaration)
        : this.#checker.getAnyType()
      const isRest = declaration && ts.isParameter(declaration) && declaration.dotDotDotToken
      const isOptional =
        declaration && ts.isParameter(declaration) && !isRest && this.#checker.isOptionalParameter(declaration)
      const name = /^\w+$/.test(parameter.name) ? parameter.name.replace(/^__\w+$/, 'options') : 'options'
      const node =
        declaration && ts.isParameter(declaration) && !isInGenericDeclaration(declaration)
          ? declaration.type
          : undefined
      const text = (node ? this.#copy(node) : this.#print(type).replaceAll('\n', '\n  ')).replace(
        isOptional ? / \| undefined$/ : /$^/,
        '',
      )
      return `${isRest ? '...' : ''}${name}${isOptional ? '?' : ''}: ${text}`
    })
    const { type: returnType } = signature.getDeclaration() ?? {}
    const result =
      returnType && !isInGenericDeclaration(returnType)
        ? this.#copy(returnType)
        : this.#print(signature.getReturnType()).replaceAll('\n', '\n  ')
    return `(${parameters.join(', ')})${arrow}${result}`
  }

  #printMembers(type: Type, indent: string, excludedNames: ReadonlySet<string> = new Set()): string {
    const inner = `${indent}  `
    const lines: string[] = []
    for (const { keyType, type: value, isReadonly } of this.#checker.getIndexInfosOfType(type))
      lines.push(`${isReadonly ? 'readonly ' : ''}[key: ${this.#print(keyType)}]: ${this.#print(value)}`)
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
        ? this.#checker.getTypeOfSymbolAtLocation(property, declaration)
        : this.#checker.getTypeOfSymbol(property)
      const isOptional = Boolean(property.flags & ts.SymbolFlags.Optional)
      const isReadonly = Boolean(modifiers & ts.ModifierFlags.Readonly) || isGetter(property)
      const name = /^[A-Za-z_$][\w$]*$/.test(property.name) ? property.name : JSON.stringify(property.name)
      lines.push(
        `${this.#toDocComment(property)}${isReadonly ? 'readonly ' : ''}${name}${isOptional ? '?' : ''}: ${this.#print(propertyType)}`,
      )
    }
    return lines.length === 0
      ? '{}'
      : `{\n${lines.map((line) => `${inner}${line.replaceAll('\n', `\n${inner}`)}\n`).join('')}${indent}}`
  }

  /** Returns a member's comment on its own line. A member of an inferred type has the comment of the schema. */
  #toDocComment(property: TypeSymbol): string {
    let text = ''
    for (
      let current: MappedTypeSymbol | undefined = property;
      current && !text;
      current = current.links?.syntheticOrigin
    )
      text = ts.displayPartsToString(current.getDocumentationComment(this.#checker))
    return text ? `/** ${text.replaceAll('*/', '').replace(/\s*\n\s*/g, ' ')} */\n` : ''
  }

  #findMember(className: string, member: string): TypeSymbol | undefined {
    const declaration = this.#classes.get(className)
    const symbol = declaration?.name && this.#checker.getSymbolAtLocation(declaration.name)
    return symbol && this.#checker.getDeclaredTypeOfSymbol(symbol).getProperty(member)
  }

  #findType(symbol: TypeSymbol | undefined): Type | undefined {
    return symbol?.valueDeclaration && this.#checker.getTypeOfSymbolAtLocation(symbol, symbol.valueDeclaration)
  }
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

const parenthesize = (text: string): string => (/=>/.test(text) && !/^[[{]/.test(text) ? `(${text})` : text)

const isGeneric = (type: Type): boolean =>
  ((type as { typeParameters?: readonly Type[] } & Type).typeParameters?.length ?? 0) > 0

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
