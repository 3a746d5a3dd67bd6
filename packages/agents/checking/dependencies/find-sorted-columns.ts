import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { toNumericPosition } from './numeric-position.ts'

/** A sorted column. Each value must be between the values above and below it. */
export interface SortedColumn {
  column: number
  /** The sort order: 1 for ascending, -1 for descending. */
  direction: 1 | -1
}

const minSortedFraction = 0.97
const minDistinctFraction = 0.1
/**
 * Minimum fraction of sorted rows whose neighbors differ from each other, because constant values are trivially sorted.
 */
const minChangingFraction = 0.2

/**
 * Finds sorted columns of numbers and dates.
 *
 * @param noise - Estimated fraction of wrong cells, based only on each cell's own column.
 */
export function findSortedColumns({ rows, columns }: EncodedTable, noise: number): SortedColumn[] {
  return columns.flatMap((column, index) => {
    if (rows < 50 || column.values.length - 1 < minDistinctFraction * rows) return []
    const getPosition = createPositionReader(column)
    return ([1, -1] as const).flatMap((direction) => {
      let comparedCount = 0
      let sortedCount = 0
      let changingCount = 0
      let outOfRangeCount = 0
      for (let row = 1; row + 1 < rows; row++) {
        const [positionAbove, currentPosition, positionBelow] = [row - 1, row, row + 1].map(
          (index) => getPosition(index) * direction,
        ) as [number, number, number]
        if (Number.isNaN(positionAbove + currentPosition + positionBelow)) continue
        comparedCount++
        if (positionAbove > positionBelow) continue
        sortedCount++
        if (positionAbove < positionBelow) changingCount++
        if (currentPosition < positionAbove || currentPosition > positionBelow) outOfRangeCount++
      }
      const maxOutOfRangeRate = 0.004 + 1.5 * noise
      return comparedCount > rows / 2 &&
        sortedCount >= minSortedFraction * comparedCount &&
        changingCount >= minChangingFraction * sortedCount &&
        outOfRangeCount <= maxOutOfRangeRate * sortedCount
        ? [{ column: index, direction }]
        : []
    })
  })
}

/**
 * Creates a function that returns the numeric position of a row's repaired value, or NaN if the value is neither a
 * number nor a date.
 */
export function createPositionReader(column: EncodedColumn): (row: number) => number {
  const positions = column.values.map(toNumericPosition)
  return (row) => positions[column.repairedCodes[row] ?? 0] ?? Number.NaN
}

/**
 * Returns the bounds of a row's position, or `undefined` if the two rows above and the two rows below are not sorted
 * themselves.
 */
export function findBounds(
  getPosition: (row: number) => number,
  direction: 1 | -1,
  row: number,
): [min: number, max: number] | undefined {
  const [first, positionAbove, positionBelow, last] = [row - 2, row - 1, row + 1, row + 2].map(
    (neighbor) => getPosition(neighbor) * direction,
  ) as [number, number, number, number]
  if (!(first <= positionAbove && positionAbove <= positionBelow && positionBelow <= last)) return undefined
  return direction === 1 ? [positionAbove, positionBelow] : [-positionBelow, -positionAbove]
}
