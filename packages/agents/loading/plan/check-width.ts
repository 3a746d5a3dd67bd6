import { TablesError } from '@aw-flow/engine'
import { maxColumns, createTooManyColumnsProblem } from '@aw-flow/schema'

/**
 * Rejects a file with more columns than a table can have, before any column is analyzed.
 *
 * @param isMinimum Whether the file may have more columns than counted.
 * @throws A `TablesError`.
 */
export function checkWidth(file: string, columns: number, isMinimum = false): void {
  if (columns > maxColumns) throw new TablesError(createTooManyColumnsProblem(file, columns, isMinimum))
}
