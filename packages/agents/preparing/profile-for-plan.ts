import { isFloat, name, sql, tableName, type Scalar, type Sql, type Tables } from '@aw-flow/engine'
import type { ColumnProfile, TableProfile, TableRef } from '@aw-flow/schema'
import { profileTable } from '../profiling/profile-table.ts'
import type { RowSamples } from './row-samples.ts'
import { columnBounds, unknownBounds, type ColumnBounds } from './saved-plan/column-bounds.ts'

/** Up to here every row is counted for a plan. */
const exactRows = 200_000
/** A sample has at least half and at most so many rows. */
const sampledRows = 20_000

/** True for a table of which rules look at a sample first. */
export const isSampledForPlan = ({ rows }: TableRef): boolean => rows > exactRows

/**
 * Profiles a large table for a plan: nulls and numbers are counted over every row, different values and the forms of
 * texts over a sample, as if the rest were alike. The plan's outcome must be checked over every row.
 */
export async function sampleForPlan(
  tables: Tables,
  table: TableRef,
  samples: RowSamples,
  signal?: AbortSignal,
): Promise<TableProfile> {
  const settings = signal ? { signal } : {}
  const sample = await profileTable(tables, await samples.of(sampledRows), { depth: 'counts', ...settings })
  const known = await columnBounds(tables, table, settings)
  const cells = sample.columns.flatMap((column, index) => measuresOf(column, index, known[index]))
  const counted =
    cells.length > 0 ? await tables.rows(sql`SELECT ${cells} FROM ${name(tableName(table.id))}`, settings) : []
  const row = { ...told(known, table.rows), ...counted[0] }
  const number = (what: string, index: number): number | undefined => {
    const value = row[`${what}${index}`]
    return value === undefined || value === null ? undefined : Number(value)
  }
  const whole = sample.columns.flatMap(({ name: column, type }, index) => {
    const [least, most] = [number('min', index), number('max', index)]
    return /INT/.test(type) && least !== undefined && most !== undefined ? [{ name: column, least, most }] : []
  })
  const offsets = await rowNumbers(tables, table, whole, settings)
  const columns = sample.columns.map((column, index): ColumnProfile => {
    const nulls = table.rows - (number('count', index) ?? 0)
    return scaled(column, sample.rows, table.rows, nulls, (what) => number(what, index), offsets.get(column.name))
  })
  return { rows: table.rows, columns }
}

/** What is counted over every row, but for what DuckDB knows. */
function measuresOf(
  { name: column, type, numbers }: ColumnProfile,
  index: number,
  { isFull, range: known }: ColumnBounds = unknownBounds,
): Sql[] {
  const value = name(column)
  const count = isFull ? [] : [sql`count(${value}) AS ${name(`count${index}`)}`]
  if (!numbers || known) return count
  const range = (filter: Sql): Sql[] => [
    sql`CAST(min(${value})${filter} AS DOUBLE) AS ${name(`min${index}`)}`,
    sql`CAST(max(${value})${filter} AS DOUBLE) AS ${name(`max${index}`)}`,
  ]
  if (isFloat(type))
    return [
      ...count,
      ...range(sql` FILTER (isfinite(${value}))`),
      sql`count(*) FILTER (NOT isfinite(${value})) AS ${name(`infinite${index}`)}`,
    ]
  return [...count, ...range(sql``)]
}

/** The same of columns whose bounds are known. */
const told = (known: readonly ColumnBounds[], rows: number): Record<string, Scalar> =>
  Object.fromEntries(
    known.flatMap(({ isFull, range }, index) => [
      ...(isFull ? [[`count${index}`, rows] as const] : []),
      ...(range
        ? ([
            [`min${index}`, range[0]],
            [`max${index}`, range[1]],
          ] as const)
        : []),
    ]),
  )

/** Columns of whole numbers with room for each row's number once, and what they have before the row's number. */
async function rowNumbers(
  tables: Tables,
  table: TableRef,
  columns: readonly { name: string; least: number; most: number }[],
  settings: { signal?: AbortSignal },
): Promise<ReadonlyMap<string, number>> {
  const likely = columns.filter(({ least, most }) => most - least === table.rows - 1)
  if (likely.length === 0) return new Map()
  const off = likely.map(
    (column, index) =>
      sql`count(*) FILTER (${name(column.name)} IS DISTINCT FROM rowid + ${column.least}) AS ${name(`off${index}`)}`,
  )
  const [row = {}] = await tables.rows(sql`SELECT ${off} FROM ${name(tableName(table.id))}`, settings)
  return new Map(
    likely.flatMap(({ name, least }, index) => (Number(row[`off${index}`] ?? 1) === 0 ? [[name, least]] : [])),
  )
}

/** A column's profile as that of all rows. */
function scaled(
  column: ColumnProfile,
  sampled: number,
  rows: number,
  nulls: number,
  number: (what: string) => number | undefined,
  rowOffset: number | undefined,
): ColumnProfile {
  const there = sampled - column.nulls
  const share = there === 0 ? 0 : column.distinct / there
  const { numbers, texts, ...rest } = column
  const range = (number('max') ?? 0) - (number('min') ?? 0) + 1
  const many = Math.round(share * (rows - nulls))
  // Whole numbers are no more different than their range has room for.
  const most = numbers && /INT/.test(column.type) ? Math.min(many, range) : many
  const distinct = share === 1 ? most : share > 0.5 ? Math.min(most, rows - nulls - 1) : column.distinct
  const { rowOffset: __, ...counted } = numbers ?? { infinite: 0, fractions: 0, zeros: 0, negative: 0 }
  return {
    ...rest,
    nulls,
    distinct,
    distinctIs: 'approximate',
    ...(numbers
      ? {
          numbers: {
            ...counted,
            ...(number('min') === undefined ? {} : { min: number('min') as number }),
            ...(number('max') === undefined ? {} : { max: number('max') as number }),
            infinite: number('infinite') ?? 0,
            ...(rowOffset === undefined ? {} : { rowOffset }),
          },
        }
      : {}),
    ...(texts
      ? {
          texts: {
            ...texts,
            // An id is trimmed for certain; see `planCosmoReady`.
            ...(texts.unique && distinct === rows
              ? {
                  unique: {
                    distinctTrimmed: texts.unique.distinctTrimmed === sampled ? rows : texts.unique.distinctTrimmed,
                    idShaped: texts.unique.idShaped === sampled ? rows : texts.unique.idShaped,
                    codeShaped: texts.unique.codeShaped === sampled ? rows : texts.unique.codeShaped,
                  },
                }
              : {}),
          },
        }
      : {}),
  }
}
