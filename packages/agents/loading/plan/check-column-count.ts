import { TablesError } from '@aw-flow/engine'
import { maxColumns, createTooManyColumnsProblem } from '@aw-flow/schema/internal'

/**
 * Throws if a file has more columns than a table can have. Called before any column is analyzed.
 *
 * @param isMinimum Whether the file may have more columns than were counted.
 * @throws A `TablesError` if there are more than `maxColumns` columns.
 */
export function checkColumnCount(file: string, columnCount: number, isMinimum = false): void {
  if (columnCount > maxColumns) throw new TablesError(createTooManyColumnsProblem(file, columnCount, isMinimum))
}
