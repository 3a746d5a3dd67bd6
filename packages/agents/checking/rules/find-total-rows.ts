import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { readNumbersByRow } from '../read-numbers.ts'
import type { CellViolation } from './violation.ts'

const minRows = 5
const totalWordPattern = /^(?:grand |sub)?totals?:?$|^sum(?:me)?:?$|^gesamt(?:summe)?:?$|^insgesamt:?$|^zusammen:?$/i
/** Number of rows at the start and at the end of the table that may be totals. */
const edgeRowCount = 2

/**
 * Finds rows that contain the totals of all other rows. A total row contains the sum of at least one column and a word
 * such as "Total", or the sums of at least two columns. The violation is reported for the cell with the word, or
 * otherwise for the first sum.
 */
export function findTotalRows({ rows: rowCount, columns }: EncodedTable): CellViolation[] {
  if (rowCount < minRows) return []
  const numericColumns = columns.flatMap((column, columnIndex) => {
    const numbers = readNumbersByRow(column)
    const nonEmptyCount = numbers.reduce((sum, number) => sum + (Number.isNaN(number) ? 0 : 1), 0)
    return nonEmptyCount >= 0.5 * rowCount ? [{ columnIndex, numbers }] : []
  })
  const totals = numericColumns.map(({ numbers }) =>
    numbers.reduce((sum, number) => sum + (Number.isNaN(number) ? 0 : number), 0),
  )
  const violations: CellViolation[] = []
  const candidateRows = new Set([...Array(edgeRowCount).keys()].flatMap((row) => [row, rowCount - 1 - row]))
  for (const row of [...candidateRows].sort((a, b) => a - b)) {
    const wordColumnIndex = columns.findIndex(({ values, repairedCodes }) =>
      totalWordPattern.test((values[repairedCodes[row] as number] as string).trim()),
    )
    const sumColumns = numericColumns.filter(({ numbers }, index) => {
      const number = numbers[row] as number
      const otherSum = (totals[index] as number) - number
      return number !== 0 && Math.abs(number - otherSum) <= 1e-6 * Math.max(1, Math.abs(number))
    })
    if (sumColumns.length < (wordColumnIndex >= 0 ? 1 : 2)) continue
    const column = wordColumnIndex >= 0 ? wordColumnIndex : (sumColumns[0] as { columnIndex: number }).columnIndex
    const names = sumColumns.map(({ columnIndex }) => (columns[columnIndex] as EncodedColumn).name).join(', ')
    violations.push({ row, column, kind: 'total-row', rule: 'outlier', params: { columns: names }, logOdds: 3 })
  }
  return violations
}
