import { isNumber } from '../scoring/value-shape.ts'
import { findWeightedQuantile } from '../quantile.ts'
import { countCells, groupValues, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'
import { roundToDigits } from '../../round-to-digits.ts'

const minNumberShare = 0.9
const minMainShare = 0.6
const minCells = 5
const minDistinctNumbers = 5
/** Maximum share of rescaled numbers that are within the range of the other numbers. */
const maxOverlapShare = 0.02
/**
 * Maximum difference between a quartile of the typical numbers and the corresponding quartile of the rescaled numbers
 * after conversion, in powers of ten.
 */
const maxDistance = 0.1
const powers = [1, 2, 3, -1, -2, -3]

/**
 * Finds numbers on a different scale than the rest of the column: "74" instead of "7.4", "0.705" (kg) instead of "705"
 * (g), or "0.053" instead of "5.3" (%). Such numbers are fractions among whole numbers or vice versa, are outside the
 * typical range, and have quartiles that match the typical ones when multiplied by a power of ten.
 */
export function findRescaledNumbers(values: readonly DistinctValue[]): Inconsistency | undefined {
  const numbers = values.filter(({ text }) => isNumber(text) && Number(text) > 0)
  if (countCells(numbers) < minNumberShare * countCells(values)) return undefined
  const groups = groupValues(numbers, (text) => (text.includes('.') ? 'fraction' : 'whole'))
  const [mainGroup, otherGroup] = groups
  if (
    !mainGroup ||
    !otherGroup ||
    mainGroup.cellCount < minMainShare * countCells(numbers) ||
    otherGroup.cellCount < minCells
  )
    return undefined
  for (const power of powers) {
    const rescaledNumbers = otherGroup.values.filter(({ text }) => !isWithinRange(Number(text), mainGroup.values))
    if (
      countCells(rescaledNumbers) < minCells ||
      countCells(rescaledNumbers) < (1 - maxOverlapShare) * otherGroup.cellCount
    )
      continue
    if (rescaledNumbers.length < minDistinctNumbers || !hasEqualQuartiles(rescaledNumbers, mainGroup.values, power))
      continue
    const rewrites = new Map<string, Rewrite>(
      rescaledNumbers.map(({ text }) => [
        text,
        { replacement: String(roundToDigits(Number(text) / 10 ** power, 12)), logOdds: 3 },
      ]),
    )
    const [example] = rewrites
    return {
      kind: 'number-format',
      params: { example: example?.[0] ?? '', canonical: example?.[1].replacement ?? '' },
      rewrites,
    }
  }
  return undefined
}

function isWithinRange(number: number, values: readonly DistinctValue[]): boolean {
  const [low, high] = [findValueQuantile(values, 0.02), findValueQuantile(values, 0.98)]
  return number >= low && number <= high
}

const hasEqualQuartiles = (
  rescaledNumbers: readonly DistinctValue[],
  typicalNumbers: readonly DistinctValue[],
  power: number,
): boolean =>
  [0.25, 0.5, 0.75].every((fraction) => {
    const ratio = findValueQuantile(rescaledNumbers, fraction) / findValueQuantile(typicalNumbers, fraction)
    return Math.abs(Math.log10(ratio) - power) <= maxDistance
  })

const findValueQuantile = (values: readonly DistinctValue[], fraction: number): number =>
  findWeightedQuantile(
    values.map(({ text, cellCount }) => ({ number: Number(text), cellCount })),
    fraction,
  )
