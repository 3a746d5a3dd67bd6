import { name, sql, tableName, type Scalar, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import type { ColumnProfile, TableProfile } from '@aw-flow/schema'

/** What a plan for machine learning needs beyond the profile, by column. */
export interface ColumnFacts {
  /** Medians of numbers and times (seconds since 1970). */
  medians: Readonly<Record<string, number>>
  /** Ranges of times, in seconds since 1970. */
  ranges: Readonly<Record<string, { min: number; max: number }>>
  /** Sorted distinct texts of columns with few of them. */
  values: Readonly<Record<string, readonly string[]>>
  /** Columns that determine the label in every row. */
  leaks: readonly { column: string; distinct: number }[]
  /** Columns that equal an earlier column in every row. */
  duplicates: readonly { column: string; twin: string }[]
}

const isMoment = ({ type }: ColumnProfile): boolean => type === 'DATE' || type.startsWith('TIMESTAMP')

/**
 * Collects what `planMlReady` needs: medians, ranges, categories of at most `maxValues` values, label leaks, duplicate
 * columns.
 */
export async function inspectColumns(
  tables: Tables,
  table: TableRef,
  profile: TableProfile,
  { label, maxValues, signal }: { label?: string; maxValues: number; signal?: AbortSignal },
): Promise<ColumnFacts> {
  const from = name(tableName(table.id))
  const settings = signal ? { signal } : {}
  const medians: Record<string, number> = {}
  const ranges: Record<string, { min: number; max: number }> = {}
  const values: Record<string, string[]> = {}
  const measured = profile.columns.filter(
    (column) => (column.numbers || isMoment(column)) && column.nulls < profile.rows,
  )
  if (measured.length > 0) {
    const cells = measured.flatMap((column, index) => {
      const cell = name(column.name)
      const number = isMoment(column) ? sql`epoch(${cell})` : sql`CAST(${cell} AS DOUBLE)`
      return [
        sql`quantile_cont(${number}, 0.5) FILTER (isfinite(${number})) AS ${name(`m${index}`)}`,
        sql`min(${number}) AS ${name(`a${index}`)}`,
        sql`max(${number}) AS ${name(`z${index}`)}`,
      ]
    })
    const [row = {}] = await tables.rows(sql`SELECT ${cells} FROM ${from}`, settings)
    measured.forEach((column, index) => {
      medians[column.name] = Number(row[`m${index}`] ?? 0)
      if (isMoment(column))
        ranges[column.name] = { min: Number(row[`a${index}`] ?? 0), max: Number(row[`z${index}`] ?? 0) }
    })
  }
  for (const { name: column, numbers, distinct, family, type } of profile.columns) {
    const isMeasured = numbers !== undefined || type === 'BOOLEAN' || isMoment({ type } as ColumnProfile)
    if (isMeasured || family === 'nested' || distinct === 0 || distinct > maxValues) continue
    const text = sql`CAST(${name(column)} AS VARCHAR)`
    const found = await tables.rows(
      sql`SELECT DISTINCT ${text} AS v FROM ${from} WHERE ${text} IS NOT NULL ORDER BY 1`,
      settings,
    )
    values[column] = found.map(({ v }) => String(v))
  }
  return {
    medians,
    ranges,
    values,
    leaks: label === undefined ? [] : await findLeaks(tables, table, profile, label, signal),
    duplicates: await findDuplicateColumns(tables, table, profile, signal),
  }
}

/** Finds columns that reveal the label: each value occurs with only one label, and in several rows on average. */
async function findLeaks(
  tables: Tables,
  table: TableRef,
  profile: TableProfile,
  label: string,
  signal: AbortSignal | undefined,
): Promise<ColumnFacts['leaks']> {
  const others = profile.columns.filter(
    ({ name: column, distinct, family }) =>
      column !== label && family !== 'nested' && distinct > 1 && distinct <= profile.rows / 2,
  )
  const labeled = profile.columns.find((column) => column.name === label)
  if (!labeled || others.length === 0 || labeled.distinct < 2) return []
  const counts = others.map(
    ({ name: column }, index) =>
      sql`count(DISTINCT CASE WHEN ${name(column)} IS NOT NULL AND ${name(label)} IS NOT NULL THEN {'c': ${name(column)}, 'l': ${name(label)}} END) AS ${name(`n${index}`)}`,
  )
  const [row = {}] = await tables.rows(
    sql`SELECT ${counts} FROM ${name(tableName(table.id))}`,
    signal ? { signal } : {},
  )
  return others.flatMap(({ name: column, distinct }, index) => {
    const together = Number((row[`n${index}`] as Scalar) ?? 0)
    if (together === 0 || together > distinct) return []
    return [{ column, distinct }]
  })
}

/**
 * Finds pairs of columns that are equal in every row, among those with the same numbers of distinct values and nulls.
 */
async function findDuplicateColumns(
  tables: Tables,
  table: TableRef,
  profile: TableProfile,
  signal: AbortSignal | undefined,
): Promise<ColumnFacts['duplicates']> {
  const pairs: [ColumnProfile, ColumnProfile][] = []
  profile.columns.forEach((column, index) => {
    for (const other of profile.columns.slice(index + 1))
      if (
        (column.type === other.type || (column.family === 'number' && other.family === 'number')) &&
        column.family !== 'nested' &&
        column.distinct === other.distinct &&
        column.nulls === other.nulls &&
        column.distinct > 1 &&
        pairs.length < 200
      )
        pairs.push([column, other])
  })
  if (pairs.length === 0) return []
  const counts = pairs.map(
    ([column, other], index) =>
      sql`count(*) FILTER (${name(column.name)} IS DISTINCT FROM ${name(other.name)}) AS ${name(`n${index}`)}`,
  )
  const [row = {}] = await tables.rows(
    sql`SELECT ${counts} FROM ${name(tableName(table.id))}`,
    signal ? { signal } : {},
  )
  return pairs.flatMap(([column, other], index) =>
    Number(row[`n${index}`] ?? 1) === 0 ? [{ column: other.name, twin: column.name }] : [],
  )
}
