import { name, sql, tableName, type Tables } from '@aw-flow/engine'
import type { TableRef } from '@aw-flow/schema'

/** What a database knows of a column without reading it. */
export interface ColumnBounds {
  /** No cell is empty. */
  isFull: boolean
  /** The least and the greatest of its numbers, all of which are finite; absent where that is not known for certain. */
  range?: readonly [least: number, most: number]
}

export const unknownBounds: ColumnBounds = { isFull: false }

/**
 * What DuckDB has noted of a made table's columns while it was filled, in their order: asking reads no row. Tables are
 * filled once and never changed, so that what it notes of numbers is exact; what it does not say is unknown.
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

/** As `stats` writes it: `[Min: 1, Max: 2][Has Null: false, Has No Null: true]`. */
function boundsOf(text: string, type: string): ColumnBounds {
  const isFull = /\[Has Null: false, Has No Null: true\]/.test(text)
  const [, least, most] = /^\[Min: (-?[\d.e+-]+), Max: (-?[\d.e+-]+)\]/i.exec(text) ?? []
  const range = [Number(least ?? NaN), Number(most ?? NaN)] as const
  const isKnown = /^(?:DOUBLE|(?:TINY|SMALL|BIG)?INT(?:EGER)?)$/.test(type) && range.every(Number.isFinite)
  return { isFull, ...(isKnown ? { range } : {}) }
}
