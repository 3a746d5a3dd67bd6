import type { Column, Json } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'
import type { FilterCondition, FilterGroup, FilterItem } from './filter-items.ts'

/** An expression converted to conditions, or the part of it that conditions cannot represent. */
export type ParsedFilter =
  | { readonly filter: Pick<FilterGroup, 'match' | 'conditions'> }
  | { readonly rejected: string }

interface Token {
  readonly kind: 'name' | 'function' | 'text' | 'number' | 'pattern' | 'word' | 'sign'
  readonly value: string
  readonly start: number
  readonly end: number
}

/** Thrown for a part of an expression that conditions cannot represent. */
class UnsupportedExpressionError extends Error {
  readonly tokens: readonly Token[]
  constructor(tokens: readonly Token[]) {
    super('not a condition')
    this.tokens = tokens
  }
}

const maxDepth = 20
const keywords: ReadonlySet<string> = new Set(['and', 'or', 'in', 'true', 'false', 'null'])

/**
 * Converts a JSONata expression on table columns to conditions that match the same rows. All other expressions are
 * rejected, including comparisons that conditions would evaluate differently, such as a timestamp that equals a date.
 *
 * @param columns - The columns with their types. Conditions on any other column are rejected.
 */
export function parseFilter(expression: string, columns: readonly Column[]): ParsedFilter {
  const tokens = tokenize(expression)
  if (!tokens || tokens.length === 0) return { rejected: expression.trim() }
  try {
    return { filter: parseConditions(tokens, columns, 0) }
  } catch (cause) {
    if (!(cause instanceof UnsupportedExpressionError)) throw cause
    const [first, last] = [cause.tokens[0], cause.tokens.at(-1)]
    return { rejected: first && last ? expression.slice(first.start, last.end) : expression.trim() }
  }
}

type Filter = Pick<FilterGroup, 'match' | 'conditions'>

/** Parses an operand of `and` or `or`, or the whole expression. */
function parseConditions(tokens: readonly Token[], columns: readonly Column[], depth: number): Filter {
  if (depth > maxDepth) throw new UnsupportedExpressionError(tokens)
  for (const [keyword, match] of [
    ['or', 'any'],
    ['and', 'all'],
  ] as const) {
    const parts = splitAt(tokens, keyword)
    if (parts.length > 1)
      return { match, conditions: parts.flatMap((part) => toItems(parseConditions(part, columns, depth + 1), match)) }
  }
  const innerTokens = removeParentheses(tokens)
  if (innerTokens) return parseConditions(innerTokens, columns, depth + 1)
  return parseComparison(tokens, columns)
}

/** Converts a filter to items of an enclosing list. If the operators differ, the conditions are wrapped in a group. */
const toItems = ({ match, conditions }: Filter, outerMatch: FilterGroup['match']): readonly FilterItem[] =>
  match === outerMatch || conditions.length < 2 ? conditions : [{ is: 'group', match, conditions }]

function parseComparison(tokens: readonly Token[], columns: readonly Column[]): Filter {
  const reject = (): never => {
    throw new UnsupportedExpressionError(tokens)
  }
  const createFilter = (...conditions: FilterCondition[]): Filter => ({ match: 'all', conditions })
  const [first, second, third] = tokens
  if (first?.kind === 'function') {
    const args = second?.value === '(' && tokens.at(-1)?.value === ')' ? tokens.slice(2, -1) : reject()
    if (first.value === '$not') return negate(args, columns) ?? reject()
    const column = findColumn(args[0], columns) ?? reject()
    if (first.value === '$exists' && args.length === 1) return createFilter({ column: column.name, is: 'is-not-empty' })
    const isContainsCall = first.value === '$contains' && args.length === 3 && args[1]?.value === ','
    if (!isContainsCall || getTypeFamily(column.type) !== 'text') return reject()
    return createFilter({ column: column.name, ...(parseContainsArgument(args[2]!) ?? reject()) })
  }
  if (tokens.length === 1) {
    const column = findColumn(first, columns)
    return column?.type === 'BOOLEAN' ? createFilter({ column: column.name, is: 'equals', value: true }) : reject()
  }
  if (second?.kind === 'word' && second.value === 'in' && third?.value === '[' && tokens.at(-1)?.value === ']') {
    const column = findColumn(first, columns) ?? reject()
    const items = splitAt(tokens.slice(3, -1), ',').map((item) => parseLiteral(item) ?? reject())
    if (!items.every((item) => canCompare(column, '=', item))) return reject()
    return createFilter({ column: column.name, is: 'is-one-of', value: items })
  }
  const operatorIndex = tokens.findIndex(({ kind, value }) => kind === 'sign' && Object.hasOwn(operators, value))
  if (operatorIndex < 1) return reject()
  const [left, right] = [tokens.slice(0, operatorIndex), tokens.slice(operatorIndex + 1)]
  const isFlipped = left.length !== 1 || left[0]!.kind !== 'name'
  const [columnTokens, literalTokens] = isFlipped ? [right, left] : [left, right]
  const column = (columnTokens.length === 1 ? findColumn(columnTokens[0], columns) : undefined) ?? reject()
  const literal = parseLiteral(literalTokens) ?? reject()
  const symbol = tokens[operatorIndex]!.value as keyof typeof operators
  const operator = isFlipped ? flippedOperators[symbol] : symbol
  if (!canCompare(column, operator, literal)) return reject()
  const condition = { column: column.name, is: operators[operator], value: literal }
  // In JSONata, `!=` is false if the value is missing.
  return operator === '!='
    ? createFilter(condition, { column: column.name, is: 'is-not-empty' })
    : createFilter(condition)
}

/**
 * Returns conditions that match the rows where a comparison is false, or `undefined` if this is not possible.
 */
function negate(tokens: readonly Token[], columns: readonly Column[]): Filter | undefined {
  if (splitAt(tokens, 'or').length > 1 || splitAt(tokens, 'and').length > 1) return undefined
  // For a missing cell, all other functions return no value, and their negation returns no value either.
  if (tokens[0]?.kind === 'function' && tokens[0].value !== '$exists') return undefined
  const { conditions } = parseComparison(tokens, columns)
  const [condition] = conditions as readonly FilterCondition[]
  if (!condition || conditions.length > 1) return undefined
  const { column, is, value = '' } = condition
  const isBoolean = tokens.length === 1
  if (isBoolean) return { match: 'all', conditions: [{ column, is, value: false }] }
  if (is === 'is-one-of')
    return { match: 'all', conditions: (value as Json[]).map((item) => ({ column, is: 'not-equals', value: item })) }
  const opposite = Object.hasOwn(opposites, is) ? opposites[is] : undefined
  if (opposite === undefined) return undefined
  return {
    match: 'all',
    conditions: [is === 'is-not-empty' ? { column, is: opposite } : { column, is: opposite, value }],
  }
}

const operators = {
  '=': 'equals',
  '!=': 'not-equals',
  '<': 'less',
  '<=': 'at-most',
  '>': 'more',
  '>=': 'at-least',
} as const
const flippedOperators = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const
const opposites: Readonly<Record<string, string>> = {
  equals: 'not-equals',
  less: 'at-least',
  'at-most': 'more',
  more: 'at-most',
  'at-least': 'less',
  'is-not-empty': 'is-empty',
}

const findColumn = (token: Token | undefined, columns: readonly Column[]): Column | undefined =>
  token?.kind === 'name' ? columns.find(({ name }) => name === token.value) : undefined

const datePattern = /^\d{4}-\d\d-\d\d$/
const timestampPattern = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/

/**
 * Returns whether a condition and JSONata give the same result. JSONata compares dates and times as strings.
 */
function canCompare({ type }: Column, operator: keyof typeof operators, value: string | number | boolean): boolean {
  if (typeof value === 'number') return getTypeFamily(type) === 'number'
  if (typeof value === 'boolean') return type === 'BOOLEAN' && (operator === '=' || operator === '!=')
  if (getTypeFamily(type) === 'text') return true
  if (type === 'DATE') return datePattern.test(value)
  if (type !== 'TIMESTAMP') return false
  return timestampPattern.test(value) || (datePattern.test(value) && (operator === '<' || operator === '>='))
}

function parseLiteral(tokens: readonly Token[]): string | number | boolean | undefined {
  const [first, digits] = tokens
  if (tokens.length === 2 && first!.value === '-' && digits!.kind === 'number') return -Number(digits!.value)
  if (tokens.length !== 1) return undefined
  switch (first!.kind) {
    case 'number':
      return Number(first!.value)
    case 'text':
      return first!.value
    case 'word':
      return first!.value === 'true' ? true : first!.value === 'false' ? false : undefined
    default:
      return undefined
  }
}

/** Reads the second argument of `$contains`, which is a string or a regular expression without flags. */
function parseContainsArgument(token: Token): Pick<FilterCondition, 'is' | 'value'> | undefined {
  if (token.kind === 'text') return { is: 'contains', value: token.value }
  if (token.kind !== 'pattern') return undefined
  const [, start, text, end] = /^(\^?)((?:[^\\^$.*+?()[\]{}|]|\\[^\w\s])*)(\$?)$/.exec(token.value) ?? []
  if (text === undefined || text === '') return { is: 'matches', value: token.value.replaceAll('\\/', '/') }
  const value = text.replaceAll(/\\(.)/g, '$1')
  if (start && end) return { is: 'equals', value }
  return { is: start ? 'starts-with' : end ? 'ends-with' : 'contains', value }
}

/** Splits tokens at each occurrence of a keyword or symbol that is not inside parentheses or brackets. */
function splitAt(tokens: readonly Token[], separator: string): Token[][] {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.kind === 'sign' && /^[([{]$/.test(token.value)) depth++
    if (token.kind === 'sign' && /^[)\]}]$/.test(token.value)) depth--
    if (depth === 0 && token.value === separator && (token.kind === 'word' || token.kind === 'sign')) parts.push([])
    else parts.at(-1)!.push(token)
  }
  return parts
}

/** Removes parentheses that enclose all tokens. Returns `undefined` if there are none. */
function removeParentheses(tokens: readonly Token[]): readonly Token[] | undefined {
  if (tokens[0]?.value !== '(' || tokens[0].kind !== 'sign') return undefined
  let depth = 0
  for (const [index, { kind, value }] of tokens.entries()) {
    if (kind === 'sign' && value === '(') depth++
    if (kind === 'sign' && value === ')' && --depth === 0)
      return index === tokens.length - 1 ? tokens.slice(1, -1) : undefined
  }
  return undefined
}

const tokenPattern =
  /\s+|(?<text>"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*')|`(?<quoted>[^`]+)`|(?<function>\$[A-Za-z]+)|(?<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<sign>!=|<=|>=|[^])/uy
const regexPattern = /\/(?<pattern>(?:[^/\\\n]|\\[^\n])+)\/(?![a-z])/uy

/**
 * Splits an expression into tokens. Returns `undefined` if it cannot be tokenized, for example due to an unknown
 * escape.
 */
function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = []
  let start = 0
  while (start < text.length) {
    const previous = tokens.at(-1)
    const canBePattern = text[start] === '/' && previous?.kind === 'sign' && previous.value === ','
    const pattern = canBePattern ? regexPattern : tokenPattern
    pattern.lastIndex = start
    const match = pattern.exec(text) ?? undefined
    if (!match) return undefined
    const end = start + match[0].length
    const token = toToken(match.groups ?? {})
    if (token === 'invalid') return undefined
    if (token) tokens.push({ ...token, start, end })
    start = end
  }
  return tokens
}

function toToken(
  groups: Readonly<Record<string, string | undefined>>,
): Pick<Token, 'kind' | 'value'> | 'invalid' | undefined {
  const { text, quoted, name, number, sign: symbol, pattern } = groups
  if (text !== undefined) {
    const value = parseStringLiteral(text)
    return value === undefined ? 'invalid' : { kind: 'text', value }
  }
  if (quoted !== undefined) return { kind: 'name', value: quoted }
  if (groups.function !== undefined) return { kind: 'function', value: groups.function }
  if (number !== undefined) return { kind: 'number', value: number }
  if (name !== undefined) return { kind: keywords.has(name) ? 'word' : 'name', value: name }
  if (pattern !== undefined) return { kind: 'pattern', value: pattern }
  return symbol === undefined ? undefined : { kind: 'sign', value: symbol }
}

/** Parses a string literal. Returns `undefined` if it contains an escape sequence that JSON does not support. */
function parseStringLiteral(literal: string): string | undefined {
  const content = literal.slice(1, -1)
  try {
    return JSON.parse(`"${literal.startsWith("'") ? content.replaceAll('"', '\\"') : content}"`) as string
  } catch {
    return undefined
  }
}
