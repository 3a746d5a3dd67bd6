import { tableFromIPC } from '@uwdata/flechette'
import type { Column } from '@aw-flow/schema'
import { formatCell, type ArrowType } from '../format-cell.ts'
import type { PageSource } from '../page-cache.ts'
import { getRangeSize, type CellRange } from './cell-range.ts'

/** Formats rows of cells as text. `undefined` is null. */
export type RangeFormatter = (columns: readonly Column[], rows: readonly (readonly (string | undefined)[])[]) => string

export const maxCopiedCells = 200_000
const pageRows = 5_000

/**
 * Reads the cells of a range and formats them as text, by default separated by tabs, which spreadsheets can paste.
 *
 * @param displayed.columns The columns in display order.
 * @param displayed.toSourceColumn Returns the index in the source of a displayed column.
 */
export async function copyCells(
  source: PageSource,
  range: CellRange,
  displayed: { readonly columns: readonly Column[]; toSourceColumn(displayColumn: number): number },
  format: RangeFormatter = (_, rows) => joinCells(rows, '\t'),
): Promise<string> {
  const { rows } = getRangeSize(range)
  const indexes = Array.from(
    { length: range.lastColumn - range.firstColumn + 1 },
    (_, index) => range.firstColumn + index,
  )
  const cells: (string | undefined)[][] = []
  for (let offset = 0; offset < rows; offset += pageRows) {
    const count = Math.min(pageRows, rows - offset)
    const page = tableFromIPC(await source.page(range.firstRow + offset, count), {
      useBigInt: true,
      useDecimalInt: true,
    })
    const columns = indexes.map((index) => page.getChildAt(displayed.toSourceColumn(index)))
    for (let row = 0; row < page.numRows; row++)
      cells.push(columns.map((column) => (column ? formatCell(column.at(row), column.type as ArrowType) : undefined)))
  }
  return format(
    indexes.map((index) => displayed.columns[index]!),
    cells,
  )
}

/** Joins rows of cells. Cells with a separator, a line break or a quote are quoted; nulls are empty. */
export const joinCells = (rows: readonly (readonly (string | undefined)[])[], separator: string): string =>
  rows.map((row) => row.map((text) => quote(text, separator)).join(separator)).join('\n')

const quote = (text: string | undefined, separator: string): string =>
  text === undefined || ![separator, '\n', '\r', '"'].some((part) => text.includes(part))
    ? (text ?? '')
    : `"${text.replaceAll('"', '""')}"`
