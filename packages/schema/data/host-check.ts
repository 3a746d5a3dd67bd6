import type { Column } from './table.ts'
import type { Json } from '../document/workflow.ts'

/**
 * A table for checks of the host: its columns, and rows as JSON, at most `limit` (up to 10,000) from `offset`.
 *
 * @public
 */
export interface CheckedTable {
  columns: readonly Column[]
  rows: number
  read(offset: number, limit: number): Promise<Record<string, Json>[]>
}

/** The result of a check: whether the table is valid, otherwise what is wrong and in which rows (from 0). @public */
export interface CheckVerdict {
  valid: boolean
  message?: string
  rows?: readonly number[]
}
