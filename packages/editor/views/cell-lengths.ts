import { cellLengthsColumn } from '@aw-flow/schema'
import type { Table } from '@uwdata/flechette'

/** Returns whether a page contains only the start of very long cells. */
export const isTruncatedPage = (page: Table): boolean => page.schema.fields.at(-1)?.name === cellLengthsColumn

/** Returns the length of a cell in a page with truncated cells, in characters; `undefined` if it is not text. */
export function getCellLength(page: Table, row: number, column: number): number | undefined {
  const lengths = JSON.parse(String(page.getChildAt(page.numCols - 1).at(row))) as (number | null)[]
  return lengths[column] ?? undefined
}
