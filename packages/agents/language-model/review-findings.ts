import type { CheckReport } from '@aw-flow/schema'
import type { AskModel } from './model-answer.ts'

/** @internal */
export interface ReviewFindingsOptions {
  ask: AskModel
  /** Maximum number of findings whose cells the model receives. */
  maxFindings: number
}

/**
 * Asks a model about the least certain findings of a check. A note of the report lists the findings that it doubts, and
 * the values that it proposes where no repair is known. Findings, confidences and repairs do not change.
 *
 * @internal
 */
export async function reviewFindings(report: CheckReport, options: ReviewFindingsOptions): Promise<CheckReport> {
  // Most checks do not ask a model.
  const { reviewUncertainFindings } = await import('./review-uncertain-findings.ts')
  return reviewUncertainFindings(report, options)
}
