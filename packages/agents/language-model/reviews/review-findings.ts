import type { CheckReport } from '@aw-flow/schema/internal'
import type { AskModel } from '../model-answer.ts'

/** @internal */
export interface ReviewFindingsOptions {
  ask: AskModel
  /** The maximum number of findings that are sent to the model. */
  maxFindings: number
}

/**
 * Asks a model to review a check's least certain findings. A note in the report lists the findings that the model
 * doubts, and the values that it proposes for cells without a known repair. The findings, their confidences and their
 * repairs do not change.
 *
 * @internal
 */
export async function reviewFindings(report: CheckReport, options: ReviewFindingsOptions): Promise<CheckReport> {
  // The module is loaded on demand, because most checks do not use a model.
  const { reviewUncertainFindings } = await import('./review-uncertain-findings.ts')
  return reviewUncertainFindings(report, options)
}
