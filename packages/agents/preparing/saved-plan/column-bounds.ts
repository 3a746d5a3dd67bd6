import { name, sql, tableName, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'

/** The database's statistics about a column. */
export interface ColumnBounds {
  /** Whether the column has no nulls. */
  isFull: boolean
  /** Range of a column of finite numbers; absent if unknown. */
  range?: readonly [min: number, max: number]
}

export const unknownBounds: ColumnBounds = { isFull: false }

/**
 * Reads DuckDB's statistics of a table, in the order of its columns, without reading rows. Tables are filled once and
 * never changed, so the statistics of numbers are exact.
 */
export async function columnBounds(
  tables: Tables,
  table: TableRef,
  settings: { signal?: AbortSignal },
): Promise<ColumnBounds[]> {
  const cells = table.columns.map(({ name: column }, index) => sql`stats(${name(column)}) AS ${name(`s${index}`)}`)
  const [row] = await tables.rows(sql`SELECT ${cells} FROM ${name(tableName(table.id))} LIMIT 1`, settings)
  return table.columns.map(({ type }, index) => boundsOf(String(row?.[`s${index}`] ?? ''), type))
}

/** Parses the text of `stats`: `[Min: 1, Max: 2][Has Null: false, Has No Null: true]`. */
function boundsOf(text: string, type: string): ColumnBounds {
  const isFull = /\[Has Null: false, Has No Null: true\]/.test(text)
  const [, min, max] = /^\[Min: (-?[\d.e+-]+), Max: (-?[\d.e+-]+)\]/i.exec(text) ?? []
  const range = [Number(min ?? NaN), Number(max ?? NaN)] as const
  const isKnown = /^(?:DOUBLE|(?:TINY|SMALL|BIG)?INT(?:EGER)?)$/.test(type) && range.every(Number.isFinite)
  return { isFull, ...(isKnown ? { range } : {}) }
}
