import { quoteIdentifier, sql, tableName, type Tables } from '@aw-flow/engine'
import { defined, type TableProfile, type TableRef } from '@aw-flow/schema'
import type { ColumnProfile } from '@aw-flow/schema/internal'
import { profileTable } from '../profiling/profile-table.ts'
import { readWideRows } from '../read-wide-rows.ts'
import { measureColumns, type MeasuredColumn } from './measure-columns.ts'
import type { RowSample } from './row-sample.ts'

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
  const measured = await measureColumns(tables, table, signal)
  const rowOffsets = await findRowNumberOffsets(tables, table, measured.columns, abortOptions)
  const columns = sample.columns.map((column, index) =>
    extrapolateProfile(column, sample.rows, table.rows, measured.columns[index]!, rowOffsets.get(column.name)),
  )
  return { rows: table.rows, columns }
}

/**
 * Finds columns that number the rows. Returns their offsets from the row number (starting at 0), keyed by column name.
 */
export async function findRowNumberOffsets(
  tables: Tables,
  table: TableRef,
  columns: readonly MeasuredColumn[],
  abortOptions: { signal?: AbortSignal },
): Promise<ReadonlyMap<string, number>> {
  const candidates = columns.flatMap(({ name, type, numbers: { min, max } = { infinite: 0 } }) =>
    /INT/.test(type) && min !== undefined && max !== undefined && max - min === table.rows - 1 ? [{ name, min }] : [],
  )
  if (candidates.length === 0) return new Map()
  const mismatchCounts = candidates.map(
    (column, index) =>
      sql`count(*) FILTER (${quoteIdentifier(column.name)} IS DISTINCT FROM rowid + ${column.min}) AS ${quoteIdentifier(`off${index}`)}`,
  )
  const [row = {}] = await readWideRows(tables, mismatchCounts, quoteIdentifier(tableName(table.id)), abortOptions)
  return new Map(
    candidates.flatMap(({ name, min }, index) => (Number(row[`off${index}`] ?? 1) === 0 ? [[name, min]] : [])),
  )
}

/** Extrapolates the profile of a sampled column to the entire table. */
function extrapolateProfile(
  column: ColumnProfile,
  sampleRowCount: number,
  rowCount: number,
  { nulls: nullCount, numbers: measuredNumbers }: MeasuredColumn,
  rowOffset: number | undefined,
): ColumnProfile {
  const nonNullCount = sampleRowCount - column.nulls
  const distinctFraction = nonNullCount === 0 ? 0 : column.distinct / nonNullCount
  const { numbers, texts, ...rest } = column
  const range = (measuredNumbers?.max ?? 0) - (measuredNumbers?.min ?? 0) + 1
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
            ...measuredNumbers,
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
