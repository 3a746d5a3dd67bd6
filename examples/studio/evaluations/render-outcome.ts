import { icon } from '@aw-flow/editor'
import { getProblemText, type Problem } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'
import { getRunPath } from '../shell/router.ts'
import type { EvaluationCase, EvaluationSummary } from './server-evaluations.ts'

const appearances = {
  pending: ['loader-circle', 'muted'],
  passed: ['circle-check', 'good'],
  failed: ['circle-x', 'bad'],
} as const

/** Renders whether a case passed, why it failed, and a link to its run. */
export function renderOutcome({
  passed,
  reason,
  problem,
  run_id: runId,
  duration_ms: ms,
}: EvaluationCase): TemplateResult {
  const { evaluations: strings, formats, editor } = getStrings()
  const state = passed === null ? 'pending' : passed ? 'passed' : 'failed'
  const [name, tone] = appearances[state]
  return html`<span class=${`state ${tone}`}>${icon(name)} ${strings.states[state]}</span>
    ${
      problem
        ? html`<p class="small">${editor.renderText(getProblemText(problem as unknown as Problem))}</p>`
        : reason === null
          ? nothing
          : html`<p class="small" lang="en">${reason}</p>`
    }
    <p class="small">
      <a href=${getRunPath(runId)}>${strings.openRun}</a>
      ${passed === null ? nothing : html`<span class="muted">· ${formats.duration(ms)}</span>`}
    </p>`
}

/** Maximum length of values that are shown in full. Longer ones are shown in a scrollable box. */
const maxUnscrolledCharacters = 200

/** Renders a string unchanged and any other value as JSON. */
export function renderValue(value: unknown): TemplateResult | typeof nothing {
  if (value === undefined) return nothing
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  // `tabindex` makes the box scrollable with the keyboard.
  return text.length > maxUnscrolledCharacters
    ? html`<pre class="long" tabindex="0">${text}</pre>`
    : html`<pre>${text}</pre>`
}

/** Renders the score, tokens and cost. Requests with unknown prices are counted separately. */
export function renderMetrics(summary: EvaluationSummary): TemplateResult {
  const { evaluations: strings, formats } = getStrings()
  const { passed, failed, total, score, tokens, cost, unpriced_calls: unpricedCalls } = summary
  return html`<dl class="figures">
    <div>
      <dt>${strings.score}</dt>
      <dd data-testid="evaluation-score">${passed + failed === 0 ? '–' : formats.percent(score)}</dd>
    </div>
    <div>
      <dt>${strings.passed}</dt>
      <dd>${formats.count(passed)} <span class="small muted">${strings.progress(passed + failed, total)}</span></dd>
    </div>
    <div>
      <dt>${strings.failed}</dt>
      <dd>${formats.count(failed)}</dd>
    </div>
    <div>
      <dt>${strings.tokens}</dt>
      <dd>${formats.count(tokens)}</dd>
    </div>
    <div>
      <dt>${strings.costTitle}</dt>
      <dd>
        ${cost === null ? '–' : formats.cost(cost)}
        ${unpricedCalls > 0 ? html`<span class="small muted">${strings.noPrice(unpricedCalls)}</span>` : nothing}
      </dd>
    </div>
  </dl>`
}
