import { readNumbersByRow } from '../dependencies/number-models.ts'
import { countDistinct, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { findQuantile } from '../quantile.ts'
import type { CellViolation } from './violation.ts'

const minRows = 40
const maxColumns = 24
const minNumericShare = 0.9
const maxSwappedShare = 0.1
/** Minimum number of swapped rows, because a single one can be a coincidence. */
const minSwappedRows = 2
/** A number is unusual if its distance from the median is at least this, in standard deviations. */
const minUnusualDistance = 3
/** A number is typical if its distance from the median is at most this, in standard deviations. */
const maxTypicalDistance = 2

/** A column of numbers. */
interface NumericColumn {
  readonly index: number
  /** The numbers, indexed by row. */
  readonly numbers: Float64Array
  /** Returns a number's distance from the median, in robustly estimated standard deviations. Returns NaN for NaN. */
  measureDistance(number: number): number
}

/**
 * Finds rows in which the numbers of two columns are swapped, such as an area and a number of rooms. Each number is
 * unusual in its own column but typical in the other one.
 */
export function findSwappedNumbers({ rows: rowCount, columns }: EncodedTable): CellViolation[] {
  if (rowCount < minRows) return []
  const numericColumns = columns
    .flatMap((column, index) => readNumericColumn(column, index, rowCount) ?? [])
    .slice(0, maxColumns)
  const violations = new Map<number, CellViolation>()
  for (const [position, first] of numericColumns.entries())
    for (const second of numericColumns.slice(position + 1)) {
      const swappedRows = findSwappedRows(first, second)
      if (swappedRows.length < minSwappedRows || swappedRows.length > maxSwappedShare * rowCount) continue
      const [leftColumn, rightColumn] = [columns[first.index], columns[second.index]] as [EncodedColumn, EncodedColumn]
      const params = { columns: `${leftColumn.name}, ${rightColumn.name}` }
      for (const row of swappedRows) {
        const sharedFields = { row, kind: 'swapped-values', rule: 'dependency', params, logOdds: 4 } as const
        const [leftKey, rightKey] = [row * columns.length + first.index, row * columns.length + second.index]
        if (violations.has(leftKey) || violations.has(rightKey)) continue
        violations.set(leftKey, {
          ...sharedFields,
          column: first.index,
          replacement: getRepairedText(rightColumn, row),
        })
        violations.set(rightKey, {
          ...sharedFields,
          column: second.index,
          replacement: getRepairedText(leftColumn, row),
        })
      }
    }
  return [...violations.values()]
}

const getRepairedText = ({ values, repairedCodes }: EncodedColumn, row: number): string =>
  values[repairedCodes[row] as number] as string

function readNumericColumn(column: EncodedColumn, index: number, rowCount: number): NumericColumn | undefined {
  if (countDistinct(column) < 3) return undefined
  const numbers = readNumbersByRow(column)
  const sortedNumbers = numbers.filter((number) => !Number.isNaN(number)).sort()
  const nonEmptyCount = rowCount - (column.counts[0] as number)
  if (sortedNumbers.length < minRows || sortedNumbers.length < minNumericShare * nonEmptyCount) return undefined
  const isPositive = (findQuantile(sortedNumbers, 0.02) ?? 0) > 0
  const scale = (number: number): number => (isPositive ? Math.log(Math.max(number, Number.MIN_VALUE)) : number)
  const [low, median, high] = [0.16, 0.5, 0.84].map((quantile) =>
    scale(findQuantile(sortedNumbers, quantile) as number),
  ) as [number, number, number]
  // In an almost constant column, every different number would be unusual.
  if (low === high) return undefined
  const [deviationBelow, deviationAbove] = [
    Math.max(median - low, (high - low) / 4),
    Math.max(high - median, (high - low) / 4),
  ]
  const measureDistance = (number: number): number => {
    const difference = scale(number) - median
    return difference < 0 ? -difference / deviationBelow : difference / deviationAbove
  }
  return { index, numbers, measureDistance }
}

function findSwappedRows(first: NumericColumn, second: NumericColumn): number[] {
  const swappedRows: number[] = []
  for (let row = 0; row < first.numbers.length; row++) {
    const [a, b] = [first.numbers[row] as number, second.numbers[row] as number]
    if (first.measureDistance(a) < minUnusualDistance || second.measureDistance(b) < minUnusualDistance) continue
    if (first.measureDistance(b) <= maxTypicalDistance && second.measureDistance(a) <= maxTypicalDistance)
      swappedRows.push(row)
  }
  return swappedRows
}
