import { error, type Column, type Problem } from '@aw-flow/schema'
import { allowedFunctions } from './allowed-functions.ts'
import { closingOf, isKeyword, isSign, type StatementToken } from './statement-tokens.ts'

/** Relations and names of ours begin with it; no statement may name one. */
export const ownPrefix = 'aw '

const mostCharacters = 100_000
const mostOpen = 100

/** What may be said of a statement before DuckDB reads it: it is there, and no larger or deeper than its parser bears. */
export function refuseText(statement: string): Problem | undefined {
  const hint = 'Write a SELECT statement over the inputs, such as SELECT * FROM input.'
  if (statement.trim() === '') return error('sql.empty', 'The statement is empty.', { hint })
  if (statement.length > mostCharacters) {
    const message = `The statement has ${statement.length} characters, more than ${mostCharacters}.`
    return error('sql.too-long', message, { hint: 'Give long lists as a table on an input of their own.' })
  }
  if (statement.includes('\0')) {
    return error('sql.syntax', 'The statement holds a character 0, which no statement has.', { hint })
  }
  let open = 0
  let most = 0
  for (const sign of statement) {
    if ('([{'.includes(sign)) most = Math.max(most, ++open)
    else if (')]}'.includes(sign)) open--
  }
  if (most > mostOpen) {
    const message = `The statement opens ${most} brackets within one another, more than ${mostOpen}.`
    return error('sql.too-deep', message, { hint: 'Take it apart into several statements, or into WITH parts.' })
  }
  const crowded = refuseCrowd(statement)
  if (crowded) return crowded
  // Some functions work out what they are given while they are only read: too early for any limit.
  if (growing.test(statement) && hugeNumber.test(statement)) {
    return error('sql.too-large', 'The statement makes a text or a list of a size of eight digits or more.', {
      hint: 'Make smaller values, or rows of them: FROM range(…).',
    })
  }
  return undefined
}

/** Nothing ends DuckDB while it plans, which takes time that grows faster than these do: so many of each, and no more. */
const most = { united: 200, joined: 40, keys: 1_000, groupings: 200 }
/** What may stand behind a list of tables or keys. */
const listEnd = /\b(?:SELECT|FROM|WHERE|GROUP|HAVING|WINDOW|QUALIFY|ORDER|LIMIT|UNION|INTERSECT|EXCEPT)\b/i

function refuseCrowd(statement: string): Problem | undefined {
  const commas = (text: string): number => text.match(/,/g)?.length ?? 0
  const lists = (word: RegExp): number[] =>
    statement
      .split(word)
      .slice(1)
      .map((list) => commas(list.split(listEnd)[0]!))
  const counts = [
    ['SELECTs brought together', most.united, (statement.match(/\b(?:UNION|INTERSECT|EXCEPT)\b/gi)?.length ?? -1) + 1],
    [
      'tables joined',
      most.joined,
      (statement.match(/\bJOIN\b/gi)?.length ?? 0) + lists(/\bFROM\b/i).reduce((all, one) => all + one, 0),
    ],
    ['keys in one GROUP BY or ORDER BY', most.keys, Math.max(0, ...lists(/\bBY\b/i))],
    ['ways of grouping', most.groupings, groupingsOf(statement)],
  ] as const
  for (const [what, least, count] of counts) {
    if (count <= least) continue
    return error('sql.too-large', `The statement has ${count} ${what}, more than ${least}.`, {
      hint: 'Take it apart into several statements, or give what is many as rows of a table.',
    })
  }
  return undefined
}

/** How many ways CUBE, ROLLUP and GROUPING SETS make together, each with all others. */
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

/** Keywords behind which a bracket opens that is no call. */
const beforeBracket = new Set(
  `ALL AND ANY AS BETWEEN BY CASE CAST COLUMNS CUBE DISTINCT ELSE ESCAPE EXCEPT EXCLUDE EXISTS FILTER FOR FROM GLOB GROUPING
  HAVING IN INTERSECT IS JOIN KEY LATERAL LIKE LIMIT MATERIALIZED NOT OFFSET ON OR ORDER OVER PERCENT PIVOT QUALIFY RANGE
  RECURSIVE RENAME REPLACE ROLLUP ROWS SELECT SETS SIMILAR THEN TRY TRY_CAST UNION UNPIVOT USING VALUES WHEN WHERE WITH WITHIN
  BIT DECIMAL ENUM MAP NUMERIC STRUCT VARCHAR`
    .trim()
    .split(/\s+/),
)
/** What reads like a name and gives the time, or who asks where. */
const specialWords: ReadonlySet<string> = new Set(
  'current_catalog current_date current_database current_role current_schema current_time current_timestamp current_user localtime localtimestamp session_user'.split(
    ' ',
  ),
)
const timeAndChance =
  /^(?:now|today|age|ago|current_(?:date|time|timestamp)|get_current_time(?:stamp)?|transaction_timestamp|local(?:time|timestamp)|random|setseed|uuid(?:v4|v7)?|gen_random_uuid|reservoir_quantile)$/
/** Views that every DuckDB has, beside those whose names begin with `pg_` or `duckdb_`. */
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
 * Why a statement may not run, of what DuckDB made of it: it calls a function that is not allowed, names a relation that is
 * not an input, or asks for what is no SELECT. Case and quoting are gone by then.
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
    return error('sql.not-select', `${token.value} is no SELECT.`, {
      hint: 'Write one SELECT statement; the columns and their figures stand in the table’s profile.',
    })
  }
  if (isKeyword(token, 'TABLESAMPLE') || (isKeyword(token, 'SAMPLE') && isKeyword(tokens[index - 1], 'USING'))) {
    return error('sql.sample', 'A sample by SQL would be another one at each run.', {
      hint: 'Put a Sample node before this one: it has a seed.',
    })
  }
  return undefined
}

/** `name (a, b) AS (…)`: the columns of a part behind WITH. */
function isColumnList(tokens: readonly StatementToken[], open: number): boolean {
  const behind = closingOf(tokens, open) + 1
  if (!isKeyword(tokens[behind], 'AS')) return false
  const next = tokens[behind + 1]
  return isSign(next, '(') || isKeyword(next, 'MATERIALIZED', 'NOT')
}

export function otherTable(name: string, inputs: readonly string[]): Problem {
  const message = `The statement reads \`${name}\`, which is none of its inputs (it has ${inputs.map((input) => `\`${input}\``).join(', ') || 'none'}).`
  return error('sql.other-table', message, { hint: 'Connect the table to an input, and read it by the input’s name.' })
}

function forbiddenFunction(name: string): Problem {
  if (timeAndChance.test(name.toLowerCase())) {
    return error('sql.not-repeatable', `\`${name}\` gives something else at each run.`, {
      hint: 'Give the time as a parameter: {{$now()}}. For chance there is the Sample node, which has a seed.',
    })
  }
  return error('sql.forbidden', `\`${name}\` is none of the functions that a statement may call.`, {
    hint: 'Statements work out values of their inputs. Files, addresses, settings and the catalogue have nodes of their own.',
  })
}
