/** A merged range. Rows and columns are counted from 0, and both ends are included. */
export interface Merge {
  top: number
  left: number
  bottom: number
  right: number
}

interface RowSource {
  rowCount: number
  /** First column with a value, and the column after the last one. */
  left: number
  right: number
  getCells(row: number): string[]
}

/** Maximum number of group header rows. If more rows have merged columns, the merged cells are page layout. */
const maxGroupRows = 6
/** Maximum number of cells to fill. */
const maxFilledCells = 2_000_000
/** Maximum number of rows above the table. */
const maxRowsAbove = 100
/** Maximum number of merged ranges. A sheet with more of them is a form rather than a table. */
const maxMerges = 200_000

/** Result of filling merged cells: all cells of each changed row, and the header rows if merged cells reveal them. */
export interface FilledMergedCells {
  changedRows: Map<number, string[]>
  header: { row: number; rows: number } | undefined
}

/**
 * Copies the values of merged cells to the cells that they cover.
 *
 * - In the group rows of a header, a cell that spans several columns applies to each of them. Group rows start at the
 *   first row with at least two cells that together, including merged columns, cover at least half of the width. They
 *   end before the first row without a merged cell. A title that spans the full width is not changed.
 * - Below the header, text that spans several rows of one column is repeated in each row that contains other values.
 *   Numbers are not repeated, because a sum would count them more than once.
 */
export function fillMerges(
  merges: readonly Merge[],
  { rowCount: rows, left, right, getCells }: RowSource,
): FilledMergedCells {
  const changedRows = new Map<number, string[]>()
  if (merges.length === 0 || merges.length > maxMerges) return { changedRows, header: undefined }
  const cache = new Map<number, string[]>()
  const getRow = (row: number): string[] => {
    const cached = cache.get(row)
    if (cached) return cached
    const rowCells = row < rows ? getCells(row) : []
    cache.set(row, rowCells)
    return rowCells
  }
  const horizontalMerges = merges.filter((merge) => merge.right > merge.left)
  const start = findHeaderStart(horizontalMerges, { rowCount: rows, left, right, getCells: getRow })
  let end = start
  const isGroupRow = (row: number): boolean => horizontalMerges.some(({ top, bottom }) => top <= row && row <= bottom)
  while (end < rows && end - start <= maxGroupRows && isGroupRow(end)) end++
  if (end - start > maxGroupRows) end = start
  let filledCount = 0
  const setCell = (row: number, column: number, text: string): void => {
    const rowCells = changedRows.get(row) ?? [...getRow(row)]
    while (rowCells.length <= column) rowCells.push('')
    if (rowCells[column] === '') rowCells[column] = text
    filledCount++
    changedRows.set(row, rowCells)
  }
  for (const { top, left: first, bottom, right: last } of horizontalMerges) {
    const text = getRow(top)[first] ?? ''
    if (top < start || top >= end || text === '') continue
    // Do not fill cells to the right of the last used column.
    for (let column = first + 1; column <= Math.min(last, right - 1); column++) setCell(top, column, text)
    if (bottom > top && bottom >= end) end = bottom + 1
  }
  for (const { top, left: column, bottom, right: last } of merges) {
    const text = getRow(top)[column] ?? ''
    if (last > column || top < Math.max(end, start + 1) || text === '' || isNumber(text)) continue
    for (let row = top + 1; row <= Math.min(bottom, rows - 1) && filledCount < maxFilledCells; row++) {
      filledCount++
      if (getRow(row).some((cell) => cell !== '')) setCell(row, column, text)
    }
  }
  // If other header cells extend to the row below, that row is the last header row and contains the names within the
  // groups.
  const hasTallerCells = merges.some(({ top, bottom }) => start <= top && top < end && bottom === end)
  return {
    changedRows,
    header: end > start && end < rows && hasTallerCells ? { row: start, rows: end - start + 1 } : undefined,
  }
}

const isNumber = (text: string): boolean => /^[-+(]?[\d.,]+\)?(?:e[-+]?\d+)?\s*%?$/i.test(text)

function findHeaderStart(
  horizontalMerges: readonly Merge[],
  { rowCount: rows, left, right, getCells }: RowSource,
): number {
  for (let row = 0; row < Math.min(rows, maxRowsAbove); row++) {
    const filledCellCount = getCells(row).filter((cell) => cell !== '').length
    if (filledCellCount < 2) continue
    const mergedCellCount = horizontalMerges
      .filter(({ top }) => top === row)
      .reduce((sum, merge) => sum + Math.min(merge.right, right - 1) - merge.left, 0)
    if (filledCellCount + mergedCellCount >= (right - left) / 2) return row
  }
  return rows
}
