import type { FindingKind, FindingRule } from '@aw-flow/schema/internal'
import { toConfidence } from './describe-finding.ts'

/**
 * Slope and intercept that calibrate log odds, keyed by a finding's kind, or by its rule if it has no kind. They were
 * fitted with `test/bench/check/fit-calibration.ts` to the dirty tables that the rules were tuned on and to copies with
 * added typos. Kinds that are not listed are not calibrated. The benchmark reports corrections relative to these
 * values. To apply a correction, multiply the slope here by the slope of the correction.
 */
const calibrations: Readonly<Partial<Record<FindingKind | FindingRule, readonly [slope: number, intercept: number]>>> =
  {
    'check-digit': [1.17, 0.66],
    'code-format': [1.15, 0.63],
    contradiction: [0.2, 2.19],
    'date-format': [1.12, 0.32],
    dependency: [0.49, -0.01],
    format: [0.45, -0.13],
    'impossible-value': [0.76, -0.1],
    'leading-zeros': [1.08, 0.3],
    'letter-case': [0.7, -0.31],
    missing: [0.85, 0.95],
    'null-word': [1.31, -1.45],
    'number-format': [1.28, 0.78],
    outlier: [0.45, -0.81],
    pattern: [0.36, 0.24],
    sequence: [0.88, 0.25],
    spelling: [0.82, 0.03],
    'swapped-values': [0.77, -0.74],
    'unit-spelling': [1.32, 0.89],
    'white-space': [0.86, -0.19],
  }

/** Log odds are clamped to this absolute value, because no evidence is more reliable. */
const maxLogOdds = 6

/** Converts a finding's log odds to the calibrated probability that the cell is wrong. */
export function calibrateConfidence(
  logOdds: number,
  { kind, rule }: { kind?: FindingKind | undefined; rule: FindingRule },
): number {
  const [slope, intercept] = calibrations[kind ?? rule] ?? [1, 0]
  return toConfidence(slope * Math.max(-maxLogOdds, Math.min(maxLogOdds, logOdds)) + intercept)
}
