import { cellLengthsColumn } from '@aw-flow/schema'
import type { Table } from '@uwdata/flechette'

/** Returns whether very long cells in a page are truncated. */
export const isTruncatedPage = (page: Table): boolean => page.schema.fields.at(-1)?.name === cellLengthsColumn

/** Returns the original length in characters of a cell in a truncated page, or `undefined` if the cell is not text. */
export function getCellLength(page: Table, row: number, column: number): number | undefined {
  const lengths = JSON.parse(String(page.getChildAt(page.numCols - 1).at(row))) as (number | null)[]
  return lengths[column] ?? undefined
}
