import { name, sql, tableName, type Scalar, type Sql, type Tables } from '@aw-flow/engine'
import type { ProfileSample, TableRef } from '@aw-flow/schema'

/** The rows that a profile counts: all of a table, or every so-manieth of them. */
export interface ProfileSource {
  tables: Tables
  /** What stands behind FROM. */
  from: Sql
  rows: number
  /** Set where not all rows are looked at. */
  sample?: ProfileSample
  signal: AbortSignal | undefined
}

/** All rows, or about `most` of them: every so-manieth in the table's order, so that the same table gives the same rows. */
export async function profileSource(
  tables: Tables,
  table: TableRef,
  most: number,
  signal: AbortSignal | undefined,
): Promise<ProfileSource> {
  const whole = name(tableName(table.id))
  const step = Math.ceil(table.rows / Math.max(1, most))
  if (step <= 1) return { tables, from: whole, rows: table.rows, signal }
  const rows = Math.ceil(table.rows / step)
  return {
    tables,
    from: sql`(SELECT * FROM ${whole} WHERE rowid % ${step} = 0)`,
    rows,
    sample: { rows, of: table.rows, error: sampleError(rows) },
    signal,
  }
}

/** How far a share found in so many rows is from that of all, 19 times of 20: 1.96 standard errors of one half. */
export const sampleError = (rows: number): number => Number((0.98 / Math.sqrt(Math.max(1, rows))).toPrecision(2))

export const ask = (source: ProfileSource, select: Sql): Promise<Record<string, Scalar>[]> =>
  source.tables.rows(select, source.signal ? { signal: source.signal } : {})

/** Aggregates by name, all worked out in one statement for each of a list of things. */
export async function askMeasures<K extends string>(
  source: ProfileSource,
  lists: readonly Partial<Record<K, Sql>>[],
): Promise<Partial<Record<K, Scalar>>[]> {
  const named = lists.flatMap((list, index) =>
    Object.entries<Sql | undefined>(list).map(([key, measure]) => sql`${measure!} AS ${name(`${index} ${key}`)}`),
  )
  if (named.length === 0) return lists.map(() => ({}))
  const [row = {}] = await ask(source, sql`SELECT ${named} FROM ${source.from}`)
  return lists.map(
    (list, index) =>
      Object.fromEntries(Object.keys(list).map((key) => [key, row[`${index} ${key}`] ?? null])) as Partial<
        Record<K, Scalar>
      >,
  )
}
