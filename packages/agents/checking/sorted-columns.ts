import type { EncodedColumn, EncodedTable } from './encoded-table.ts'
import { placeOnLine } from './place-on-line.ts'

/** A column whose rows are sorted, so that a value must lie between those above and below. */
export interface Order {
  column: number
  /** 1: each at least the one above; -1: at most. */
  direction: 1 | -1
}

const leastSorted = 0.97
const leastDifferent = 0.1
/** Where nothing moves everything is sorted. */
const leastMoving = 0.2

/** Sorted columns of numbers and dates. `noise`: the share of cells that are wrong on their columns' own evidence. */
export function findOrders({ rows, columns }: EncodedTable, noise: number): Order[] {
  return columns.flatMap((column, at) => {
    if (rows < 50 || column.values.length - 1 < leastDifferent * rows) return []
    const place = placesOf(column)
    return ([1, -1] as const).flatMap((direction) => {
      let around = 0
      let sorted = 0
      let moving = 0
      let outside = 0
      for (let row = 1; row + 1 < rows; row++) {
        const [above, here, below] = [place(row - 1), place(row), place(row + 1)].map((one) => one * direction) as [
          number,
          number,
          number,
        ]
        if (Number.isNaN(above + here + below)) continue
        around++
        if (above > below) continue
        sorted++
        if (above < below) moving++
        if (here < above || here > below) outside++
      }
      const few = 0.004 + 1.5 * noise
      return around > rows / 2 &&
        sorted >= leastSorted * around &&
        moving >= leastMoving * sorted &&
        outside <= few * sorted
        ? [{ column: at, direction }]
        : []
    })
  })
}

/** Where the believed values of a column stand on their line; NaN for what is neither number nor date. */
export function placesOf(column: EncodedColumn): (row: number) => number {
  const places = column.values.map(placeOnLine)
  return (row) => places[column.believed[row] ?? 0] ?? Number.NaN
}

/** Between which places a row's value must lie: where the two rows above and the two below are sorted themselves. */
export function boundsAt(
  place: (row: number) => number,
  direction: 1 | -1,
  row: number,
): [least: number, most: number] | undefined {
  const [first, above, below, last] = [row - 2, row - 1, row + 1, row + 2].map((at) => place(at) * direction) as [
    number,
    number,
    number,
    number,
  ]
  if (!(first <= above && above <= below && below <= last)) return undefined
  return direction === 1 ? [above, below] : [-below, -above]
}
