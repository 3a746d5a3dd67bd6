import {
  isFloat,
  isTemporal,
  quoteIdentifier,
  sql,
  tableName,
  type Scalar,
  type Sql,
  type Tables,
} from '@aw-flow/engine'
import { defined, type TableRef } from '@aw-flow/schema'
import { getTypeFamily, type ColumnProfile, type NumberProfile } from '@aw-flow/schema/internal'
import { readWideRows } from '../read-wide-rows.ts'
import { readColumnBounds, type ColumnBounds } from './saved-plan/column-bounds.ts'

/** Measures of a column that a plan for a clean table needs or stores to detect drift. */
export interface MeasuredColumn extends Pick<ColumnProfile, 'name' | 'type' | 'nulls' | 'min' | 'max'> {
  readonly numbers?: Pick<NumberProfile, 'min' | 'max' | 'infinite'> | undefined
}

/** The measured columns of a table, in table order. A profile contains them too. */
export interface MeasuredTable {
  readonly rows: number
  readonly columns: readonly MeasuredColumn[]
}

const measures = ['count', 'min', 'max', 'infinite', 'first', 'last'] as const

/**
 * Counts nulls and infinite numbers, and finds the ranges of numbers and times, over all rows. DuckDB's statistics
 * already contain most of them, so this takes a fraction of the time of a profile.
 */
export async function measureColumns(tables: Tables, table: TableRef, signal?: AbortSignal): Promise<MeasuredTable> {
  const abortOptions = defined({ signal })
  const bounds = await readColumnBounds(tables, table, abortOptions)
  const aggregates = table.columns.flatMap((column, index) =>
    Object.entries<Sql | undefined>(compileMeasures(column, bounds[index]!)).map(
      ([measure, aggregate]) => sql`${aggregate!} AS ${quoteIdentifier(`${measure}${index}`)}`,
    ),
  )
  const [row = {}] = await readWideRows(tables, aggregates, quoteIdentifier(tableName(table.id)), abortOptions)
  return {
    rows: table.rows,
    columns: table.columns.map((column, index) => toMeasuredColumn(column, table.rows, bounds[index]!, row, index)),
  }
}

type Measures = Partial<Record<(typeof measures)[number], Sql>>

/** Compiles the measures that DuckDB's statistics do not provide. */
function compileMeasures(
  { name: column, type }: TableRef['columns'][number],
  { hasNoNulls, range }: ColumnBounds,
): Measures {
  const value = quoteIdentifier(column)
  const count: Measures = hasNoNulls ? {} : { count: sql`count(${value})` }
  if (isTemporal(type) && type !== 'TIME')
    return { ...count, first: sql`CAST(min(${value}) AS VARCHAR)`, last: sql`CAST(max(${value}) AS VARCHAR)` }
  if (getTypeFamily(type) !== 'number' || range) return count
  const filter = isFloat(type) ? sql` FILTER (isfinite(${value}))` : sql``
  return {
    ...count,
    min: sql`CAST(min(${value})${filter} AS DOUBLE)`,
    max: sql`CAST(max(${value})${filter} AS DOUBLE)`,
    ...(isFloat(type) ? { infinite: sql`count(*) FILTER (NOT isfinite(${value}))` } : {}),
  }
}

function toMeasuredColumn(
  { name, type }: TableRef['columns'][number],
  rowCount: number,
  { hasNoNulls, range }: ColumnBounds,
  row: Readonly<Record<string, Scalar>>,
  index: number,
): MeasuredColumn {
  const read = (measure: (typeof measures)[number]): Scalar => row[`${measure}${index}`] ?? null
  const readNumber = (measure: 'min' | 'max', known: number | undefined): number | undefined =>
    known ?? (read(measure) === null ? undefined : Number(read(measure)))
  const readText = (measure: 'first' | 'last'): string | undefined =>
    read(measure) === null ? undefined : String(read(measure))
  return defined({
    name,
    type,
    nulls: hasNoNulls ? 0 : rowCount - Number(read('count')),
    min: readText('first'),
    max: readText('last'),
    numbers:
      getTypeFamily(type) === 'number'
        ? {
            ...defined({ min: readNumber('min', range?.[0]), max: readNumber('max', range?.[1]) }),
            infinite: Number(read('infinite') ?? 0),
          }
        : undefined,
  })
}
