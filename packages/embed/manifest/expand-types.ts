import { fileURLToPath } from 'node:url'
import { ts } from '@custom-elements-manifest/analyzer/index.js'

type Checker = ReturnType<ReturnType<typeof ts.createProgram>['getTypeChecker']>
type Type = ReturnType<Checker['getAnyType']>
type Symbol_ = NonNullable<ReturnType<Type['getSymbol']>>
type Signature = ReturnType<Type['getCallSignatures']>[number]
type TypeReference = Parameters<Checker['getTypeArguments']>[0]
type ClassDeclaration = Parameters<typeof ts.factory.updateClassDeclaration>[0]
type AnyDeclaration = Parameters<typeof ts.getCombinedModifierFlags>[0]

const packages = fileURLToPath(new URL('../..', import.meta.url))

/** Types for hosts, which do not have the sources: types of this repository are declared by name or inlined. */
export interface ExpandedTypes {
  /** The type of a member of a class, as text. */
  of(className: string, member: string): string
  /** The signature of a method of a class, as text: `(id: string): void`. */
  signature(className: string, method: string): string
  /** The declarations of the names that those texts use, sorted by name. */
  declarations(): string[]
}

/**
 * Resolves types with the type checker. Types of other packages are inlined.
 *
 * @param known Names that hosts already have, of this package or the platform.
 * @param nameOf Returns the public name of a class.
 */
export function expandTypes(
  files: readonly string[],
  known: ReadonlySet<string>,
  nameOf: (className: string) => string | undefined,
): ExpandedTypes {
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
  /** The names of types that are inferred from zod schemas, which the checker does not keep. */
  const aliases = new Map<Type, Symbol_>()
  for (const file of program.getSourceFiles()) {
    if (!isOurs(file.fileName)) continue
    for (const statement of file.statements) {
      if (ts.isClassDeclaration(statement) && statement.name) classes.set(statement.name.text, statement)
      if (!ts.isTypeAliasDeclaration(statement) || statement.typeParameters) continue
      const symbol = checker.getSymbolAtLocation(statement.name)
      const type = symbol && checker.getDeclaredTypeOfSymbol(symbol)
      const isMade = type && (type.isUnion() || (type.flags & ts.TypeFlags.Object && !(type.symbol?.flags & named)))
      if (isMade && !isList(type)) aliases.set(type, symbol)
    }
  }
  const declared = new Map<string, string>()
  const names = new Map<Symbol_, string>()
  const open = new Set<Type>()

  /** The name of a type of this repository, which is declared on first use. */
  function declare(symbol: Symbol_, type: Type): string {
    const given = names.get(symbol)
    if (given !== undefined) return given
    const name = declared.has(symbol.name) ? `${symbol.name}${declared.size}` : symbol.name
    names.set(symbol, name)
    declared.set(name, '')
    const doc = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s*\n\s*/g, ' ')
    const head = doc ? `/** ${doc.replaceAll('*/', '')} */\n` : ''
    const { flags = 0 } = type.symbol ?? {}
    const isObject =
      type.flags & ts.TypeFlags.Object &&
      !isList(type) &&
      type.getCallSignatures().length === 0 &&
      (!(flags & named) || symbolIsOurs(type.symbol))
    declared.set(
      name,
      isObject
        ? `${head}export interface ${name} ${members(type, '')}\n`
        : `${head}export type ${name} = ${flags & named ? nominal(type) : structure(type)}\n`,
    )
    return name
  }

  function print(type: Type): string {
    const alias = aliases.get(type) ?? type.aliasSymbol
    const aliasArguments = alias === type.aliasSymbol ? (type.aliasTypeArguments ?? []) : []
    if (alias) {
      if (alias.name.endsWith('Strings')) return 'Words'
      if (known.has(alias.name)) return withArguments(alias.name, aliasArguments)
      if (aliasArguments.length === 0 && symbolIsOurs(alias)) return declare(alias, type)
    }
    return nominal(type)
  }

  /** The name of a type's interface or class, if it has one that can be used. */
  function nominal(type: Type): string {
    const { symbol } = type
    if (symbol && type.flags & ts.TypeFlags.Object && !isList(type)) {
      if (symbol.name.endsWith('Strings')) return 'Words'
      const host = nameOf(symbol.name)
      if (host !== undefined) return host
      const parameters = checker.getTypeArguments(type as TypeReference)
      const isNamed = symbol.flags & named
      if (known.has(symbol.name) && isNamed) return withArguments(symbol.name, parameters)
      if (isNamed && symbolIsOurs(symbol) && (symbol.members ? !isGeneric(type) : true)) return declare(symbol, type)
      if (isNamed && !symbolIsOurs(symbol))
        return isPlatforms(symbol) ? withArguments(symbol.name, parameters) : 'unknown'
    }
    return structure(type)
  }

  const withArguments = (name: string, parameters: readonly Type[]): string =>
    parameters.length === 0 ? name : `${name}<${parameters.map(print).join(', ')}>`
  const isGeneric = (type: Type): boolean =>
    ((type as { typeParameters?: readonly Type[] } & Type).typeParameters?.length ?? 0) > 0

  function structure(type: Type): string {
    const { flags } = type
    if (type.isStringLiteral()) return quoted(type.value)
    if (type.isNumberLiteral()) return String(type.value)
    if (flags & ts.TypeFlags.BooleanLike && !type.isUnion()) return checker.typeToString(type)
    if (type.isUnion()) return union(type)
    if (type.isIntersection()) return type.types.map((one) => bracketed(print(one))).join(' & ')
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.TypeParameter | ts.TypeFlags.Conditional | ts.TypeFlags.Index))
      return 'unknown'
    if (!(flags & ts.TypeFlags.Object)) return checker.typeToString(type)
    if (isList(type)) return list(type as TypeReference)
    // A recursive type without a name cannot be written.
    if (open.has(type)) return 'unknown'
    open.add(type)
    const [signature, ...others] = type.getCallSignatures()
    const text =
      signature && others.length === 0 && type.getProperties().length === 0
        ? call(signature, ' => ')
        : members(type, '')
    open.delete(type)
    return text
  }

  function union(type: Type & { types: Type[] }): string {
    const isBoolean = type.types.filter((one) => one.flags & ts.TypeFlags.BooleanLiteral).length === 2
    const parts = type.types
      .filter((one) => !(isBoolean && one.flags & ts.TypeFlags.BooleanLiteral))
      .map((one) => bracketed(print(one)))
    if (isBoolean) parts.push('boolean')
    const last = parts.findIndex((part) => part === 'undefined')
    if (last >= 0) parts.push(...parts.splice(last, 1))
    return [...new Set(parts)].join(' | ')
  }

  const bracketed = (text: string): string => (/=>/.test(text) && !/^[[{]/.test(text) ? `(${text})` : text)

  function list(type: TypeReference): string {
    const items = checker.getTypeArguments(type)
    const target = type.target as unknown as { elementFlags: readonly number[]; readonly: boolean }
    if (checker.isTupleType(type)) {
      const text = items.map((item, index) => {
        const flag = target.elementFlags[index]!
        if (flag & ts.ElementFlags.Rest) return `...${bracketed(print(item))}[]`
        return flag & ts.ElementFlags.Optional ? `${bracketed(print(item))}?` : print(item)
      })
      return `${target.readonly ? 'readonly ' : ''}[${text.join(', ')}]`
    }
    const [item] = items
    const inner = item ? print(item) : 'unknown'
    const isSimple = /^[\w.]+$/.test(inner)
    const isReadonly = type.symbol.name === 'ReadonlyArray'
    return isSimple
      ? `${isReadonly ? 'readonly ' : ''}${inner}[]`
      : `${isReadonly ? 'ReadonlyArray' : 'Array'}<${inner}>`
  }

  function call(signature: Signature, arrow: string): string {
    const taken = signature.getParameters().map((parameter) => {
      const { valueDeclaration: at } = parameter
      const type = at ? checker.getTypeOfSymbolAtLocation(parameter, at) : checker.getAnyType()
      const isRest = at && ts.isParameter(at) && at.dotDotDotToken
      const isOptional = at && ts.isParameter(at) && !isRest && checker.isOptionalParameter(at)
      const name = /^\w+$/.test(parameter.name) ? parameter.name.replace(/^__\w+$/, 'given') : 'given'
      const text = print(type).replace(isOptional ? / \| undefined$/ : /$^/, '')
      return `${isRest ? '...' : ''}${name}${isOptional ? '?' : ''}: ${text}`
    })
    return `(${taken.join(', ')})${arrow}${print(signature.getReturnType())}`
  }

  function members(type: Type, indent: string): string {
    const inner = `${indent}  `
    const lines: string[] = []
    for (const { keyType, type: value, isReadonly } of checker.getIndexInfosOfType(type))
      lines.push(`${isReadonly ? 'readonly ' : ''}[key: ${print(keyType)}]: ${print(value)}`)
    for (const property of type.getProperties()) {
      const at = property.valueDeclaration ?? property.declarations?.[0]
      const modifiers = at && ts.canHaveModifiers(at) ? ts.getCombinedModifierFlags(at as AnyDeclaration) : 0
      if (modifiers & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) continue
      if (/^(?:#|__#|__@|_)/.test(property.name)) continue
      const of = at ? checker.getTypeOfSymbolAtLocation(property, at) : checker.getTypeOfSymbol(property)
      const isOptional = Boolean(property.flags & ts.SymbolFlags.Optional)
      const isReadonly = Boolean(modifiers & ts.ModifierFlags.Readonly) || isGetter(property)
      const name = /^[A-Za-z_$][\w$]*$/.test(property.name) ? property.name : JSON.stringify(property.name)
      lines.push(`${isReadonly ? 'readonly ' : ''}${name}${isOptional ? '?' : ''}: ${print(of)}`)
    }
    return lines.length === 0
      ? 'object'
      : `{\n${lines.map((line) => `${inner}${line.replaceAll('\n', `\n${inner}`)}\n`).join('')}${indent}}`
  }

  function memberType(className: string, member: string): Type | undefined {
    const declaration = classes.get(className)
    const symbol = declaration?.name && checker.getSymbolAtLocation(declaration.name)
    const property = symbol && checker.getDeclaredTypeOfSymbol(symbol).getProperty(member)
    return property?.valueDeclaration && checker.getTypeOfSymbolAtLocation(property, property.valueDeclaration)
  }

  return {
    of(className, member) {
      const type = memberType(className, member)
      return type ? print(type) : 'unknown'
    },
    signature(className, method) {
      const [signature] = memberType(className, method)?.getCallSignatures() ?? []
      return signature ? call(signature, ': ') : '(...given: unknown[]): unknown'
    },
    declarations: () =>
      [...declared.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, text]) => text),
  }
}

const named = ts.SymbolFlags.Interface | ts.SymbolFlags.Class
const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
const isOurs = (file: string): boolean => file.startsWith(packages) && !file.includes('/node_modules/')
const isGetter = ({ flags }: Symbol_): boolean =>
  Boolean(flags & ts.SymbolFlags.GetAccessor) && !(flags & ts.SymbolFlags.SetAccessor)
const filesOf = (symbol: Symbol_): string[] =>
  (symbol.declarations ?? []).map((declaration) => declaration.getSourceFile().fileName)
const symbolIsOurs = (symbol: Symbol_): boolean => filesOf(symbol).some(isOurs)
/** Names of TypeScript's DOM library. */
const isPlatforms = (symbol: Symbol_): boolean => filesOf(symbol).some((file) => /\/typescript\/lib\/lib\./.test(file))
