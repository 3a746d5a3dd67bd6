import { message, type Message } from '@aw-flow/messages'
import { join, quoteIdentifier, sql } from '@aw-flow/engine'
import type { DeepFinding } from '@aw-flow/schema/internal'
import { isCodeName, isIdName } from '../../column-meaning.ts'
import { findComparableColumns, type DeepSource, type IndexedColumn } from './deep-source.ts'
import { createContingencyTable } from './contingency-table.ts'

type Key = Extract<DeepFinding, { kind: 'key' }>

/** Minimum fraction of distinct values in a column that is almost a key. */
const minDistinctFraction = 0.98
const maxPairs = 60
const maxVerifiedPairs = 6

/** Finds keys of one or two columns, and columns that are almost keys. Keys are verified against all rows. */
export async function* findKeys(source: DeepSource): AsyncGenerator<DeepFinding> {
  const { rows } = source.profile
  if (rows < 2) return
  const columns = findComparableColumns(source).filter(({ numbers }) => (numbers?.fractions ?? 0) === 0)
  const keys = columns.filter(
    ({ distinct, distinctIs, nulls }) => distinctIs === 'exact' && nulls === 0 && distinct === rows,
  )
  for (const { name: column } of keys) yield createKey([column], 0, message('profile.key', { columns: [column], rows }))
  for (const column of columns) {
    const repeats = rows - column.nulls - column.distinct
    if (keys.includes(column) || column.nulls > 0 || repeats <= 0 || column.distinctIs !== 'exact') continue
    if (column.distinct < rows * minDistinctFraction || rows < 50 || !isIdentifier(column)) continue
    yield createKey([column.name], repeats, message('profile.near-key', { column: column.name, repeats, rows }))
  }
  if (keys.length === 0) yield* findKeyPairs(source, columns)
}

const identifierTypes: ReadonlySet<string> = new Set(['id', 'email', 'url', 'phone'])

/**
 * Returns whether a column is intended to identify rows, unlike dates, notes and measurements, which may also be mostly
 * distinct.
 */
const isIdentifier = ({ name: column, semantic }: IndexedColumn): boolean =>
  isIdName(column) || isCodeName(column) || (semantic !== undefined && identifierTypes.has(semantic.type))

async function* findKeyPairs(source: DeepSource, columns: readonly IndexedColumn[]): AsyncGenerator<DeepFinding> {
  const { rows } = source.profile
  const nonNullColumns = columns.filter(({ nulls }) => nulls === 0)
  const pairs = nonNullColumns
    .flatMap((left, index) => nonNullColumns.slice(index + 1).map((right) => [left, right] as const))
    .filter(([left, right]) => left.distinct * right.distinct >= rows)
    .toSorted((a, b) => a[0].distinct * a[1].distinct - b[0].distinct * b[1].distinct)
    .slice(0, maxPairs)
  if (pairs.length === 0) return
  const codes = await source.getCodes()
  const likelyPairs = pairs
    .filter(
      ([left, right]) =>
        createContingencyTable(codes.values[left.index]!, codes.values[right.index]!).cells.length === codes.rows,
    )
    .slice(0, maxVerifiedPairs)
  for (const pair of likelyPairs) {
    const names = pair.map(({ name: column }) => column)
    const columnSql = names.map((column) => quoteIdentifier(column))
    const [counts] = await source.queryRows(
      sql`SELECT count(*) AS n FROM (SELECT DISTINCT ${join(columnSql, ', ')} FROM ${source.relation})`,
    )
    if (Number(counts?.n) === rows) yield createKey(names, 0, message('profile.key-pair', { columns: names, rows }))
  }
}

const createKey = (columns: string[], repeats: number, text: Message): Key => ({
  kind: 'key',
  columns,
  repeats,
  message: text,
})
