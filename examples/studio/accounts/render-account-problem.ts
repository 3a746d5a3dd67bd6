import { icon } from '@aw-flow/editor'
import type { Problem } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { describeAccountProblem } from './describe-problem.ts'

/** Renders the alert for an account problem, if any. */
export const renderAccountProblem = (
  problem: Problem | undefined,
  describe = describeAccountProblem,
): TemplateResult | typeof nothing =>
  problem ? html`<p class="alert" role="alert">${icon('circle-x')}<span>${describe(problem)}</span></p>` : nothing
