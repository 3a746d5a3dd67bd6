/** A cell that covers others: rows and columns from 0, both ends included. */
export interface Merge {
  top: number
  left: number
  bottom: number
  right: number
}

interface Rows {
  rows: number
  /** The first column with a value, and the one behind the last. */
  left: number
  right: number
  cells(row: number): string[]
}

/** Group lines are so many at most: where more rows have cells that span columns, the columns are drawn so. */
const mostGroupLines = 6
/** So many cells are filled. */
const mostFilled = 2_000_000
/** Above the table may stand so many rows. */
const mostAbove = 100
/** A sheet with more merged cells is a form and no table. */
const mostMerges = 200_000

/** The rows that merged cells change, with all their cells, and the rows of the header where merged cells show them. */
export interface FilledMerges {
  changed: Map<number, string[]>
  named: { row: number; rows: number } | undefined
}

/**
 * What merged cells mean for other cells than their first.
 *
 * - In a header's group lines a cell that spans several columns names each of them. Those lines begin at the first row
 *   whose cells, covered ones counted, take at least half of the width in two pieces or more, and end before the first
 *   row without a cell that spans columns. A title over the whole width stands alone and is left as it is.
 * - Below the header a text that spans several rows of one column is each row's, where these rows have values of their
 *   own. Numbers are not repeated: a sum over them would count them twice.
 */
export function fillMerges(merges: readonly Merge[], { rows, left, right, cells }: Rows): FilledMerges {
  const changed = new Map<number, string[]>()
  if (merges.length === 0 || merges.length > mostMerges) return { changed, named: undefined }
  const known = new Map<number, string[]>()
  const rowOf = (row: number): string[] => {
    const found = known.get(row)
    if (found) return found
    const made = row < rows ? cells(row) : []
    known.set(row, made)
    return made
  }
  const wide = merges.filter((merge) => merge.right > merge.left)
  const start = headerStart(wide, { rows, left, right, cells: rowOf })
  let end = start
  const isGroupLine = (row: number): boolean => wide.some(({ top, bottom }) => top <= row && row <= bottom)
  while (end < rows && end - start <= mostGroupLines && isGroupLine(end)) end++
  if (end - start > mostGroupLines) end = start
  let filled = 0
  const set = (row: number, column: number, text: string): void => {
    const line = changed.get(row) ?? [...rowOf(row)]
    while (line.length <= column) line.push('')
    if (line[column] === '') line[column] = text
    filled++
    changed.set(row, line)
  }
  for (const { top, left: first, bottom, right: last } of wide) {
    const text = rowOf(top)[first] ?? ''
    if (top < start || top >= end || text === '') continue
    // Only as far as something stands below: names of no column are none.
    for (let column = first + 1; column <= Math.min(last, right - 1); column++) set(top, column, text)
    if (bottom > top && bottom >= end) end = bottom + 1
  }
  for (const { top, left: column, bottom, right: last } of merges) {
    const text = rowOf(top)[column] ?? ''
    if (last > column || top < Math.max(end, start + 1) || text === '' || isNumber(text)) continue
    for (let row = top + 1; row <= Math.min(bottom, rows - 1) && filled < mostFilled; row++) {
      filled++
      if (rowOf(row).some((cell) => cell !== '')) set(row, column, text)
    }
  }
  // Beside the groups' names others reach down to the row of the names in the groups: that is the last of the header.
  const reaches = merges.some(({ top, bottom }) => start <= top && top < end && bottom === end)
  return { changed, named: end > start && end < rows && reaches ? { row: start, rows: end - start + 1 } : undefined }
}

const isNumber = (text: string): boolean => /^[-+(]?[\d.,]+\)?(?:e[-+]?\d+)?\s*%?$/i.test(text)

function headerStart(wide: readonly Merge[], { rows, left, right, cells }: Rows): number {
  for (let row = 0; row < Math.min(rows, mostAbove); row++) {
    const filled = cells(row).filter((cell) => cell !== '').length
    if (filled < 2) continue
    const covered = wide
      .filter(({ top }) => top === row)
      .reduce((sum, merge) => sum + Math.min(merge.right, right - 1) - merge.left, 0)
    if (filled + covered >= (right - left) / 2) return row
  }
  return rows
}
