import { codeOf, type EncodedColumn, type EncodedTable } from './encoded-table.ts'
import { exceptionsOf, type Predictor } from './predictor.ts'
import { isNumber } from './value-shape.ts'

/** One column is the sum of two others (or one the difference of two) in almost all rows. */
export interface Sum {
  total: number
  terms: readonly [number, number]
  /** The share of rows in which it is not. */
  differing: number
  /** The share of rows in which it is not, by right: more than errors explain. */
  exceptions: number
}

const least = 0.9
const mostColumns = 16
const sampleRows = 2000
const leastTelling = 10

/** Finds sums among columns of numbers. Rows in which only one of the three is not 0 tell nothing but that it is wrong. */
export function findSums({ rows, columns }: EncodedTable, noise: number): Sum[] {
  const numeric = columns.flatMap((column, at) => (isNumeric(column) ? [at] : [])).slice(0, mostColumns)
  const numbers = new Map(numeric.map((at) => [at, numbersOf(columns[at] as EncodedColumn)]))
  const step = Math.max(1, Math.floor(rows / sampleRows))
  const found: Sum[] = []
  for (const total of numeric) {
    for (const [index, one] of numeric.entries()) {
      for (const two of numeric.slice(index + 1)) {
        if (one === total || two === total) continue
        let seen = 0
        let fitting = 0
        let telling = 0
        let right = 0
        for (let row = 0; row < rows; row += step) {
          const [whole, first, second] = [total, one, two].map(
            (at) => (numbers.get(at) as Float64Array)[(columns[at] as EncodedColumn).believed[row] as number] as number,
          ) as [number, number, number]
          if (Number.isNaN(whole + first + second)) continue
          seen++
          const isTelling = [whole, first, second].filter((number) => number !== 0).length >= 2
          if (isTelling) telling++
          if (!isSum(whole, first, second)) continue
          fitting++
          if (isTelling) right++
        }
        if (seen >= 30 && fitting >= least * seen && right >= leastTelling && right >= 0.7 * telling) {
          const differing = 1 - fitting / seen
          found.push({ total, terms: [one, two], differing, exceptions: exceptionsOf(differing, noise, 3) })
        }
      }
    }
  }
  // With many zeros a term looks like a total too: of three columns one is.
  const sameThree = (one: Sum, two: Sum): boolean =>
    [one.total, ...one.terms].every((at) => [two.total, ...two.terms].includes(at))
  return found.filter(
    (sum) => !found.some((other) => other !== sum && sameThree(sum, other) && other.differing < sum.differing),
  )
}

const isSum = (whole: number, one: number, two: number): boolean =>
  Math.abs(whole - one - two) <= 1e-9 * Math.max(1, Math.abs(whole), Math.abs(one))

function isNumeric({ values, counts }: EncodedColumn): boolean {
  let filled = 0
  let numbers = 0
  let different = 0
  values.forEach((text, code) => {
    const count = counts[code] as number
    if (code === 0 || count === 0) return
    filled += count
    if (isNumber(text)) {
      numbers += count
      different++
    }
  })
  return filled > 0 && numbers >= 0.9 * filled && different >= 5
}

const numbersOf = ({ values }: EncodedColumn): Float64Array =>
  Float64Array.from(values, (text) => (isNumber(text) ? Number(text) : NaN))

/** Lets sums speak: for the total by its terms, and for each term by the total and the other one. */
export function predictBySums({ columns }: EncodedTable, sums: readonly Sum[]): Predictor[] {
  const numbers = columns.map(numbersOf)
  const value = (at: number, row: number): number =>
    (numbers[at] as Float64Array)[(columns[at] as EncodedColumn).believed[row] as number] ?? NaN
  return sums.flatMap(({ total, terms: [one, two], differing, exceptions }) => {
    const predictor = (
      kind: 'parts' | 'rest',
      to: number,
      from: readonly number[],
      result: (row: number) => number,
    ): Predictor => {
      const column = columns[to] as EncodedColumn
      return {
        to,
        from,
        kind,
        exceptions: Math.max(exceptions, differing / 20),
        lone: Math.max(exceptions, differing / 20),
        disagreement: Math.min(0.1, differing),
        weight: 1,
        tally(row) {
          const number = result(row)
          if (Number.isNaN(number)) return undefined
          const own = column.believed[row] as number
          const code =
            Math.abs(value(to, row) - number) <= 1e-9 * Math.max(1, Math.abs(number))
              ? own
              : codeOf(column, String(Number(number.toPrecision(12))))
          const counts = new Map([[code, asRows]])
          counts.set(own, (counts.get(own) ?? 0) + 1)
          return { counts, own, total: asRows }
        },
      }
    }
    return [
      predictor('parts', total, [one, two], (row) => value(one, row) + value(two, row)),
      predictor('rest', one, [total, two], (row) => value(total, row) - value(two, row)),
      predictor('rest', two, [total, one], (row) => value(total, row) - value(one, row)),
    ]
  })
}

/** As good as the word of so many rows. */
const asRows = 3
