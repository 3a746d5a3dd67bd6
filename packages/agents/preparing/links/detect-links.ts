import { message, type Message } from '@aw-flow/messages'
import { name, sql, tableName, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import { nameWords } from '../../column-meaning.ts'
import type { ColumnProfile, TableProfile } from '@aw-flow/schema'

/** Two columns of a table that are the ends of links. */
export interface FoundLinks {
  /** `edges`: each row is a link. `parents`: a column refers to another row of the table. */
  kind: 'edges' | 'parents'
  source: ColumnProfile
  target: ColumnProfile
  /** Whether the names are unambiguous; links then take precedence over coordinates. */
  isSure: boolean
  reason: Message
}

const pairs: readonly (readonly [string, string, isSure: boolean])[] = [
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
 * Detects links: a pair of columns of equal type whose names indicate the ends of a link (also within other words:
 * `from_node`, `to_node`); for ambiguous names, 30% of the distinct values of the smaller column must occur in the
 * other. Also detects a column whose name indicates a parent and whose values are almost all ids of the table.
 */
export async function detectLinks(
  tables: Tables,
  table: TableRef,
  profile: TableProfile,
  id: ColumnProfile | undefined,
  signal?: AbortSignal,
): Promise<FoundLinks | undefined> {
  if (profile.rows === 0) return undefined
  for (const { first, second, isSure } of namedPairs(profile)) {
    const shared = await sharedShare(tables, table, first, second, signal)
    if (!isSure && shared < 0.3) continue
    return {
      kind: 'edges',
      source: first,
      target: second,
      isSure,
      reason: message('prepare.links-named', {
        source: first.name,
        target: second.name,
        isShared: shared > 0,
        shared,
      }),
    }
  }
  const parent = id && profile.columns.find((column) => column !== id && isParent(column, id))
  if (!parent || !id || (await parentShare(tables, table, parent, id, signal)) < 0.9) return undefined
  return {
    kind: 'parents',
    source: parent,
    target: id,
    isSure: false,
    reason: message('prepare.links-parents', { parent: parent.name, id: id.name }),
  }
}

const numberNames = new Set(['from', 'parent'])

function* namedPairs({ columns }: TableProfile) {
  const texts = columns.filter(({ type }) => type === 'VARCHAR')
  const others = columns.filter(({ type }) => type !== 'VARCHAR')
  for (const [sourceWord, targetWord, isSure] of pairs)
    for (const first of isSure || numberNames.has(sourceWord) ? [...texts, ...others] : texts) {
      const words = nameWords(first.name)
      if (!words.includes(sourceWord)) continue
      const counterpart = words.map((word) => (word === sourceWord ? targetWord : word)).join(' ')
      const second = columns.find((column) => column !== first && nameWords(column.name).join(' ') === counterpart)
      if (second && areEnds(first, second)) yield { first, second, isSure: isSure && words.length <= 2 }
    }
}

/** Whether both columns are texts or both are integers. */
const areEnds = (first: ColumnProfile, second: ColumnProfile): boolean =>
  first.family === second.family &&
  [first, second].every(
    ({ type, numbers, distinct }) =>
      distinct > 0 && (type === 'VARCHAR' || type === 'UUID' || (numbers !== undefined && /INT/.test(type))),
  )

const isParent = (column: ColumnProfile, id: ColumnProfile): boolean => {
  const words = nameWords(column.name)
  const rest = words.filter((word) => word !== 'id' && word !== 'key')
  return rest.length === 1 && parentWords.has(rest[0] ?? '') && column.distinct > 0 && column.family === id.family
}

const text = (column: ColumnProfile) => sql`trim(CAST(${name(column.name)} AS VARCHAR))`

/** Share of the distinct values of the smaller column that the other column also has. */
async function sharedShare(
  tables: Tables,
  table: TableRef,
  first: ColumnProfile,
  second: ColumnProfile,
  signal: AbortSignal | undefined,
): Promise<number> {
  const from = name(tableName(table.id))
  const shared = sql`SELECT count(*) AS n FROM (SELECT DISTINCT ${text(first)} AS v FROM ${from} INTERSECT SELECT DISTINCT ${text(second)} FROM ${from}) WHERE v IS NOT NULL`
  const [row] = await tables.rows(shared, signal ? { signal } : {})
  return Number(row?.n ?? 0) / Math.max(1, Math.min(first.distinct, second.distinct))
}

/** Share of the values of a column that are ids of the table. */
async function parentShare(
  tables: Tables,
  table: TableRef,
  column: ColumnProfile,
  id: ColumnProfile,
  signal: AbortSignal | undefined,
): Promise<number> {
  const from = name(tableName(table.id))
  const referred = sql`SELECT count(*) AS n FROM ${from} WHERE ${text(column)} IN (SELECT ${text(id)} FROM ${from})`
  const [row] = await tables.rows(referred, signal ? { signal } : {})
  return Number(row?.n ?? 0) / Math.max(1, table.rows - column.nulls)
}

/** The unique column of a table of points that has at least half of the ends of a table of links. */
export async function columnLinkedTo(
  tables: Tables,
  points: TableRef,
  profile: TableProfile,
  links: TableRef,
  ends: readonly [string, string],
  signal?: AbortSignal,
): Promise<ColumnProfile | undefined> {
  const candidates = profile.columns.filter(
    ({ nulls, distinct, type, numbers }) =>
      nulls === 0 && distinct === profile.rows && (type === 'VARCHAR' || (numbers !== undefined && /INT/.test(type))),
  )
  if (candidates.length === 0 || links.rows === 0) return undefined
  const end = sql`trim(CAST(${name(ends[0])} AS VARCHAR))`
  const counts = candidates.map(
    (column, index) =>
      sql`count(*) FILTER (${end} IN (SELECT ${text(column)} FROM ${name(tableName(points.id))})) AS ${name(`n${index}`)}`,
  )
  const [row = {}] = await tables.rows(
    sql`SELECT ${counts} FROM ${name(tableName(links.id))}`,
    signal ? { signal } : {},
  )
  const shares = candidates.map((column, index) => ({ column, share: Number(row[`n${index}`] ?? 0) / links.rows }))
  const best = shares.sort((a, b) => b.share - a.share)[0]
  return best && best.share >= 0.5 ? best.column : undefined
}
