import { z } from '../wire/zod.ts'

/** @internal */
export const columnSchema = z.strictObject({
  /** The name of the column. */
  name: z.string(),
  /** A DuckDB type, or `unknown` before a run. */
  type: z.string(),
})
/**
 * A column and its DuckDB type ("BIGINT", "DECIMAL(18,3)", "TIMESTAMP", "VARCHAR", …), which is `unknown` before a run.
 *
 * @public
 */
export type Column = z.infer<typeof columnSchema>

/** @internal */
export const tableRefSchema = z.strictObject({
  /** The table's derivation key. */
  id: z.string(),
  /** The columns, in order. */
  columns: z.array(columnSchema),
  /** The number of rows. */
  rows: z.number().int(),
})
/**
 * A reference to a table, without any rows. `id` is its derivation key: a hash of the node type version, the settings
 * and the ids of the input tables, down to the datasets. Tables with equal ids are equal.
 *
 * @public
 */
export type TableRef = z.infer<typeof tableRefSchema>

/** The family of a column type. It determines the icon, the alignment and the available operations. @internal */
export type TypeFamily = 'number' | 'text' | 'boolean' | 'time' | 'nested' | 'unknown'

/** @internal */
export function getTypeFamily(type: string): TypeFamily {
  if (/\[\]|STRUCT|MAP|UNION|LIST/.test(type)) return 'nested'
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|REAL|DECIMAL)\b/.test(type)) return 'number'
  if (/^(DATE|TIME|TIMESTAMP|INTERVAL)/.test(type)) return 'time'
  if (type === 'BOOLEAN') return 'boolean'
  if (type === 'unknown') return 'unknown'
  return 'text'
}
