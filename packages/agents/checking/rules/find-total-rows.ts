import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { readNumbersByRow } from '../dependencies/number-models.ts'
import type { CellViolation } from './violation.ts'

const minRows = 5
const totalWord = /^(?:grand |sub)?totals?:?$|^sum(?:me)?:?$|^gesamt(?:summe)?:?$|^insgesamt:?$|^zusammen:?$/i
/** Number of rows at the start and at the end of the table that may be totals. */
const edgeRows = 2

/**
 * Finds rows that contain the totals of all other rows. Such a row contains the sum of at least one column and a word
 * such as "Total", or the sums of at least two columns. The violation is reported for the cell with the word, or
 * otherwise for the first sum.
 */
export function findTotalRows({ rows, columns }: EncodedTable): CellViolation[] {
  if (rows < minRows) return []
  const numeric = columns.flatMap((column, columnIndex) => {
    const numbers = readNumbersByRow(column)
    const filled = numbers.reduce((sum, number) => sum + (Number.isNaN(number) ? 0 : 1), 0)
    return filled >= 0.5 * rows ? [{ columnIndex, numbers }] : []
  })
  const totals = numeric.map(({ numbers }) =>
    numbers.reduce((sum, number) => sum + (Number.isNaN(number) ? 0 : number), 0),
  )
  const violations: CellViolation[] = []
  const edges = new Set([...Array(edgeRows).keys()].flatMap((row) => [row, rows - 1 - row]))
  for (const row of [...edges].sort((a, b) => a - b)) {
    const wordColumn = columns.findIndex(({ values, repaired }) =>
      totalWord.test((values[repaired[row] as number] as string).trim()),
    )
    const sums = numeric.filter(({ numbers }, index) => {
      const number = numbers[row] as number
      const others = (totals[index] as number) - number
      return number !== 0 && Math.abs(number - others) <= 1e-6 * Math.max(1, Math.abs(number))
    })
    if (sums.length < (wordColumn >= 0 ? 1 : 2)) continue
    const column = wordColumn >= 0 ? wordColumn : (sums[0] as { columnIndex: number }).columnIndex
    const names = sums.map(({ columnIndex }) => (columns[columnIndex] as EncodedColumn).name).join(', ')
    violations.push({ row, column, kind: 'total-row', rule: 'outlier', params: { columns: names }, logOdds: 3 })
  }
  return violations
}
