import type { GivenTable, Stage } from '../operation-definition.ts'
import { operationError } from '../operation-error.ts'

/** A table that the plan is given by name; an `OperationError` with the names of the others where it is not connected. */
export function givenTable({ tables }: Stage, wanted: string): GivenTable {
  const found = tables[wanted]
  if (found) return found
  const names = Object.keys(tables)
  throw names.length === 0
    ? operationError('prepare.table-not-given.none', { table: wanted })
    : operationError('prepare.table-not-given', { table: wanted, tables: names })
}
