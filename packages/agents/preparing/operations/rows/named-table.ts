import type { NamedTable, Stage } from '../operation-definition.ts'
import { operationError } from '../operation-error.ts'

/**
 * Finds another table of the plan by name.
 *
 * @throws OperationError with the available names if it is not connected.
 */
export function namedTable({ tables }: Stage, wanted: string): NamedTable {
  const found = tables[wanted]
  if (found) return found
  const names = Object.keys(tables)
  throw names.length === 0
    ? operationError('prepare.table-not-given.none', { table: wanted })
    : operationError('prepare.table-not-given', { table: wanted, tables: names })
}
