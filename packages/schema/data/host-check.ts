import type { Column } from './table.ts'
import type { Json } from '../document/workflow.ts'

/**
 * The table that is passed to a check registered by the host. The check reads its rows as JSON.
 *
 * @public
 */
export interface CheckedTable {
  /** The columns and their DuckDB types. */
  columns: readonly Column[]
  /** The number of rows. */
  rows: number
  /** Reads up to `limit` rows (at most 10,000) from row `offset` (from 0), as objects keyed by column name. */
  read(offset: number, limit: number): Promise<Record<string, Json>[]>
}

/**
 * The result of a check: whether the table is valid and, if not, the error and the failing rows.
 *
 * @public
 */
export interface CheckVerdict {
  /** Whether the table passes the check. */
  valid: boolean
  /** The error message for the user. */
  message?: string
  /** The indexes of the failing rows, from 0. */
  rows?: readonly number[]
}
