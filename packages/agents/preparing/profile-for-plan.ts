import { isFloat, quoteIdentifier, sql, tableName, type Scalar, type Sql, type Tables } from '@aw-flow/engine'
import { defined, type TableProfile, type TableRef } from '@aw-flow/schema'
import type { ColumnProfile } from '@aw-flow/schema/internal'
import { profileTable } from '../profiling/profile-table.ts'
import type { RowSample } from './row-sample.ts'
import { readColumnBounds, unknownBounds, type ColumnBounds } from './saved-plan/column-bounds.ts'

/** Maximum number of rows in a table that is profiled completely. */
const maxExactRows = 200_000
/** Maximum number of rows in the sample. The sample has at least half as many rows. */
const maxSampledRows = 20_000

/** Returns whether a table is so large that the rules first make a plan based on a sample. */
export const isSampledForPlan = ({ rows }: TableRef): boolean => rows > maxExactRows

/**
 * Profiles a large table for planning. Nulls and ranges of numbers are measured over all rows; distinct values and text
 * patterns are extrapolated from a sample. The result of the plan must therefore be validated over all rows.
 */
export async function profileForPlan(
  tables: Tables,
  table: TableRef,
  rowSample: RowSample,
  signal?: AbortSignal,
): Promise<TableProfile> {
  const abortOptions = defined({ signal })
  const sample = await profileTable(tables, await rowSample.getSample(maxSampledRows), {
    depth: 'counts',
    ...abortOptions,
  })
  const bounds = await readColumnBounds(tables, table, abortOptions)
  const aggregates = sample.columns.flatMap((column, index) => compileAggregates(column, index, bounds[index]))
  const records =
    aggregates.length > 0
      ? await tables.rows(sql`SELECT ${aggregates} FROM ${quoteIdentifier(tableName(table.id))}`, abortOptions)
      : []
  const row = { ...toKnownAggregates(bounds, table.rows), ...records[0] }
  const readNumber = (aggregate: string, index: number): number | undefined => {
    const value = row[`${aggregate}${index}`]
    return value === undefined || value === null ? undefined : Number(value)
  }
  const integerColumns = sample.columns.flatMap(({ name: column, type }, index) => {
    const [min, max] = [readNumber('min', index), readNumber('max', index)]
    return /INT/.test(type) && min !== undefined && max !== undefined ? [{ name: column, min, max }] : []
  })
  const rowOffsets = await findRowNumberOffsets(tables, table, integerColumns, abortOptions)
  const columns = sample.columns.map((column, index): ColumnProfile => {
    const nullCount = table.rows - (readNumber('count', index) ?? 0)
    return extrapolateProfile(
      column,
      sample.rows,
      table.rows,
      nullCount,
      (aggregate) => readNumber(aggregate, index),
      rowOffsets.get(column.name),
    )
  })
  return { rows: table.rows, columns }
}

/** Compiles the aggregates over all rows of a column, except those that DuckDB's statistics already provide. */
function compileAggregates(
  { name: column, type, numbers }: ColumnProfile,
  index: number,
  { hasNoNulls, range: bounds }: ColumnBounds = unknownBounds,
): Sql[] {
  const value = quoteIdentifier(column)
  const count = hasNoNulls ? [] : [sql`count(${value}) AS ${quoteIdentifier(`count${index}`)}`]
  if (!numbers || bounds) return count
  const compileRange = (filter: Sql): Sql[] => [
    sql`CAST(min(${value})${filter} AS DOUBLE) AS ${quoteIdentifier(`min${index}`)}`,
    sql`CAST(max(${value})${filter} AS DOUBLE) AS ${quoteIdentifier(`max${index}`)}`,
  ]
  if (isFloat(type))
    return [
      ...count,
      ...compileRange(sql` FILTER (isfinite(${value}))`),
      sql`count(*) FILTER (NOT isfinite(${value})) AS ${quoteIdentifier(`infinite${index}`)}`,
    ]
  return [...count, ...compileRange(sql``)]
}

/** Returns the aggregates that DuckDB's statistics provide. */
const toKnownAggregates = (bounds: readonly ColumnBounds[], rowCount: number): Record<string, Scalar> =>
  Object.fromEntries(
    bounds.flatMap(({ hasNoNulls, range }, index) => [
      ...(hasNoNulls ? [[`count${index}`, rowCount] as const] : []),
      ...(range
        ? ([
            [`min${index}`, range[0]],
            [`max${index}`, range[1]],
          ] as const)
        : []),
    ]),
  )

/**
 * Finds columns that number the rows. Returns their offsets from the row number (starting at 0), keyed by column name.
 */
async function findRowNumberOffsets(
  tables: Tables,
  table: TableRef,
  columns: readonly { name: string; min: number; max: number }[],
  abortOptions: { signal?: AbortSignal },
): Promise<ReadonlyMap<string, number>> {
  const candidates = columns.filter(({ min, max }) => max - min === table.rows - 1)
  if (candidates.length === 0) return new Map()
  const mismatchCounts = candidates.map(
    (column, index) =>
      sql`count(*) FILTER (${quoteIdentifier(column.name)} IS DISTINCT FROM rowid + ${column.min}) AS ${quoteIdentifier(`off${index}`)}`,
  )
  const [row = {}] = await tables.rows(
    sql`SELECT ${mismatchCounts} FROM ${quoteIdentifier(tableName(table.id))}`,
    abortOptions,
  )
  return new Map(
    candidates.flatMap(({ name, min }, index) => (Number(row[`off${index}`] ?? 1) === 0 ? [[name, min]] : [])),
  )
}

/** Extrapolates the profile of a sampled column to the entire table. */
function extrapolateProfile(
  column: ColumnProfile,
  sampleRowCount: number,
  rowCount: number,
  nullCount: number,
  readNumber: (aggregate: string) => number | undefined,
  rowOffset: number | undefined,
): ColumnProfile {
  const nonNullCount = sampleRowCount - column.nulls
  const distinctFraction = nonNullCount === 0 ? 0 : column.distinct / nonNullCount
  const { numbers, texts, ...rest } = column
  const range = (readNumber('max') ?? 0) - (readNumber('min') ?? 0) + 1
  const estimate = Math.round(distinctFraction * (rowCount - nullCount))
  // There cannot be more distinct integers than the range contains.
  const cappedEstimate = numbers && /INT/.test(column.type) ? Math.min(estimate, range) : estimate
  const distinctCount =
    distinctFraction === 1
      ? cappedEstimate
      : distinctFraction > 0.5
        ? Math.min(cappedEstimate, rowCount - nullCount - 1)
        : column.distinct
  const { rowOffset: _, ...numbersWithoutOffset } = numbers ?? { infinite: 0, fractions: 0, zeros: 0, negative: 0 }
  return {
    ...rest,
    nulls: nullCount,
    distinct: distinctCount,
    distinctIs: 'approximate',
    ...(numbers
      ? {
          numbers: {
            ...numbersWithoutOffset,
            ...(readNumber('min') === undefined ? {} : { min: readNumber('min') as number }),
            ...(readNumber('max') === undefined ? {} : { max: readNumber('max') as number }),
            infinite: readNumber('infinite') ?? 0,
            ...defined({ rowOffset }),
          },
        }
      : {}),
    ...(texts
      ? {
          texts: {
            ...texts,
            // Untrimmed values may be missing from the sample, so a plan based on a sample always trims the ID (see
            // `planCosmoReady`).
            ...(texts.unique && distinctCount === rowCount
              ? {
                  unique: {
                    distinctTrimmed:
                      texts.unique.distinctTrimmed === sampleRowCount ? rowCount : texts.unique.distinctTrimmed,
                    idShaped: texts.unique.idShaped === sampleRowCount ? rowCount : texts.unique.idShaped,
                    codeShaped: texts.unique.codeShaped === sampleRowCount ? rowCount : texts.unique.codeShaped,
                  },
                }
              : {}),
          },
        }
      : {}),
  }
}
