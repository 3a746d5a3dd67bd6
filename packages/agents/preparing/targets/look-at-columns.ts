import { name, sql, tableName, type Scalar, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import type { ColumnProfile, TableProfile } from '@aw-flow/schema'

/** What planning for a model must know of columns beyond their profile. */
export interface ColumnFacts {
  /** Of numbers and moments (seconds since 1970) that have gaps. */
  medians: Readonly<Record<string, number>>
  /** Of moments, in seconds since 1970. */
  ranges: Readonly<Record<string, { min: number; max: number }>>
  /** The different texts of columns that have few, sorted. */
  values: Readonly<Record<string, readonly string[]>>
  /** Columns of which the label follows in every row. */
  leaks: readonly { column: string; distinct: number }[]
  /** Columns of equal cells. */
  twins: readonly { column: string; twin: string }[]
}

const isMoment = ({ type }: ColumnProfile): boolean => type === 'DATE' || type.startsWith('TIMESTAMP')

/** Looks at what `planMlReady` needs: medians, ranges, categories of at most `maxValues`, what gives the label away. */
export async function lookAtColumns(
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
    twins: await findTwins(tables, table, profile, signal),
  }
}

/** A column gives the label away where each of its values goes with one label, and each has several rows. */
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
  const labelled = profile.columns.find((column) => column.name === label)
  if (!labelled || others.length === 0 || labelled.distinct < 2) return []
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

/** Pairs of columns with as many different values and gaps, whose cells are equal in every row. */
async function findTwins(
  tables: Tables,
  table: TableRef,
  profile: TableProfile,
  signal: AbortSignal | undefined,
): Promise<ColumnFacts['twins']> {
  const pairs: [ColumnProfile, ColumnProfile][] = []
  profile.columns.forEach((one, index) => {
    for (const other of profile.columns.slice(index + 1))
      if (
        (one.type === other.type || (one.family === 'number' && other.family === 'number')) &&
        one.family !== 'nested' &&
        one.distinct === other.distinct &&
        one.nulls === other.nulls &&
        one.distinct > 1 &&
        pairs.length < 200
      )
        pairs.push([one, other])
  })
  if (pairs.length === 0) return []
  const counts = pairs.map(
    ([one, other], index) =>
      sql`count(*) FILTER (${name(one.name)} IS DISTINCT FROM ${name(other.name)}) AS ${name(`n${index}`)}`,
  )
  const [row = {}] = await tables.rows(
    sql`SELECT ${counts} FROM ${name(tableName(table.id))}`,
    signal ? { signal } : {},
  )
  return pairs.flatMap(([one, other], index) =>
    Number(row[`n${index}`] ?? 1) === 0 ? [{ column: other.name, twin: one.name }] : [],
  )
}
