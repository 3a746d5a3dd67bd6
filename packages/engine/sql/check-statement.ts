import { message } from '@aw-flow/messages'
import { error, type Column, type Problem } from '@aw-flow/schema'
import { allowedFunctions } from './allowed-functions.ts'
import { closingOf, isKeyword, isSign, type StatementToken } from './statement-tokens.ts'

/** The prefix of our own relations and names, which statements cannot use. @internal */
export const ownPrefix = 'aw '

const maxCharacters = 100_000
const maxBrackets = 100

/**
 * Checks a statement before DuckDB parses it: it is not empty, and not larger or deeper than the parser can handle.
 *
 * @internal
 */
export function refuseText(statement: string): Problem | undefined {
  if (statement.trim() === '') return error('sql.empty', {})
  if (statement.length > maxCharacters) {
    return error('sql.too-long', { characters: statement.length, max: maxCharacters })
  }
  if (statement.includes('\0')) return error('sql.syntax.null-character', {})
  let open = 0
  let depth = 0
  for (const sign of statement) {
    if ('([{'.includes(sign)) depth = Math.max(depth, ++open)
    else if (')]}'.includes(sign)) open--
  }
  if (depth > maxBrackets)
    return error('sql.too-deep', { reason: message('sql.nested-brackets', { depth, max: maxBrackets }) })
  const crowded = refuseCrowd(statement)
  if (crowded) return crowded
  // DuckDB evaluates some functions with constant arguments while it parses: too early for any limit.
  if (growing.test(statement) && hugeNumber.test(statement))
    return error('sql.too-large', { reason: message('sql.huge-value', {}) })
  return undefined
}

/** DuckDB cannot be interrupted while it plans, and planning time grows faster than the number of these clauses. */
const maxClauses = { united: 200, joined: 40, keys: 1_000, groupings: 200 }
/** Keywords that end a list of tables or keys. */
const listEnd = /\b(?:SELECT|FROM|WHERE|GROUP|HAVING|WINDOW|QUALIFY|ORDER|LIMIT|UNION|INTERSECT|EXCEPT)\b/i

function refuseCrowd(statement: string): Problem | undefined {
  const commas = (text: string): number => text.match(/,/g)?.length ?? 0
  const lists = (word: RegExp): number[] =>
    statement
      .split(word)
      .slice(1)
      .map((list) => commas(list.split(listEnd)[0]!))
  const counts = {
    united: (statement.match(/\b(?:UNION|INTERSECT|EXCEPT)\b/gi)?.length ?? -1) + 1,
    joined: (statement.match(/\bJOIN\b/gi)?.length ?? 0) + lists(/\bFROM\b/i).reduce((sum, count) => sum + count, 0),
    keys: Math.max(0, ...lists(/\bBY\b/i)),
    groupings: groupingsOf(statement),
  }
  const what = (['united', 'joined', 'keys', 'groupings'] as const).find(
    (clause) => counts[clause] > maxClauses[clause],
  )
  if (what === undefined) return undefined
  const reason = message('sql.too-many-clauses', { what, count: counts[what], max: maxClauses[what] })
  return error('sql.too-large', { reason })
}

/** The number of grouping sets of all CUBE, ROLLUP and GROUPING SETS combined. */
function groupingsOf(statement: string): number {
  let ways = 1
  for (const { 1: word = '', index } of statement.matchAll(/\b(CUBE|ROLLUP|SETS)\s*\(/gi)) {
    const begin = statement.indexOf('(', index)
    let depth = 0
    let items = 1
    for (let at = begin; at < statement.length; at++) {
      const sign = statement[at]
      if (sign === '(') depth++
      else if (sign === ')' && --depth === 0) break
      else if (sign === ',' && depth === 1) items++
    }
    ways *= word.toUpperCase() === 'CUBE' ? 2 ** items : items + 1
  }
  return ways
}

const growing = /\b(?:[lr]pad|repeat|(?:list|array)_resize|printf|format)\b/i
const hugeNumber = /\d[\d_]{7,}|\de\+?\d/i

/** Keywords after which an opening bracket is not a call. */
const beforeBracket = new Set(
  `ALL AND ANY AS BETWEEN BY CASE CAST COLUMNS CUBE DISTINCT ELSE ESCAPE EXCEPT EXCLUDE EXISTS FILTER FOR FROM GLOB GROUPING
  HAVING IN INTERSECT IS JOIN KEY LATERAL LIKE LIMIT MATERIALIZED NOT OFFSET ON OR ORDER OVER PERCENT PIVOT QUALIFY RANGE
  RECURSIVE RENAME REPLACE ROLLUP ROWS SELECT SETS SIMILAR THEN TRY TRY_CAST UNION UNPIVOT USING VALUES WHEN WHERE WITH WITHIN
  BIT DECIMAL ENUM MAP NUMERIC STRUCT VARCHAR`
    .trim()
    .split(/\s+/),
)
/** Keywords that return the time, the user or the database. */
const specialWords: ReadonlySet<string> = new Set(
  'current_catalog current_date current_database current_role current_schema current_time current_timestamp current_user localtime localtimestamp session_user'.split(
    ' ',
  ),
)
const timeAndChance =
  /^(?:now|today|age|ago|current_(?:date|time|timestamp)|get_current_time(?:stamp)?|transaction_timestamp|local(?:time|timestamp)|random|setseed|uuid(?:v4|v7)?|gen_random_uuid|reservoir_quantile)$/
/** Built-in views of DuckDB, except those that begin with `pg_` or `duckdb_`. */
const catalogueViews: ReadonlySet<string> = new Set([
  'information_schema',
  'pg_catalog',
  'pragma_database_list',
  'sqlite_master',
  'sqlite_schema',
  'sqlite_temp_master',
  'sqlite_temp_schema',
])

/**
 * Checks a statement as DuckDB serializes it, with normalized case and quoting. Returns a problem if it calls a
 * function that is not allowed, reads a relation that is not an input, or is not a SELECT.
 *
 * @internal
 */
export function refuseStatement(
  tokens: readonly StatementToken[],
  inputs: Readonly<Record<string, readonly Column[]>>,
): Problem | undefined {
  const columns = new Set(Object.values(inputs).flatMap((all) => all.map(({ name }) => name.toLowerCase())))
  for (const [index, token] of tokens.entries()) {
    const problem = refuseKeyword(tokens, index)
    if (problem) return problem
    if (token.kind !== 'word' && token.kind !== 'quoted') continue
    const name = token.value.toLowerCase()
    const [before, after] = [tokens[index - 1], tokens[index + 1]]
    if (name.startsWith(ownPrefix)) return otherTable(token.value, Object.keys(inputs))
    if (isSign(after, '(')) {
      if (token.kind === 'word' && beforeBracket.has(token.value)) continue
      if (isKeyword(before, 'AS') || isColumnList(tokens, index + 1)) continue
      if (!allowedFunctions.has(name)) return forbiddenFunction(token.value)
      continue
    }
    if (columns.has(name) || isKeyword(before, 'AS')) continue
    if (specialWords.has(name) && !isSign(before, '.')) return forbiddenFunction(token.value)
    if (catalogueViews.has(name) || /^(?:pg|duckdb)_\w+$/.test(name)) {
      return otherTable(token.value, Object.keys(inputs))
    }
  }
  return undefined
}

function refuseKeyword(tokens: readonly StatementToken[], index: number): Problem | undefined {
  const token = tokens[index]!
  if (isKeyword(token, 'DESCRIBE', 'SUMMARIZE', 'SHOW')) {
    return error('sql.not-select', { keyword: token.value })
  }
  if (isKeyword(token, 'TABLESAMPLE') || (isKeyword(token, 'SAMPLE') && isKeyword(tokens[index - 1], 'USING'))) {
    return error('sql.sample', {})
  }
  return undefined
}

/** `name (a, b) AS (…)`: the columns of a common table expression. */
function isColumnList(tokens: readonly StatementToken[], open: number): boolean {
  const behind = closingOf(tokens, open) + 1
  if (!isKeyword(tokens[behind], 'AS')) return false
  const next = tokens[behind + 1]
  return isSign(next, '(') || isKeyword(next, 'MATERIALIZED', 'NOT')
}

/** @internal */
export const otherTable = (table: string, inputs: readonly string[]): Problem =>
  error('sql.other-table', { table, inputs, count: inputs.length })

const forbiddenFunction = (name: string): Problem =>
  timeAndChance.test(name.toLowerCase())
    ? error('sql.not-repeatable', { name })
    : error('sql.forbidden', { name, use: '', reason: '', example: '' })
