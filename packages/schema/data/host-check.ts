import type { Column } from './table.ts'
import type { Json } from '../document/workflow.ts'

/**
 * A table, as passed to a check that the host has registered. The check reads the rows as JSON.
 *
 * @public
 */
export interface CheckedTable {
  /** The columns with their DuckDB types. */
  columns: readonly Column[]
  /** The number of rows. */
  rows: number
  /** Reads at most `limit` rows (up to 10,000), starting at the row `offset` (from 0), as objects by column name. */
  read(offset: number, limit: number): Promise<Record<string, Json>[]>
}

/**
 * The result of a check: whether the table is valid; if not, the error and the indexes of the failing rows (from 0).
 *
 * @public
 */
export interface CheckVerdict {
  /** Whether the table passes the check. */
  valid: boolean
  /** The problem, as text for the user. */
  message?: string
  /** The failing rows, from 0. */
  rows?: readonly number[]
}
