import { findQuantile } from '../quantile.ts'

/** The probability density of residuals (differences between numbers and their expected values). */
export interface ResidualDensity {
  /** Median of the absolute residuals. */
  median: number
  /** 95th percentile of the absolute residuals. */
  percentile95: number
  /** Returns the probability density of a residual, which may be negative. */
  getDensity(residual: number): number
}

/** Bounds of the tail exponent, derived from distributions of real measurements. */
const minTailExponent = 1
const maxTailExponent = 6

/**
 * Fits a probability density to residuals, some of which are errors. The density is piecewise uniform up to the 95th
 * percentile, which a few errors do not affect, and follows a power law beyond it. The exponent is based on B. M. Hill
 * ("A simple general approach to inference about the tail of a distribution", 1975), but is estimated from quantiles
 * because the largest residuals may be errors.
 *
 * @param resolution - The smallest step between the column's numbers.
 */
export function fitResidualDensity(residuals: Float64Array, resolution: number): ResidualDensity {
  const absoluteResiduals = residuals.map(Math.abs).sort()
  const getQuantile = (probability: number): number => findQuantile(absoluteResiduals, probability) ?? 0
  const median = Math.max(getQuantile(0.5), resolution / 2)
  const quartile = Math.max(getQuantile(0.75), 1.25 * median)
  const percentile95 = Math.max(getQuantile(0.95), 1.5 * quartile)
  const tailExponent = Math.min(
    maxTailExponent,
    Math.max(minTailExponent, Math.log(5) / Math.log(percentile95 / quartile)),
  )
  return {
    median,
    percentile95,
    getDensity(residual) {
      const size = Math.abs(residual)
      if (size <= median) return 0.5 / median / 2
      if (size <= quartile) return 0.25 / (quartile - median) / 2
      if (size <= percentile95) return 0.2 / (percentile95 - quartile) / 2
      return ((0.05 * tailExponent) / percentile95 / 2) * (size / percentile95) ** (-tailExponent - 1)
    },
  }
}
