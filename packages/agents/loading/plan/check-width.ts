import { TablesError } from '@aw-flow/engine'
import { mostColumns, tooManyColumns } from '@aw-flow/schema'

/**
 * Throws a `TablesError` where a file has more columns than a table can have: before any of them is looked at. `isLeast`:
 * it has so many at least.
 */
export function checkWidth(file: string, columns: number, isLeast = false): void {
  if (columns > mostColumns) throw new TablesError(tooManyColumns(file, columns, isLeast))
}
