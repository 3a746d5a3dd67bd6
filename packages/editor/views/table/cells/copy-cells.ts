import { tableFromIPC } from '@uwdata/flechette'
import type { Column } from '@aw-flow/schema'
import { leadingFormula } from '@aw-flow/schema/internal'
import { isTruncatedPage, type PageSource } from '../../page-cache.ts'
import { formatCell, type ArrowType } from '../../format-cell.ts'
import { getRangeSize, type CellRange } from './cell-range.ts'

/** Formats rows of cells as text. `undefined` represents null. */
export type RangeFormatter = (columns: readonly Column[], rows: readonly (readonly (string | undefined)[])[]) => string

export const maxCopiedCells = 200_000
/**
 * Maximum number of characters to copy. Cells can contain megabytes, and copying keeps several copies of the text in
 * memory.
 */
const maxCopiedCharacters = 50_000_000
const maxPageSize = 5_000
const firstPageSize = 20
/** Target size of a page, in bytes. */
const targetPageBytes = 8_000_000

/**
 * Reads a range of cells and formats it as text, by default separated by tabs so that it can be pasted into
 * spreadsheets.
 *
 * @returns The text, or the number of cells that can be copied if the range has more than `maxCharacters` or a row too
 * long to be read completely.
 * @param displayed.columns - The columns in display order.
 * @param displayed.toSourceColumn - Converts the index of a displayed column to its index in the source.
 */
export async function copyCells(
  source: PageSource,
  range: CellRange,
  displayed: { readonly columns: readonly Column[]; toSourceColumn(displayColumn: number): number },
  format: RangeFormatter = (_, rows) => joinCells(rows, '\t'),
  maxCharacters = maxCopiedCharacters,
): Promise<{ text: string } | { maxCells: number }> {
  const { rows } = getRangeSize(range)
  const indexes = Array.from(
    { length: range.lastColumn - range.firstColumn + 1 },
    (_, index) => range.firstColumn + index,
  )
  const cells: (string | undefined)[][] = []
  let characterCount = 0
  let pageSize = firstPageSize
  for (let offset = 0; offset < rows;) {
    const count = Math.min(pageSize, rows - offset)
    const bytes = await source.page(range.firstRow + offset, count)
    const page = tableFromIPC(bytes, { useBigInt: true, useDecimalInt: true })
    if (isTruncatedPage(page)) {
      if (count === 1) return { maxCells: cells.length * indexes.length }
      pageSize = Math.max(1, Math.floor(count / 4))
      continue
    }
    const columns = indexes.map((index) => page.getChildAt(displayed.toSourceColumn(index)))
    for (let row = 0; row < page.numRows; row++) {
      const values = columns.map((column) =>
        column ? formatCell(column.at(row), column.type as ArrowType) : undefined,
      )
      characterCount += values.reduce((sum, text) => sum + (text?.length ?? 0), 0)
      if (characterCount > maxCharacters) return { maxCells: cells.length * indexes.length }
      cells.push(values)
    }
    offset += count
    pageSize = Math.max(1, Math.min(maxPageSize, Math.floor((targetPageBytes * count) / bytes.byteLength)))
  }
  const text = format(
    indexes.map((index) => displayed.columns[index]!),
    cells,
  )
  return { text }
}

/** Matches signed numbers, dates and telephone numbers, which spreadsheets compute at most. */
const signedNumber = /^[+\-＋－][\d\s.,:/()+-]*$/

/**
 * Joins cells and rows into text. A cell with a separator, line break or quote is quoted; null becomes an empty string.
 * An apostrophe precedes text that a spreadsheet would run as a formula when it is pasted.
 */
export const joinCells = (rows: readonly (readonly (string | undefined)[])[], separator: string): string =>
  rows.map((row) => row.map((text) => quote(toPlainCell(text), separator)).join(separator)).join('\n')

const toPlainCell = (text: string | undefined): string | undefined =>
  text !== undefined && leadingFormula.test(text) && !signedNumber.test(text) ? `'${text}` : text

const quote = (text: string | undefined, separator: string): string =>
  text === undefined || ![separator, '\n', '\r', '"'].some((sequence) => text.includes(sequence))
    ? (text ?? '')
    : `"${text.replaceAll('"', '""')}"`
