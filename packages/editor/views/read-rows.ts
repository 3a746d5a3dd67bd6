import { tableFromIPC } from '@uwdata/flechette'
import { isTruncatedPage } from './page-cache.ts'
import { formatCell, type ArrowType } from './format-cell.ts'

/** Reads up to `maxColumns` columns of a page. Returns rows of formatted cells, with `undefined` for null. */
export function readRows(page: Uint8Array, maxColumns: number): (string | undefined)[][] {
  const table = tableFromIPC(page, { useBigInt: true, useDecimalInt: true })
  const columnCount = isTruncatedPage(table) ? table.numCols - 1 : table.numCols
  const columns = Array.from({ length: Math.min(maxColumns, columnCount) }, (_, index) => table.getChildAt(index))
  return Array.from({ length: table.numRows }, (_, row) =>
    columns.map((column) => formatCell(column.at(row), column.type as ArrowType)),
  )
}
