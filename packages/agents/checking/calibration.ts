import { isMessage } from '@aw-flow/messages'
import type { Finding, Sensitivity } from '@aw-flow/schema/internal'
import model from './calibration.json' with { type: 'json' }
import { toConfidence } from './describe-finding.ts'

/** The evidence for a finding. @internal */
export interface FindingEvidence {
  /** The log odds that the cell is wrong, as estimated by the mechanism that found it. */
  readonly logOdds: number
  /** The number of other rows that have the repair. Absent if the finding does not result from other rows. */
  readonly agreeingRows?: number
  /** Whether the value may follow a convention of the table. */
  readonly mayBeConvention?: boolean
}

/** Minimum confidence of the findings that a check reports, by sensitivity. */
export const minConfidence: Readonly<Record<Sensitivity, number>> = { careful: 0.9, balanced: 0.3, thorough: 0.05 }

/**
 * Log odds are clamped to this absolute value, because no evidence is more reliable.
 */
const maxLogOdds = 6
const classes: Readonly<Partial<Record<string, readonly number[]>>> = model.classes

/**
 * Returns the class of a finding: its kind or, if it has none, its reason. Findings of the same class are right equally
 * often.
 *
 * @internal
 */
export function getFindingClass({ kind, rule, reason }: Pick<Finding, 'kind' | 'rule' | 'reason'>): string {
  if (kind !== undefined) return kind
  if (!isMessage(reason)) return rule
  const [deviation] = Array.isArray(reason.params?.['deviations']) ? (reason.params['deviations'] as unknown[]) : []
  const { code } = isMessage(deviation) ? deviation : reason
  return code.replace('finding.', '')
}

/** Describes the evidence as the terms of the calibration's logistic model. @internal */
export const toModelTerms = ({ logOdds, agreeingRows, mayBeConvention }: FindingEvidence): number[] => [
  1,
  Math.max(-maxLogOdds, Math.min(maxLogOdds, logOdds)),
  agreeingRows === undefined ? 0 : Math.log(agreeingRows),
  mayBeConvention ? 1 : 0,
]

/**
 * Computes the probability that a finding is right, with a logistic model per class. `calibration.json` contains the
 * weights of `toModelTerms`. They were fitted with `test/bench/check/fit-calibration.ts` to findings in real tables that
 * were judged by reading.
 */
export function calibrateConfidence(
  finding: Pick<Finding, 'kind' | 'rule' | 'reason'>,
  evidence: FindingEvidence,
): number {
  const [intercept = 0, slope = 1] = classes[getFindingClass(finding)] ?? model.other
  const weights = [intercept, slope, model.agreeingRows, model.mayBeConvention]
  return toConfidence(toModelTerms(evidence).reduce((sum, term, index) => sum + term * (weights[index] as number), 0))
}
