import { quoteIdentifier, sql, tableName, type Scalar, type Sql, type Tables } from '@aw-flow/engine'
import { defined, type TableRef } from '@aw-flow/schema'
import type { ProfileSample } from '@aw-flow/schema/internal'

/** The rows to profile: all rows of a table, or every nth row. */
export interface ProfileSource {
  tables: Tables
  /** SQL for the FROM clause. */
  relation: Sql
  rows: number
  /** Size and margin of error of the sample. Absent if `relation` contains all rows. */
  sample?: ProfileSample
  signal: AbortSignal | undefined
}

/**
 * Creates a source with all rows of a table or, if there are more than `maxRows`, with every nth row. Such a sample is
 * deterministic.
 */
export async function createProfileSource(
  tables: Tables,
  table: TableRef,
  maxRows: number,
  signal: AbortSignal | undefined,
): Promise<ProfileSource> {
  const tableRelation = quoteIdentifier(tableName(table.id))
  const step = Math.ceil(table.rows / Math.max(1, maxRows))
  if (step <= 1) return { tables, relation: tableRelation, rows: table.rows, signal }
  const rowCount = Math.ceil(table.rows / step)
  return {
    tables,
    relation: sql`(SELECT * FROM ${tableRelation} WHERE rowid % ${step} = 0)`,
    rows: rowCount,
    sample: { rows: rowCount, of: table.rows, error: estimateSampleError(rowCount) },
    signal,
  }
}

/**
 * Computes the margin of error of a proportion estimated from a sample, at a confidence level of 95%. The margin is
 * 1.96 standard errors of a proportion of 0.5, which is the worst case.
 */
export const estimateSampleError = (rowCount: number): number =>
  Number((0.98 / Math.sqrt(Math.max(1, rowCount))).toPrecision(2))

/** Runs a query that the source's signal can abort. */
export const queryRows = (source: ProfileSource, select: Sql): Promise<Record<string, Scalar>[]> =>
  source.tables.rows(select, defined({ signal: source.signal }))

/** Computes several sets of named aggregates in one statement. */
export async function queryMeasures<K extends string>(
  source: ProfileSource,
  measureSets: readonly Partial<Record<K, Sql>>[],
): Promise<Partial<Record<K, Scalar>>[]> {
  const namedMeasures = measureSets.flatMap((measureSet, index) =>
    Object.entries<Sql | undefined>(measureSet).map(
      ([key, measure]) => sql`${measure!} AS ${quoteIdentifier(`${index} ${key}`)}`,
    ),
  )
  if (namedMeasures.length === 0) return measureSets.map(() => ({}))
  const [row = {}] = await queryRows(source, sql`SELECT ${namedMeasures} FROM ${source.relation}`)
  return measureSets.map(
    (measureSet, index) =>
      Object.fromEntries(Object.keys(measureSet).map((key) => [key, row[`${index} ${key}`] ?? null])) as Partial<
        Record<K, Scalar>
      >,
  )
}
