import { message } from '@aw-flow/messages'
import { error, type Problem } from '@aw-flow/schema'
import { name, unsafeSql, type Sql } from './sql.ts'
import { findClosingBracket, isKeyword, isSymbol, type StatementToken } from './tokenize-statement.ts'

/**
 * Functions whose results can be much larger than their arguments, as macros that reject results that are too large.
 * DuckDB can be interrupted between values but not while it computes one, and no memory limit applies to a single
 * value. For each function, lists its parameters and the SQL condition under which a result is too large.
 */
const bounds: Readonly<Record<string, readonly (readonly [parameters: string, tooMuch: string])[]>> = {
  repeat: [['a, b', 'length(a) * b > 1000000']],
  lpad: [['a, b, c', 'b > 1000000']],
  rpad: [['a, b, c', 'b > 1000000']],
  replace: [['a, b, c', 'length(a) // greatest(length(b), 1) * length(c) > 10000000']],
  regexp_replace: [
    ['a, b, c', 'length(a) * length(c) > 10000000'],
    ['a, b, c, d', 'length(a) * length(c) > 10000000'],
  ],
  array_to_string: [['a, b', 'length(a) * length(b) > 10000000']],
  list_resize: [
    ['a, b', 'b > 100000'],
    ['a, b, c', 'b > 100000'],
  ],
  range: [
    ['a', 'CAST(a AS BIGINT) > 100000'],
    ['a, b', 'CAST(b AS HUGEINT) - CAST(a AS BIGINT) > 100000'],
    ['a, b, c', 'abs((CAST(b AS HUGEINT) - CAST(a AS BIGINT)) // CAST(c AS BIGINT)) > 100000'],
  ],
  generate_series: [
    ['a', 'CAST(a AS BIGINT) > 100000'],
    ['a, b', 'CAST(b AS HUGEINT) - CAST(a AS BIGINT) > 100000'],
    ['a, b, c', 'abs((CAST(b AS HUGEINT) - CAST(a AS BIGINT)) // CAST(c AS BIGINT)) > 100000'],
  ],
}
const aliases: Readonly<Record<string, string>> = { array_resize: 'list_resize' }
const concatMacro = 'aw joined'
/** A statement with at most this many `||` operators is not bounded: its result is at most that many operands long. */
const maxUnboundedJoins = 12

/** The macros that replace these functions, to be created once in each DuckDB before it is locked. @internal */
export const boundedMacros: readonly Sql[] = [
  ...Object.entries(bounds).map(([call, variants]) => {
    const bodies = variants.map(
      ([parameters, condition]) =>
        `(${parameters}) AS CASE WHEN ${condition} THEN error('${call} would make too large a value') ELSE ${call}(${parameters}) END`,
    )
    return unsafeSql(`CREATE MACRO ${name(`aw ${call}`).text}${bodies.join(', ')}`)
  }),
  unsafeSql(
    `CREATE MACRO ${name(concatMacro).text}(a, b) AS CASE WHEN length(a) + length(b) > 1000000 THEN error('|| would make too large a value') ELSE a || b END`,
  ),
]

/**
 * Replaces functions with large results with bounded ones; returns a problem if the statement is not allowed.
 *
 * @internal
 */
export function withBounds(statement: string, tokens: readonly StatementToken[]): string | Problem {
  const edits: { start: number; end: number; text: string }[] = []
  const joins = tokens.flatMap((token, index) =>
    isSymbol(token, '|') && isSymbol(tokens[index + 1], '|') ? [index] : [],
  )
  for (const [index, token] of tokens.entries()) {
    if (!isSymbol(tokens[index + 1], '(') || (token.kind !== 'word' && token.kind !== 'quoted')) continue
    if (token.kind === 'word' && token.value !== token.value.toLowerCase()) continue
    const call = token.value.toLowerCase()
    if ((call === 'format' || call === 'printf') && !isPlainFormat(tokens[index + 2])) return formatProblem(call)
    const boundedCall = aliases[call] ?? call
    if (!Object.hasOwn(bounds, boundedCall) || isTableFunction(tokens, index)) continue
    // `text.repeat(3)` is a method call: its first argument precedes the dot.
    if (isSymbol(tokens[index - 1], '.')) return methodCallProblem(call)
    edits.push({ start: token.start, end: token.end, text: name(`aw ${boundedCall}`).text })
  }
  for (const position of joins.length > maxUnboundedJoins ? joins : []) {
    const openIndex = findEnclosingBracket(tokens, position)
    if (openIndex < 0) continue
    edits.push({ start: tokens[openIndex]!.start, end: tokens[openIndex]!.start, text: name(concatMacro).text })
    edits.push({ start: tokens[position]!.start, end: tokens[position + 1]!.end, text: ',' })
  }
  const lambdaProblem = findNestedLambda(tokens)
  if (lambdaProblem) return lambdaProblem
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), statement)
}

const clauses = 'SELECT FROM JOIN WHERE ON BY HAVING QUALIFY LIMIT OFFSET VALUES CASE WHEN THEN ELSE'.split(' ')

/** Whether a call is a table function: `FROM range(10)` streams rows, while `range(10)` as a value is a list. */
function isTableFunction(tokens: readonly StatementToken[], index: number): boolean {
  const { depth } = tokens[index]!
  for (let position = index - 1; position >= 0 && tokens[position]!.depth >= depth; position--) {
    const token = tokens[position]!
    if (token.depth === depth && isKeyword(token, ...clauses)) return isKeyword(token, 'FROM', 'JOIN')
  }
  return false
}

function findEnclosingBracket(tokens: readonly StatementToken[], index: number): number {
  const { depth } = tokens[index]!
  for (let position = index - 1; position >= 0; position--)
    if (tokens[position]!.depth < depth) return isSymbol(tokens[position], '(') ? position : -1
  return -1
}

const isPlainFormat = (token: StatementToken | undefined): boolean =>
  token?.kind === 'text' && !/\d{4}|\*|\{[^}]*\{/.test(token.value)

function findNestedLambda(tokens: readonly StatementToken[]): Problem | undefined {
  const isLambda = (index: number): boolean =>
    isKeyword(tokens[index], 'lambda') ||
    (isSymbol(tokens[index], '-') && isSymbol(tokens[index + 1], '>') && !isSymbol(tokens[index + 2], '>'))
  for (const [index] of tokens.entries()) {
    if (!isLambda(index)) continue
    const openIndex = findEnclosingBracket(tokens, index)
    if (openIndex < 0) continue
    const closeIndex = findClosingBracket(tokens, openIndex)
    for (let position = index + 2; position < closeIndex; position++) if (isLambda(position)) return nestedLambdaProblem
  }
  return undefined
}

const nestedLambdaProblem = error('sql.too-deep', { reason: message('sql.nested-lambda', {}) })

const formatProblem = (name: string): Problem =>
  error('sql.forbidden', {
    name,
    use: 'format',
    reason: '',
    example: name === 'printf' ? "'%05d', number" : "'{:.2f}', number",
  })

const methodCallProblem = (name: string): Problem =>
  error('sql.forbidden', { name, use: 'method', reason: '', example: '' })
