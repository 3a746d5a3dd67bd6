import { z } from '../wire/zod.ts'

/**
 * A column's type is DuckDB's name for it ("BIGINT", "DECIMAL(18,3)", "TIMESTAMP", "VARCHAR", …), or `unknown` while
 * nothing has run yet.
 */
export const columnSchema = z.strictObject({
  name: z.string(),
  type: z.string(),
})
export type Column = z.infer<typeof columnSchema>

/**
 * A table on an edge: a reference to a relation that a tables port holds, never rows. `id` is its derivation (the hash
 * of node type version, settings and input tables' ids, down to datasets), so equal ids mean equal tables.
 */
export const tableRefSchema = z.strictObject({
  id: z.string(),
  columns: z.array(columnSchema),
  rows: z.number().int(),
})
export type TableRef = z.infer<typeof tableRefSchema>

/** What people call a column's type; the family decides icon, alignment and which operations fit. */
export type TypeFamily = 'number' | 'text' | 'boolean' | 'time' | 'nested' | 'unknown'

export function typeFamily(type: string): TypeFamily {
  if (/\[\]|STRUCT|MAP|UNION|LIST/.test(type)) return 'nested'
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|REAL|DECIMAL)\b/.test(type)) return 'number'
  if (/^(DATE|TIME|TIMESTAMP|INTERVAL)/.test(type)) return 'time'
  if (type === 'BOOLEAN') return 'boolean'
  if (type === 'unknown') return 'unknown'
  return 'text'
}
