import { message, type Message } from '@aw-flow/messages'
import { quoteIdentifier, sql, tableName, type Tables } from '@aw-flow/engine'
import { defined, type TableRef } from '@aw-flow/schema'
import { splitNameWords } from '../../column-meaning.ts'
import type { TableProfile } from '@aw-flow/schema'
import type { ColumnProfile } from '@aw-flow/schema/internal'

/** The two columns that contain the endpoints of links. */
export interface DetectedLinks {
  /** `edges`: each row is a link. `parents`: a column refers to another row of the same table. */
  kind: 'edges' | 'parents'
  source: ColumnProfile
  target: ColumnProfile
  /** Whether the column names are unambiguous. If so, links take precedence over coordinates. */
  isUnambiguous: boolean
  reason: Message
}

const endpointNames: readonly (readonly [string, string, isUnambiguous: boolean])[] = [
  ['source', 'target', true],
  ['src', 'dst', true],
  ['src', 'dest', true],
  ['node1', 'node2', true],
  ['from', 'to', false],
  ['origin', 'destination', false],
  ['origin', 'dest', false],
  ['sender', 'receiver', false],
  ['sender', 'recipient', false],
  ['caller', 'callee', false],
  ['parent', 'child', false],
  ['citing', 'cited', false],
  ['follower', 'followee', false],
  ['follower', 'following', false],
  ['home', 'away', false],
  ['buyer', 'seller', false],
  ['payer', 'payee', false],
]

const parentWords = new Set(['parent', 'manager', 'supervisor', 'boss', 'mother', 'father', 'predecessor', 'superior'])

/**
 * Detects links in a table. The endpoints are two columns of the same type whose names indicate the endpoints of a
 * link, such as `from_node` and `to_node`. If the names are ambiguous, at least 30% of the distinct values in the
 * column with fewer distinct values must also occur in the other column. Without such a pair, a column with a name
 * such as `parent` or `manager` is used, provided that at least 90% of its values are IDs in the table.
 */
export async function detectLinks(
  tables: Tables,
  table: TableRef,
  profile: TableProfile,
  idColumn: ColumnProfile | undefined,
  signal?: AbortSignal,
): Promise<DetectedLinks | undefined> {
  if (profile.rows === 0) return undefined
  for (const { first, second, isUnambiguous } of findNamedPairs(profile)) {
    const overlap = await measureOverlap(tables, table, first, second, signal)
    if (!isUnambiguous && overlap < 0.3) continue
    return {
      kind: 'edges',
      source: first,
      target: second,
      isUnambiguous,
      reason: message('prepare.links-named', {
        source: first.name,
        target: second.name,
        isShared: overlap > 0,
        shared: overlap,
      }),
    }
  }
  const parent = idColumn && profile.columns.find((column) => column !== idColumn && isParentColumn(column, idColumn))
  if (!parent || !idColumn || (await measureParentFraction(tables, table, parent, idColumn, signal)) < 0.9)
    return undefined
  return {
    kind: 'parents',
    source: parent,
    target: idColumn,
    isUnambiguous: false,
    reason: message('prepare.links-parents', { parent: parent.name, id: idColumn.name }),
  }
}

/** Ambiguous source words that also apply to columns that are not text. */
const nonTextSourceWords = new Set(['from', 'parent'])

function* findNamedPairs({ columns }: TableProfile) {
  const textColumns = columns.filter(({ type }) => type === 'VARCHAR')
  const nonTextColumns = columns.filter(({ type }) => type !== 'VARCHAR')
  for (const [sourceWord, targetWord, isUnambiguous] of endpointNames)
    for (const first of isUnambiguous || nonTextSourceWords.has(sourceWord)
      ? [...textColumns, ...nonTextColumns]
      : textColumns) {
      const words = splitNameWords(first.name)
      if (!words.includes(sourceWord)) continue
      const targetName = words.map((word) => (word === sourceWord ? targetWord : word)).join(' ')
      const second = columns.find((column) => column !== first && splitNameWords(column.name).join(' ') === targetName)
      if (second && canBeEndpoints(first, second))
        yield { first, second, isUnambiguous: isUnambiguous && words.length <= 2 }
    }
}

/** Returns whether both columns are text, or both are UUIDs, or both are integers, and neither is empty. */
const canBeEndpoints = (first: ColumnProfile, second: ColumnProfile): boolean =>
  first.family === second.family &&
  [first, second].every(
    ({ type, numbers, distinct }) =>
      distinct > 0 && (type === 'VARCHAR' || type === 'UUID' || (numbers !== undefined && /INT/.test(type))),
  )

const isParentColumn = (column: ColumnProfile, idColumn: ColumnProfile): boolean => {
  const words = splitNameWords(column.name)
  const otherWords = words.filter((word) => word !== 'id' && word !== 'key')
  return (
    otherWords.length === 1 &&
    parentWords.has(otherWords[0] ?? '') &&
    column.distinct > 0 &&
    column.family === idColumn.family
  )
}

const toTrimmedText = (column: ColumnProfile) => sql`trim(CAST(${quoteIdentifier(column.name)} AS VARCHAR))`

/**
 * Returns the overlap of two columns, from 0 to 1: the number of shared distinct values, divided by the number of
 * distinct values in the column that has fewer of them.
 */
async function measureOverlap(
  tables: Tables,
  table: TableRef,
  first: ColumnProfile,
  second: ColumnProfile,
  signal: AbortSignal | undefined,
): Promise<number> {
  const tableIdentifier = quoteIdentifier(tableName(table.id))
  const query = sql`SELECT count(*) AS n FROM (SELECT DISTINCT ${toTrimmedText(first)} AS v FROM ${tableIdentifier} INTERSECT SELECT DISTINCT ${toTrimmedText(second)} FROM ${tableIdentifier}) WHERE v IS NOT NULL`
  const [row] = await tables.rows(query, defined({ signal }))
  return Number(row?.n ?? 0) / Math.max(1, Math.min(first.distinct, second.distinct))
}

/** Returns the fraction of a column's values that are IDs in the table. */
async function measureParentFraction(
  tables: Tables,
  table: TableRef,
  column: ColumnProfile,
  idColumn: ColumnProfile,
  signal: AbortSignal | undefined,
): Promise<number> {
  const tableIdentifier = quoteIdentifier(tableName(table.id))
  const query = sql`SELECT count(*) AS n FROM ${tableIdentifier} WHERE ${toTrimmedText(column)} IN (SELECT ${toTrimmedText(idColumn)} FROM ${tableIdentifier})`
  const [row] = await tables.rows(query, defined({ signal }))
  return Number(row?.n ?? 0) / Math.max(1, table.rows - column.nulls)
}

/** Finds the unique column of a point table that contains at least half of the source endpoints of a link table. */
export async function findLinkedColumn(
  tables: Tables,
  points: TableRef,
  profile: TableProfile,
  links: TableRef,
  endpoints: readonly [string, string],
  signal?: AbortSignal,
): Promise<ColumnProfile | undefined> {
  const candidates = profile.columns.filter(
    ({ nulls, distinct, type, numbers }) =>
      nulls === 0 && distinct === profile.rows && (type === 'VARCHAR' || (numbers !== undefined && /INT/.test(type))),
  )
  if (candidates.length === 0 || links.rows === 0) return undefined
  const endpoint = sql`trim(CAST(${quoteIdentifier(endpoints[0])} AS VARCHAR))`
  const counts = candidates.map(
    (column, index) =>
      sql`count(*) FILTER (${endpoint} IN (SELECT ${toTrimmedText(column)} FROM ${quoteIdentifier(tableName(points.id))})) AS ${quoteIdentifier(`n${index}`)}`,
  )
  const [row = {}] = await tables.rows(
    sql`SELECT ${counts} FROM ${quoteIdentifier(tableName(links.id))}`,
    defined({ signal }),
  )
  const overlaps = candidates.map((column, index) => ({ column, fraction: Number(row[`n${index}`] ?? 0) / links.rows }))
  const best = overlaps.sort((a, b) => b.fraction - a.fraction)[0]
  return best && best.fraction >= 0.5 ? best.column : undefined
}
