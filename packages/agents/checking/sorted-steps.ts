import { codeOf, type EncodedColumn, type EncodedTable } from './encoded-table.ts'
import type { Predictor } from './predictor.ts'
import { isNumber } from './value-shape.ts'

/** A column that goes on by the same step from row to row, so that the rows around a row settle it. */
export interface Steps {
  to: number
  /** The share of rows that differ from what those around them settle. */
  differing: number
  /** The share of those that differ and are right: they stand between the rows around them, as where a step is left out. */
  exceptions: number
}

const least = 0.9
const leastSettled = 0.6
const leastExceptions = 0.0003

/** Columns of numbers or dates in even steps (numbered rows, days one after another), though they may begin anew. */
export function findSteps({ rows, columns }: EncodedTable): Steps[] {
  return columns.flatMap((column, to) => {
    const places = placesOf(column)
    let settled = 0
    let fitting = 0
    let moving = 0
    let between = 0
    for (let row = 1; row + 1 < rows; row++) {
      const middle = middleOf(column, places, row)
      if (middle === undefined) continue
      settled++
      const apart = (places.at[column.believed[row] as number] as number) - middle.place
      if (apart === 0) {
        fitting++
        if (middle.step !== 0) moving++
      } else if (Math.abs(apart) < Math.abs(middle.step)) between++
    }
    if (settled < 20 || moving < 0.5 * fitting || fitting < least * settled || settled < leastSettled * rows) return []
    return [{ to, differing: 1 - fitting / settled, exceptions: Math.max(leastExceptions, between / settled) }]
  })
}

interface Places {
  /** By code: where a value stands on its line; NaN for what is no number and no date. */
  at: Float64Array
  /** Writes a place as the column does; `like` is a value of it. */
  write(place: number, like: string): string
}

const date = /^(\d{4})([-/.])(\d{2})\2(\d{2})(.*)$/s
const dayMs = 86_400_000

function placesOf({ values }: EncodedColumn): Places {
  const at = Float64Array.from(values, (text) => {
    const found = date.exec(text)
    if (found) return Date.UTC(Number(found[1]), Number(found[3]) - 1, Number(found[4])) / dayMs
    return isNumber(text) ? Number(text) : NaN
  })
  return {
    at,
    write(place, like) {
      const found = date.exec(like)
      if (!found) return Number.isInteger(place) ? String(place).padStart(/^0\d/.test(like) ? like.length : 0, '0') : ''
      const day = new Date(place * dayMs)
      const two = (part: number): string => String(part).padStart(2, '0')
      return (
        [day.getUTCFullYear(), two(day.getUTCMonth() + 1), two(day.getUTCDate())].join(found[2] as string) +
        (found[5] as string)
      )
    },
  }
}

/** The place in the middle of the rows above and below, where they and those next to them are in even steps. */
function middleOf(
  { believed }: EncodedColumn,
  { at }: Places,
  row: number,
): { place: number; step: number } | undefined {
  const place = (of: number): number => at[believed[of] ?? 0] ?? NaN
  const step = (place(row + 1) - place(row - 1)) / 2
  if (!Number.isInteger(step)) return undefined
  const before = place(row - 1) - place(row - 2) === step
  const after = place(row + 2) - place(row + 1) === step
  return before || after ? { place: place(row - 1) + step, step } : undefined
}

/** Lets steps speak for what is believed now. */
export function predictBySteps({ columns }: EncodedTable, steps: readonly Steps[]): Predictor[] {
  return steps.map(({ to, differing, exceptions }) => {
    const column = columns[to] as EncodedColumn
    const places = placesOf(column)
    return {
      to,
      from: [],
      kind: 'steps',
      exceptions,
      lone: exceptions,
      disagreement: Math.min(0.1, differing),
      weight: 1,
      tally(row) {
        const middle = middleOf(column, places, row)
        if (!middle) return undefined
        const own = column.believed[row] as number
        const text =
          places.at[own] === middle.place
            ? column.values[own]
            : places.write(middle.place, column.values[column.believed[row - 1] as number] as string)
        if (!text) return undefined
        const code = codeOf(column, text)
        const counts = new Map([[code, 2]])
        counts.set(own, (counts.get(own) ?? 0) + 1)
        return { counts, own, total: 2 }
      },
    }
  })
}
