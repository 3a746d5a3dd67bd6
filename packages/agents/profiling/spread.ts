import type { HistogramBin, Quantile } from '@aw-flow/schema'

/** The shares whose values a profile tells. */
export const quantileShares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const

export const histogramBins = 20
const stepsInBin = 200

/** How values are put into fine steps: those of SQL and those counted here come to the same ones. */
export interface Steps {
  min: number
  max: number
  /** Steps a unit; 0 where all values are one. */
  scale: number
  /** Whole numbers of a small range, a step for each. */
  isWhole: boolean
}

/** `undefined` where there is nothing to spread: no value, or a range beyond what a DOUBLE holds. */
export function stepsOf(min: number | undefined, max: number | undefined, isWhole: boolean): Steps | undefined {
  if (min === undefined || max === undefined || !Number.isFinite(max - min)) return undefined
  const whole = isWhole && max - min < histogramBins
  const scale = whole ? 1 : max === min ? 0 : (histogramBins * stepsInBin) / (max - min)
  return Number.isFinite(scale) ? { min, max, scale, isWhole: whole } : undefined
}

export const stepOf = (value: number, { min, scale }: Steps): number => Math.floor((value - min) * scale)

/** The histogram of what was counted by step. */
export function histogramOf(steps: Steps, counted: Iterable<readonly [step: number, count: number]>): HistogramBin[] {
  const { min, max, scale, isWhole } = steps
  const bins = isWhole ? max - min + 1 : scale === 0 ? 1 : histogramBins
  const perBin = isWhole ? 1 : stepsInBin
  const counts = Array.from({ length: bins }, () => 0)
  for (const [step, count] of counted) {
    const bin = Math.max(0, Math.min(bins - 1, Math.floor(step / perBin)))
    counts[bin] = counts[bin]! + count
  }
  const edge = (bin: number): number =>
    isWhole ? min + bin : bin === bins ? max : Number((min + ((max - min) * bin) / bins).toPrecision(15))
  return counts.map((count, bin) => ({ from: edge(bin), to: edge(bin + 1), count }))
}

/** Which of so many values in their order is the quantile of a share, from 1: as DuckDB's `quantile_disc` takes it. */
export const placeOf = (share: number, rows: number): number => Math.max(1, rows - Math.floor(rows - share * rows))

/** The quantiles of values with their counts. */
export function quantilesOf(values: readonly { number: number; count: number }[]): Quantile[] {
  const sorted = values.toSorted((one, other) => one.number - other.number)
  const rows = sorted.reduce((sum, { count }) => sum + count, 0)
  if (rows === 0) return []
  return quantileShares.map((share) => {
    const place = placeOf(share, rows)
    let seen = 0
    const found = sorted.find(({ count }) => (seen += count) >= place)
    return { share, value: found!.number }
  })
}
