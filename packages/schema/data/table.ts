import { z } from '../wire/zod.ts'

/** @internal */
export const columnSchema = z.strictObject({
  /** The name of the column. */
  name: z.string(),
  /** A DuckDB type, or `unknown` before a run. */
  type: z.string(),
})
/**
 * A column with its DuckDB type ("BIGINT", "DECIMAL(18,3)", "TIMESTAMP", "VARCHAR", …), or `unknown` before a run.
 *
 * @public
 */
export type Column = z.infer<typeof columnSchema>

/** @internal */
export const tableRefSchema = z.strictObject({
  /** The derivation key of the table. */
  id: z.string(),
  /** The columns, in order. */
  columns: z.array(columnSchema),
  /** The number of rows. */
  rows: z.number().int(),
})
/**
 * A reference to a table, never rows. `id` is its derivation key (a hash of node type version, settings and ids of
 * input tables, down to datasets), so equal ids mean equal tables.
 *
 * @public
 */
export type TableRef = z.infer<typeof tableRefSchema>

/** The family of a column type, which decides icon, alignment and available operations. @internal */
export type TypeFamily = 'number' | 'text' | 'boolean' | 'time' | 'nested' | 'unknown'

/** @internal */
export function typeFamily(type: string): TypeFamily {
  if (/\[\]|STRUCT|MAP|UNION|LIST/.test(type)) return 'nested'
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|REAL|DECIMAL)\b/.test(type)) return 'number'
  if (/^(DATE|TIME|TIMESTAMP|INTERVAL)/.test(type)) return 'time'
  if (type === 'BOOLEAN') return 'boolean'
  if (type === 'unknown') return 'unknown'
  return 'text'
}
