import type { HistogramBin, Quantile } from '@aw-flow/schema/internal'
import { roundToDigits } from '../round-to-digits.ts'

/** Levels of the quantiles in a profile, from 0 to 1. */
export const quantileLevels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const

/** Number of bins in a histogram, unless it has one bin per integer. */
export const histogramBinCount = 20
const stepsPerBin = 200

/** A division of a range into fine steps. SQL and JavaScript compute identical steps. */
export interface Steps {
  min: number
  max: number
  /** Number of steps per unit. 0 if all values are equal. */
  scale: number
  /** Whether each step is a single integer, because the values are integers in a small range. */
  hasIntegerSteps: boolean
}

/**
 * Divides a range into steps. Returns `undefined` if there are no values, or if the range or scale overflows a DOUBLE.
 */
export function createSteps(min: number | undefined, max: number | undefined, isInteger: boolean): Steps | undefined {
  if (min === undefined || max === undefined || !Number.isFinite(histogramBinCount * (max - min))) return undefined
  const hasIntegerSteps = isInteger && max - min < histogramBinCount
  const scale = hasIntegerSteps ? 1 : max === min ? 0 : (histogramBinCount * stepsPerBin) / (max - min)
  return Number.isFinite(scale) ? { min, max, scale, hasIntegerSteps } : undefined
}

/** Returns the index of the step that contains a value. */
export const toStep = (value: number, { min, scale }: Steps): number => Math.floor((value - min) * scale)

/** Creates a histogram from the number of values in each step. */
export function toHistogram(
  steps: Steps,
  countsByStep: Iterable<readonly [step: number, count: number]>,
): HistogramBin[] {
  const { min, max, scale, hasIntegerSteps } = steps
  const binCount = hasIntegerSteps ? max - min + 1 : scale === 0 ? 1 : histogramBinCount
  const binSteps = hasIntegerSteps ? 1 : stepsPerBin
  const counts = Array.from({ length: binCount }, () => 0)
  for (const [step, count] of countsByStep) {
    const bin = Math.max(0, Math.min(binCount - 1, Math.floor(step / binSteps)))
    counts[bin] = counts[bin]! + count
  }
  const getEdge = (bin: number): number =>
    hasIntegerSteps ? min + bin : bin === binCount ? max : roundToDigits(min + ((max - min) * bin) / binCount, 15)
  return counts.map((count, bin) => ({ from: getEdge(bin), to: getEdge(bin + 1), count }))
}

/** Returns the rank (starting at 1) of a quantile among sorted values, as in DuckDB's `quantile_disc`. */
export const toRank = (level: number, rowCount: number): number =>
  Math.max(1, rowCount - Math.floor(rowCount - level * rowCount))

/** Computes the quantiles of counted values. */
export function computeQuantiles(values: readonly { number: number; count: number }[]): Quantile[] {
  const sortedValues = values.toSorted((a, b) => a.number - b.number)
  const rowCount = sortedValues.reduce((sum, { count }) => sum + count, 0)
  if (rowCount === 0) return []
  return quantileLevels.map((share) => {
    const rank = toRank(share, rowCount)
    let cumulativeCount = 0
    const entry = sortedValues.find(({ count }) => (cumulativeCount += count) >= rank)
    return { share, value: entry!.number }
  })
}
