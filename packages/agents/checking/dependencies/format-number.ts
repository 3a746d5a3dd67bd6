import type { EncodedColumn } from '../encoded-table.ts'
import { isNumber } from '../scoring/value-shape.ts'
import { roundToDigits } from '../../round-to-digits.ts'

/** A number of decimal places is common in a column if at least this fraction of the column's numbers has it. */
const minFraction = 0.02

/** The largest number of decimal places that `toFixed` supports. */
export const maxDecimals = 100

/** Lists the numbers of decimal places that are common in a column. */
function listDecimals({ values, counts }: EncodedColumn): number[] {
  const cellCountByDecimals = new Map<number, number>()
  let total = 0
  values.forEach((text, code) => {
    const count = counts[code] as number
    if (count === 0 || !isNumber(text)) return
    const decimals = Math.min(maxDecimals, /\.(\d*)$/.exec(text)?.[1]?.length ?? 0)
    cellCountByDecimals.set(decimals, (cellCountByDecimals.get(decimals) ?? 0) + count)
    total += count
  })
  return [...cellCountByDecimals].filter(([, count]) => count >= minFraction * total).map(([decimals]) => decimals)
}

/** Returns the largest number of decimal places that is common in a column. */
export const findMaxDecimals = (column: EncodedColumn): number => Math.max(0, ...listDecimals(column))

/**
 * Returns a function that formats numbers in the style of a column. If all numbers of the column have the same number
 * of decimal places, it is used; otherwise, trailing zeros are omitted.
 */
export function createNumberFormatter(column: EncodedColumn, isExact: boolean): (number: number) => string {
  const decimals = listDecimals(column)
  const max = Math.max(0, ...decimals)
  if (decimals.length === 1 && max > 0) return (number) => number.toFixed(max)
  return (number) => String(isExact ? roundToDigits(number, 12) : Number(number.toFixed(max)))
}
