import type { NamedTable, OperationInput } from '../operation-definition.ts'
import { createOperationError } from '../operation-error.ts'

/**
 * Finds the table, other than the prepared one, that a plan refers to by a name.
 *
 * @throws An `OperationError` that lists the available names if no table with this name is connected.
 */
export function findNamedTable({ tables }: OperationInput, requestedName: string): NamedTable {
  const table = tables[requestedName]
  if (table) return table
  const names = Object.keys(tables)
  throw names.length === 0
    ? createOperationError('prepare.table-not-connected.none', { table: requestedName })
    : createOperationError('prepare.table-not-connected', { table: requestedName, tables: names })
}
