import { quoteIdentifier, sql, tableName, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'
import { readWideRows } from '../../read-wide-rows.ts'

/** The database's statistics about a column. */
export interface ColumnBounds {
  /** Whether the column has no nulls. */
  hasNoNulls: boolean
  /** Range of the values, if all of them are finite numbers. Absent if unknown. */
  range?: readonly [min: number, max: number]
  /** The estimated number of distinct values. Absent if unknown. */
  distinct?: number
}

/**
 * Reads DuckDB's statistics about the columns of a table, in column order, without scanning rows. Tables are filled
 * once and never changed, so the statistics of numbers are exact.
 */
export async function readColumnBounds(
  tables: Tables,
  table: TableRef,
  abortOptions: { signal?: AbortSignal },
): Promise<ColumnBounds[]> {
  const cells = table.columns.map(
    ({ name: column }, index) => sql`stats(${quoteIdentifier(column)}) AS ${quoteIdentifier(`s${index}`)}`,
  )
  const [row = {}] = await readWideRows(
    tables,
    cells,
    sql`${quoteIdentifier(tableName(table.id))} LIMIT 1`,
    abortOptions,
  )
  return table.columns.map(({ type }, index) => parseBounds(String(row[`s${index}`] ?? ''), type))
}

/** Parses the result of `stats`, such as `[Min: 1, Max: 2][Has Null: false, Has No Null: true]`. */
function parseBounds(text: string, type: string): ColumnBounds {
  const hasNoNulls = /\[Has Null: false, Has No Null: true\]/.test(text)
  const [, min, max] = /^\[Min: (-?[\d.e+-]+), Max: (-?[\d.e+-]+)\]/i.exec(text) ?? []
  const range = [Number(min ?? NaN), Number(max ?? NaN)] as const
  const [, distinct] = /\[Approx Unique: (\d+)\]/.exec(text) ?? []
  const isKnown = /^(?:DOUBLE|(?:TINY|SMALL|BIG)?INT(?:EGER)?)$/.test(type) && range.every(Number.isFinite)
  return {
    hasNoNulls,
    ...(isKnown ? { range } : {}),
    ...(distinct === undefined ? {} : { distinct: Number(distinct) }),
  }
}
