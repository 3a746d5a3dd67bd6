import { quoteIdentifier, sql, tableName, type Scalar, type Tables } from '@aw-flow/engine'
import { defined, type TableRef } from '@aw-flow/schema'
import type { TableProfile } from '@aw-flow/schema'
import type { ColumnProfile } from '@aw-flow/schema/internal'
import { readWideRows } from '../../read-wide-rows.ts'

/** Statistics that a machine learning plan needs in addition to the profile. Maps are keyed by column name. */
export interface ColumnStatistics {
  /** Medians of numbers and times. Times are in seconds since the Unix epoch. */
  medians: ReadonlyMap<string, number>
  /** Ranges of times, in seconds since the Unix epoch. */
  ranges: ReadonlyMap<string, { min: number; max: number }>
  /** Sorted distinct values of columns with few categories. */
  values: ReadonlyMap<string, readonly string[]>
  /** Columns whose value determines the label in every row. */
  leaks: readonly { column: string; distinct: number }[]
  /** Columns that equal an earlier column in every row. */
  duplicates: readonly { column: string; duplicateOf: string }[]
}

const isDateOrTimestamp = ({ type }: ColumnProfile): boolean => type === 'DATE' || type.startsWith('TIMESTAMP')

/**
 * Collects the statistics that `planMlReady` needs: medians, ranges, the categories of columns with at most `maxValues`
 * distinct values, label leaks, and duplicate columns.
 */
export async function inspectColumns(
  tables: Tables,
  table: TableRef,
  profile: TableProfile,
  { label, maxValues, signal }: { label?: string; maxValues: number; signal?: AbortSignal },
): Promise<ColumnStatistics> {
  const tableIdentifier = quoteIdentifier(tableName(table.id))
  const abortOptions = defined({ signal })
  const medians = new Map<string, number>()
  const ranges = new Map<string, { min: number; max: number }>()
  const values = new Map<string, string[]>()
  const measuredColumns = profile.columns.filter(
    (column) => (column.numbers || isDateOrTimestamp(column)) && column.nulls < profile.rows,
  )
  if (measuredColumns.length > 0) {
    const cells = measuredColumns.flatMap((column, index) => {
      const cell = quoteIdentifier(column.name)
      const number = isDateOrTimestamp(column) ? sql`epoch(${cell})` : sql`CAST(${cell} AS DOUBLE)`
      return [
        sql`quantile_cont(${number}, 0.5) FILTER (isfinite(${number})) AS ${quoteIdentifier(`m${index}`)}`,
        sql`min(${number}) AS ${quoteIdentifier(`a${index}`)}`,
        sql`max(${number}) AS ${quoteIdentifier(`z${index}`)}`,
      ]
    })
    const [row = {}] = await readWideRows(tables, cells, tableIdentifier, abortOptions)
    measuredColumns.forEach((column, index) => {
      medians.set(column.name, Number(row[`m${index}`] ?? 0))
      if (isDateOrTimestamp(column))
        ranges.set(column.name, { min: Number(row[`a${index}`] ?? 0), max: Number(row[`z${index}`] ?? 0) })
    })
  }
  for (const { name: column, numbers, distinct, family, type } of profile.columns) {
    const isMeasured = numbers !== undefined || type === 'BOOLEAN' || isDateOrTimestamp({ type } as ColumnProfile)
    if (isMeasured || family === 'nested' || distinct === 0 || distinct > maxValues) continue
    const text = sql`CAST(${quoteIdentifier(column)} AS VARCHAR)`
    const records = await tables.rows(
      sql`SELECT DISTINCT ${text} AS v FROM ${tableIdentifier} WHERE ${text} IS NOT NULL ORDER BY 1`,
      abortOptions,
    )
    values.set(
      column,
      records.map(({ v }) => String(v)),
    )
  }
  return {
    medians,
    ranges,
    values,
    leaks: label === undefined ? [] : await findLeaks(tables, table, profile, label, signal),
    duplicates: await findDuplicateColumns(tables, table, profile, signal),
  }
}

/**
 * Finds columns that leak the label. Each of their values occurs with only one label and, on average, in at least two
 * rows.
 */
async function findLeaks(
  tables: Tables,
  table: TableRef,
  profile: TableProfile,
  label: string,
  signal: AbortSignal | undefined,
): Promise<ColumnStatistics['leaks']> {
  const candidateColumns = profile.columns.filter(
    ({ name: column, distinct, family }) =>
      column !== label && family !== 'nested' && distinct > 1 && distinct <= profile.rows / 2,
  )
  const labelColumn = profile.columns.find((column) => column.name === label)
  if (!labelColumn || candidateColumns.length === 0 || labelColumn.distinct < 2) return []
  const counts = candidateColumns.map(
    ({ name: column }, index) =>
      sql`count(DISTINCT CASE WHEN ${quoteIdentifier(column)} IS NOT NULL AND ${quoteIdentifier(label)} IS NOT NULL THEN {'c': ${quoteIdentifier(column)}, 'l': ${quoteIdentifier(label)}} END) AS ${quoteIdentifier(`n${index}`)}`,
  )
  const [row = {}] = await readWideRows(tables, counts, quoteIdentifier(tableName(table.id)), defined({ signal }))
  return candidateColumns.flatMap(({ name: column, distinct }, index) => {
    const pairCount = Number((row[`n${index}`] as Scalar) ?? 0)
    if (pairCount === 0 || pairCount > distinct) return []
    return [{ column, distinct }]
  })
}

/**
 * Finds pairs of columns that are equal in every row. Only columns with the same numbers of distinct values and nulls
 * are compared.
 */
async function findDuplicateColumns(
  tables: Tables,
  table: TableRef,
  profile: TableProfile,
  signal: AbortSignal | undefined,
): Promise<ColumnStatistics['duplicates']> {
  const pairs: [ColumnProfile, ColumnProfile][] = []
  profile.columns.forEach((column, index) => {
    for (const candidate of profile.columns.slice(index + 1))
      if (
        (column.type === candidate.type || (column.family === 'number' && candidate.family === 'number')) &&
        column.family !== 'nested' &&
        column.distinct === candidate.distinct &&
        column.nulls === candidate.nulls &&
        column.distinct > 1 &&
        pairs.length < 200
      )
        pairs.push([column, candidate])
  })
  if (pairs.length === 0) return []
  const counts = pairs.map(
    ([column, candidate], index) =>
      sql`count(*) FILTER (${quoteIdentifier(column.name)} IS DISTINCT FROM ${quoteIdentifier(candidate.name)}) AS ${quoteIdentifier(`n${index}`)}`,
  )
  const [row = {}] = await readWideRows(tables, counts, quoteIdentifier(tableName(table.id)), defined({ signal }))
  return pairs.flatMap(([column, candidate], index) =>
    Number(row[`n${index}`] ?? 1) === 0 ? [{ column: candidate.name, duplicateOf: column.name }] : [],
  )
}
