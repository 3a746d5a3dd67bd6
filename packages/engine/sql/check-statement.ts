import { message } from '@aw-flow/messages'
import { error, type Column, type Problem } from '@aw-flow/schema'
import { allowedFunctions } from './allowed-functions.ts'
import { findClosingBracket, isKeyword, isSymbol, type StatementToken } from './tokenize-statement.ts'

/** The prefix of internal relations and names, which user statements must not reference. @internal */
export const internalPrefix = 'aw '

const maxCharacters = 100_000
const maxBracketDepth = 100

/**
 * Checks a statement before DuckDB parses it. It must not be empty, too long, or too deeply nested for the parser.
 *
 * @internal
 */
export function findTextProblem(statement: string): Problem | undefined {
  if (statement.trim() === '') return error('sql.empty', {})
  if (statement.length > maxCharacters) {
    return error('sql.too-long', { characters: statement.length, max: maxCharacters })
  }
  if (statement.includes('\0')) return error('sql.syntax.null-character', {})
  let openBracketCount = 0
  let depth = 0
  for (const char of statement) {
    if ('([{'.includes(char)) depth = Math.max(depth, ++openBracketCount)
    else if (')]}'.includes(char)) openBracketCount--
  }
  if (depth > maxBracketDepth)
    return error('sql.too-deep', { reason: message('sql.nested-brackets', { depth, max: maxBracketDepth }) })
  const clauseProblem = findClauseProblem(statement)
  if (clauseProblem) return clauseProblem
  // While parsing, DuckDB evaluates some functions that have constant arguments, before any limit applies.
  if (unboundedFunctionPattern.test(statement) && hugeNumberPattern.test(statement))
    return error('sql.too-large', { reason: message('sql.huge-value', {}) })
  return undefined
}

/**
 * The maximum number of clauses of each kind. DuckDB cannot be interrupted during planning, and planning time grows
 * faster than the number of these clauses.
 */
const maxClauses = { united: 200, joined: 40, keys: 1_000, groupings: 200 }
/** Keywords that end a list of tables or keys. */
const listEndPattern = /\b(?:SELECT|FROM|WHERE|GROUP|HAVING|WINDOW|QUALIFY|ORDER|LIMIT|UNION|INTERSECT|EXCEPT)\b/i

function findClauseProblem(statement: string): Problem | undefined {
  const countCommas = (text: string): number => text.match(/,/g)?.length ?? 0
  const countCommasAfter = (word: RegExp): number[] =>
    statement
      .split(word)
      .slice(1)
      .map((list) => countCommas(list.split(listEndPattern)[0]!))
  const counts = {
    united: (statement.match(/\b(?:UNION|INTERSECT|EXCEPT)\b/gi)?.length ?? -1) + 1,
    joined:
      (statement.match(/\bJOIN\b/gi)?.length ?? 0) +
      countCommasAfter(/\bFROM\b/i).reduce((sum, count) => sum + count, 0),
    keys: Math.max(0, ...countCommasAfter(/\bBY\b/i)),
    groupings: countGroupingSets(statement),
  }
  const exceededClause = (['united', 'joined', 'keys', 'groupings'] as const).find(
    (clause) => counts[clause] > maxClauses[clause],
  )
  if (exceededClause === undefined) return undefined
  const reason = message('sql.too-many-clauses', {
    what: exceededClause,
    count: counts[exceededClause],
    max: maxClauses[exceededClause],
  })
  return error('sql.too-large', { reason })
}

/** Returns the number of grouping sets that all CUBE, ROLLUP and GROUPING SETS clauses produce in combination. */
function countGroupingSets(statement: string): number {
  let total = 1
  for (const { 1: word = '', index } of statement.matchAll(/\b(CUBE|ROLLUP|SETS)\s*\(/gi)) {
    const start = statement.indexOf('(', index)
    let depth = 0
    let itemCount = 1
    for (let offset = start; offset < statement.length; offset++) {
      const char = statement[offset]
      if (char === '(') depth++
      else if (char === ')' && --depth === 0) break
      else if (char === ',' && depth === 1) itemCount++
    }
    total *= word.toUpperCase() === 'CUBE' ? 2 ** itemCount : itemCount + 1
  }
  return total
}

const unboundedFunctionPattern = /\b(?:[lr]pad|repeat|(?:list|array)_resize|printf|format)\b/i
const hugeNumberPattern = /\d[\d_]{7,}|\de\+?\d/i

/** Keywords that can precede an opening bracket without being a function call. */
const nonCallKeywords = new Set(
  `ALL AND ANY AS BETWEEN BY CASE CAST COLUMNS CUBE DISTINCT ELSE ESCAPE EXCEPT EXCLUDE EXISTS FILTER FOR FROM GLOB GROUPING
  HAVING IN INTERSECT IS JOIN KEY LATERAL LIKE LIMIT MATERIALIZED NOT OFFSET ON OR ORDER OVER PERCENT PIVOT QUALIFY RANGE
  RECURSIVE RENAME REPLACE ROLLUP ROWS SELECT SETS SIMILAR THEN TRY TRY_CAST UNION UNPIVOT USING VALUES WHEN WHERE WITH WITHIN
  BIT DECIMAL ENUM MAP NUMERIC STRUCT VARCHAR`
    .trim()
    .split(/\s+/),
)
/** Keywords that return the time, the user or the database. */
const specialKeywords: ReadonlySet<string> = new Set(
  'current_catalog current_date current_database current_role current_schema current_time current_timestamp current_user localtime localtimestamp session_user'.split(
    ' ',
  ),
)
/** Functions that return the time or random values. They are reported as not repeatable. */
const timeOrRandomPattern =
  /^(?:now|today|age|ago|current_(?:date|time|timestamp)|get_current_time(?:stamp)?|transaction_timestamp|local(?:time|timestamp)|random|setseed|uuid(?:v4|v7)?|gen_random_uuid|reservoir_quantile)$/
/** Built-in DuckDB schemas and views. The other built-in views have names that start with `pg_` or `duckdb_`. */
const catalogViews: ReadonlySet<string> = new Set([
  'information_schema',
  'pg_catalog',
  'pragma_database_list',
  'sqlite_master',
  'sqlite_schema',
  'sqlite_temp_master',
  'sqlite_temp_schema',
])

/**
 * Checks a statement as serialized by DuckDB, with normalized case and quoting. Returns a problem if it calls a
 * function that is not allowed, reads a relation that is not an input, or is not a SELECT.
 *
 * @internal
 */
export function findStatementProblem(
  tokens: readonly StatementToken[],
  inputs: Readonly<Record<string, readonly Column[]>>,
): Problem | undefined {
  const columnNames = new Set(
    Object.values(inputs).flatMap((inputColumns) => inputColumns.map(({ name }) => name.toLowerCase())),
  )
  for (const [index, token] of tokens.entries()) {
    const problem = findKeywordProblem(tokens, index)
    if (problem) return problem
    if (token.kind !== 'word' && token.kind !== 'quoted-name') continue
    const name = token.value.toLowerCase()
    const [previousToken, nextToken] = [tokens[index - 1], tokens[index + 1]]
    if (name.startsWith(internalPrefix)) return createOtherTableProblem(token.value, Object.keys(inputs))
    if (isSymbol(nextToken, '(')) {
      if (token.kind === 'word' && nonCallKeywords.has(token.value)) continue
      if (isKeyword(previousToken, 'AS') || isColumnList(tokens, index + 1)) continue
      if (!allowedFunctions.has(name)) return createForbiddenFunctionProblem(token.value)
      continue
    }
    if (columnNames.has(name) || isKeyword(previousToken, 'AS')) continue
    if (specialKeywords.has(name) && !isSymbol(previousToken, '.')) return createForbiddenFunctionProblem(token.value)
    if (catalogViews.has(name) || /^(?:pg|duckdb)_\w+$/.test(name)) {
      return createOtherTableProblem(token.value, Object.keys(inputs))
    }
  }
  return undefined
}

function findKeywordProblem(tokens: readonly StatementToken[], index: number): Problem | undefined {
  const token = tokens[index]!
  if (isKeyword(token, 'DESCRIBE', 'SUMMARIZE', 'SHOW')) {
    return error('sql.not-select', { keyword: token.value })
  }
  if (isKeyword(token, 'TABLESAMPLE') || (isKeyword(token, 'SAMPLE') && isKeyword(tokens[index - 1], 'USING'))) {
    return error('sql.sample', {})
  }
  return undefined
}

/** Returns whether a bracket contains the column names of a common table expression, as in `name (a, b) AS (…)`. */
function isColumnList(tokens: readonly StatementToken[], bracketIndex: number): boolean {
  const asIndex = findClosingBracket(tokens, bracketIndex) + 1
  if (!isKeyword(tokens[asIndex], 'AS')) return false
  const next = tokens[asIndex + 1]
  return isSymbol(next, '(') || isKeyword(next, 'MATERIALIZED', 'NOT')
}

/** @internal */
export const createOtherTableProblem = (table: string, inputs: readonly string[]): Problem =>
  error('sql.other-table', { table, inputs, count: inputs.length })

const createForbiddenFunctionProblem = (name: string): Problem =>
  timeOrRandomPattern.test(name.toLowerCase())
    ? error('sql.not-repeatable', { name })
    : error('sql.forbidden', { name, use: '', reason: '', example: '' })
