import { NodeError } from '@aw-flow/engine'
import { error, type TableRef } from '@aw-flow/schema'
import { maxAnalyzedColumns } from '@aw-flow/schema/internal'

/** @throws NodeError if a table has too many columns for a step that analyzes each column in the context of all others. */
export function checkAnalyzedColumns({ columns: { length } }: TableRef): void {
  if (length > maxAnalyzedColumns)
    throw new NodeError('permanent', error('tables.too-wide', { columns: length, max: maxAnalyzedColumns }))
}
