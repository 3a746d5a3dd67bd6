import { codeOf, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { isNumber } from '../scoring/value-shape.ts'
import { numbersOf } from './number-models.ts'
import { computedSupport, exceptionsOf, type Predictor } from './predictor.ts'

/** A column that is the sum of two others (or their difference) in almost all rows. */
export interface Sum {
  total: number
  terms: readonly [number, number]
  /** Share of rows in which it is not. */
  differing: number
  /** Rate of legitimate exceptions. */
  exceptions: number
}

const minFitting = 0.9
const maxColumns = 16
const sampleRows = 2000
const minInformative = 10

/**
 * Finds sums among numeric columns. Rows in which two of the three numbers are 0 are no evidence for a sum.
 *
 * @param noise - Share of cells that are wrong by the evidence of their own columns.
 */
export function findSums({ rows, columns }: EncodedTable, noise: number): Sum[] {
  const numeric = columns.flatMap((column, at) => (isNumeric(column) ? [at] : [])).slice(0, maxColumns)
  const numbers = new Map(numeric.map((at) => [at, numbersOf(columns[at] as EncodedColumn)]))
  const step = Math.max(1, Math.floor(rows / sampleRows))
  const found: Sum[] = []
  for (const total of numeric) {
    for (const [index, left] of numeric.entries()) {
      for (const right of numeric.slice(index + 1)) {
        if (left === total || right === total) continue
        let seen = 0
        let fitting = 0
        let informative = 0
        let informativeFitting = 0
        for (let row = 0; row < rows; row += step) {
          const [whole, first, second] = [total, left, right].map(
            (at) => (numbers.get(at) as Float64Array)[(columns[at] as EncodedColumn).believed[row] as number] as number,
          ) as [number, number, number]
          if (Number.isNaN(whole + first + second)) continue
          seen++
          const isInformative = [whole, first, second].filter((number) => number !== 0).length >= 2
          if (isInformative) informative++
          if (!isSum(whole, first, second)) continue
          fitting++
          if (isInformative) informativeFitting++
        }
        if (
          seen >= 30 &&
          fitting >= minFitting * seen &&
          informativeFitting >= minInformative &&
          informativeFitting >= 0.7 * informative
        ) {
          const differing = 1 - fitting / seen
          found.push({ total, terms: [left, right], differing, exceptions: exceptionsOf(differing, noise, 3) })
        }
      }
    }
  }
  // With many zeros, a term looks like a total too: only the best sum of three columns is kept.
  const hasSameColumns = (a: Sum, b: Sum): boolean =>
    [a.total, ...a.terms].every((at) => [b.total, ...b.terms].includes(at))
  return found.filter(
    (sum) => !found.some((other) => other !== sum && hasSameColumns(sum, other) && other.differing < sum.differing),
  )
}

const isSum = (whole: number, first: number, second: number): boolean =>
  Math.abs(whole - first - second) <= 1e-9 * Math.max(1, Math.abs(whole), Math.abs(first))

function isNumeric({ values, counts }: EncodedColumn): boolean {
  let filled = 0
  let numbers = 0
  let distinct = 0
  values.forEach((text, code) => {
    const count = counts[code] as number
    if (code === 0 || count === 0) return
    filled += count
    if (isNumber(text)) {
      numbers += count
      distinct++
    }
  })
  return filled > 0 && numbers >= 0.9 * filled && distinct >= 5
}

/** Creates the predictors of sums: of the total by its terms, and of each term by the total and the other term. */
export function predictBySums({ columns }: EncodedTable, sums: readonly Sum[]): Predictor[] {
  const numbers = columns.map(numbersOf)
  const value = (at: number, row: number): number =>
    (numbers[at] as Float64Array)[(columns[at] as EncodedColumn).believed[row] as number] ?? NaN
  return sums.flatMap(({ total, terms: [left, right], differing, exceptions }) => {
    const predictor = (
      kind: 'whole' | 'part',
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
        loneExceptions: Math.max(exceptions, differing / 20),
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
          const counts = new Map([[code, computedSupport]])
          counts.set(own, (counts.get(own) ?? 0) + 1)
          return { counts, own, total: computedSupport }
        },
      }
    }
    return [
      predictor('whole', total, [left, right], (row) => value(left, row) + value(right, row)),
      predictor('part', left, [total, right], (row) => value(total, row) - value(right, row)),
      predictor('part', right, [total, left], (row) => value(total, row) - value(left, row)),
    ]
  })
}
