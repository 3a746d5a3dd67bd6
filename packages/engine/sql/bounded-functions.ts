import { message } from '@aw-flow/messages'
import { error, type Problem } from '@aw-flow/schema'
import { name, unsafeSql, type Sql } from './sql.ts'
import { closingOf, isKeyword, isSign, type StatementToken } from './statement-tokens.ts'

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
const sameAs: Readonly<Record<string, string>> = { array_resize: 'list_resize' }
const concatenation = 'aw joined'
/** A statement with at most this many `||` operators is not bounded: its result is at most that many operands long. */
const uncounted = 12

/** The macros that replace these functions; created once in each DuckDB before it is locked. @internal */
export const boundedMacros: readonly Sql[] = [
  ...Object.entries(bounds).map(([call, variants]) => {
    const bodies = variants.map(
      ([parameters, tooMuch]) =>
        `(${parameters}) AS CASE WHEN ${tooMuch} THEN error('${call} would make too large a value') ELSE ${call}(${parameters}) END`,
    )
    return unsafeSql(`CREATE MACRO ${name(`aw ${call}`).text}${bodies.join(', ')}`)
  }),
  unsafeSql(
    `CREATE MACRO ${name(concatenation).text}(a, b) AS CASE WHEN length(a) + length(b) > 1000000 THEN error('|| would make too large a value') ELSE a || b END`,
  ),
]

/**
 * Replaces functions with large results by bounded ones; returns a problem if the statement is not allowed.
 *
 * @internal
 */
export function withBounds(statement: string, tokens: readonly StatementToken[]): string | Problem {
  const edits: { start: number; end: number; text: string }[] = []
  const joins = tokens.flatMap((token, index) => (isSign(token, '|') && isSign(tokens[index + 1], '|') ? [index] : []))
  for (const [index, token] of tokens.entries()) {
    if (!isSign(tokens[index + 1], '(') || (token.kind !== 'word' && token.kind !== 'quoted')) continue
    if (token.kind === 'word' && token.value !== token.value.toLowerCase()) continue
    const call = token.value.toLowerCase()
    if ((call === 'format' || call === 'printf') && !isPlainFormat(tokens[index + 2])) return freeFormat(call)
    const bounded = sameAs[call] ?? call
    if (!Object.hasOwn(bounds, bounded) || isTableFunction(tokens, index)) continue
    // `text.repeat(3)` is a method call: its first argument precedes the dot.
    if (isSign(tokens[index - 1], '.')) return methodCall(call)
    edits.push({ start: token.start, end: token.end, text: name(`aw ${bounded}`).text })
  }
  for (const at of joins.length > uncounted ? joins : []) {
    const open = enclosing(tokens, at)
    if (open < 0) continue
    edits.push({ start: tokens[open]!.start, end: tokens[open]!.start, text: name(concatenation).text })
    edits.push({ start: tokens[at]!.start, end: tokens[at + 1]!.end, text: ',' })
  }
  const deep = nestedLambda(tokens)
  if (deep) return deep
  return edits
    .sort((one, other) => other.start - one.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), statement)
}

const clauses = 'SELECT FROM JOIN WHERE ON BY HAVING QUALIFY LIMIT OFFSET VALUES CASE WHEN THEN ELSE'.split(' ')

/** Whether a call is a table function: `FROM range(10)` streams rows, while `range(10)` as a value is a list. */
function isTableFunction(tokens: readonly StatementToken[], index: number): boolean {
  const { depth } = tokens[index]!
  for (let at = index - 1; at >= 0 && tokens[at]!.depth >= depth; at--) {
    const token = tokens[at]!
    if (token.depth === depth && isKeyword(token, ...clauses)) return isKeyword(token, 'FROM', 'JOIN')
  }
  return false
}

function enclosing(tokens: readonly StatementToken[], index: number): number {
  const { depth } = tokens[index]!
  for (let at = index - 1; at >= 0; at--) if (tokens[at]!.depth < depth) return isSign(tokens[at], '(') ? at : -1
  return -1
}

const isPlainFormat = (token: StatementToken | undefined): boolean =>
  token?.kind === 'text' && !/\d{4}|\*|\{[^}]*\{/.test(token.value)

function nestedLambda(tokens: readonly StatementToken[]): Problem | undefined {
  const isLambda = (index: number): boolean =>
    isKeyword(tokens[index], 'lambda') ||
    (isSign(tokens[index], '-') && isSign(tokens[index + 1], '>') && !isSign(tokens[index + 2], '>'))
  for (const [index] of tokens.entries()) {
    if (!isLambda(index)) continue
    const open = enclosing(tokens, index)
    if (open < 0) continue
    const close = closingOf(tokens, open)
    for (let at = index + 2; at < close; at++) if (isLambda(at)) return lambdaInLambda
  }
  return undefined
}

const lambdaInLambda = error('sql.too-deep', { reason: message('sql.nested-lambda', {}) })

const freeFormat = (name: string): Problem =>
  error('sql.forbidden', {
    name,
    use: 'format',
    reason: '',
    example: name === 'printf' ? "'%05d', number" : "'{:.2f}', number",
  })

const methodCall = (name: string): Problem => error('sql.forbidden', { name, use: 'method', reason: '', example: '' })
