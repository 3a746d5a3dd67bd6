import { tableFromIPC } from '@uwdata/flechette'
import { formatCell, type ArrowType } from '../format-cell.ts'
import type { PageSource } from '../page-cache.ts'
import { getRangeSize, type CellRange } from './cell-range.ts'

export const maxCopiedCells = 200_000
const pageRows = 5_000

/**
 * Formats the cells of a range as tab-separated values, which spreadsheets can paste. Cells with a tab, a line break
 * or a quote are quoted; nulls are empty.
 *
 * @param toSourceColumn Returns the index in the source of a displayed column.
 */
export async function copyCells(
  source: PageSource,
  range: CellRange,
  toSourceColumn: (displayColumn: number) => number,
): Promise<string> {
  const { rows } = getRangeSize(range)
  const lines: string[] = []
  for (let offset = 0; offset < rows; offset += pageRows) {
    const count = Math.min(pageRows, rows - offset)
    const page = tableFromIPC(await source.page(range.firstRow + offset, count), {
      useBigInt: true,
      useDecimalInt: true,
    })
    const columns = Array.from({ length: range.lastColumn - range.firstColumn + 1 }, (_, index) =>
      page.getChildAt(toSourceColumn(range.firstColumn + index)),
    )
    for (let row = 0; row < page.numRows; row++)
      lines.push(
        columns.map((column) => quote(column && formatCell(column.at(row), column.type as ArrowType))).join('\t'),
      )
  }
  return lines.join('\n')
}

const quote = (text: string | null | undefined): string =>
  text === undefined || text === null ? '' : /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
