import type { Column } from './table.ts'
import type { Json } from '../document/workflow.ts'

/** A table as a host's own check sees it: its columns, and rows as JSON, `limit` of them (at most 10,000) from `offset` on. */
export interface CheckedTable {
  columns: readonly Column[]
  rows: number
  read(offset: number, limit: number): Promise<Record<string, Json>[]>
}

/** What a check says: whether the table is right, else what is wrong and in which rows (from 0). */
export interface CheckVerdict {
  valid: boolean
  message?: string
  rows?: readonly number[]
}
