import { tableFromIPC } from '@uwdata/flechette'
import { formatCell, type ArrowType } from '../format-cell.ts'
import type { PageSource } from '../page-cache.ts'
import { rangeSize, type CellRange } from './cell-range.ts'

export const maxCopied = 200_000
const pageRows = 5_000

/**
 * The cells of a range as lines of tab-separated values, as spreadsheets paste them. Cells with a tab, a line break or
 * a quote are quoted; nulls are empty.
 *
 * @param columnAt Returns the source's column at a displayed index.
 */
export async function copyCells(
  source: PageSource,
  range: CellRange,
  columnAt: (shown: number) => number,
): Promise<string> {
  const { rows } = rangeSize(range)
  const lines: string[] = []
  for (let offset = 0; offset < rows; offset += pageRows) {
    const count = Math.min(pageRows, rows - offset)
    const page = tableFromIPC(await source.page(range.firstRow + offset, count), {
      useBigInt: true,
      useDecimalInt: true,
    })
    const columns = Array.from({ length: range.lastColumn - range.firstColumn + 1 }, (_, index) =>
      page.getChildAt(columnAt(range.firstColumn + index)),
    )
    for (let row = 0; row < page.numRows; row++)
      lines.push(
        columns.map((column) => quoted(column && formatCell(column.at(row), column.type as ArrowType))).join('\t'),
      )
  }
  return lines.join('\n')
}

const quoted = (text: string | null | undefined): string =>
  text === undefined || text === null ? '' : /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
