import { z } from '../wire/zod.ts'

/**
 * A column with its DuckDB type ("BIGINT", "DECIMAL(18,3)", "TIMESTAMP", "VARCHAR", …), or `unknown` before a run.
 *
 * @internal
 */
export const columnSchema = z.strictObject({
  name: z.string(),
  type: z.string(),
})
/** @public */
export type Column = z.infer<typeof columnSchema>

/**
 * A reference to a table, never rows. `id` is its derivation key (a hash of node type version, settings and ids of
 * input tables, down to datasets), so equal ids mean equal tables.
 *
 * @internal
 */
export const tableRefSchema = z.strictObject({
  id: z.string(),
  columns: z.array(columnSchema),
  rows: z.number().int(),
})
/** @public */
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
