import { name, sql, tableName, type Scalar, type Sql, type Tables } from '@aw-flow/engine'
import type { ProfileSample, TableRef } from '@aw-flow/schema'

/** The rows of a profile: all rows of a table, or every nth row. */
export interface ProfileSource {
  tables: Tables
  /** SQL for the FROM clause. */
  from: Sql
  rows: number
  /** Present if `from` is a sample. */
  sample?: ProfileSample
  signal: AbortSignal | undefined
}

/** Returns the rows of a table, or a sample of at most `maxRows` rows: every nth row, so it is deterministic. */
export async function createProfileSource(
  tables: Tables,
  table: TableRef,
  maxRows: number,
  signal: AbortSignal | undefined,
): Promise<ProfileSource> {
  const relation = name(tableName(table.id))
  const step = Math.ceil(table.rows / Math.max(1, maxRows))
  if (step <= 1) return { tables, from: relation, rows: table.rows, signal }
  const rows = Math.ceil(table.rows / step)
  return {
    tables,
    from: sql`(SELECT * FROM ${relation} WHERE rowid % ${step} = 0)`,
    rows,
    sample: { rows, of: table.rows, error: estimateSampleError(rows) },
    signal,
  }
}

/** Computes the margin of error for a sample proportion at 95% confidence: 1.96 standard errors of a proportion of 0.5. */
export const estimateSampleError = (rows: number): number =>
  Number((0.98 / Math.sqrt(Math.max(1, rows))).toPrecision(2))

/** Runs a query with the source's signal. */
export const queryRows = (source: ProfileSource, select: Sql): Promise<Record<string, Scalar>[]> =>
  source.tables.rows(select, source.signal ? { signal: source.signal } : {})

/** Computes lists of named aggregates in one statement. */
export async function queryMeasures<K extends string>(
  source: ProfileSource,
  lists: readonly Partial<Record<K, Sql>>[],
): Promise<Partial<Record<K, Scalar>>[]> {
  const namedMeasures = lists.flatMap((list, index) =>
    Object.entries<Sql | undefined>(list).map(([key, measure]) => sql`${measure!} AS ${name(`${index} ${key}`)}`),
  )
  if (namedMeasures.length === 0) return lists.map(() => ({}))
  const [row = {}] = await queryRows(source, sql`SELECT ${namedMeasures} FROM ${source.from}`)
  return lists.map(
    (list, index) =>
      Object.fromEntries(Object.keys(list).map((key) => [key, row[`${index} ${key}`] ?? null])) as Partial<
        Record<K, Scalar>
      >,
  )
}
