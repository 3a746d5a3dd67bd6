import type { Evidence, LoadOverrides, LoadPreview } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import { renderCode } from '../../render-code.ts'
import { formatPercent } from '@aw-flow/messages'
import type { LoadPlanStrings } from './load-plan-strings.ts'

export interface LoadDecisionContext {
  /** The preview of the detected plan, with its evidence. */
  detectedPreview: LoadPreview
  /** The preview of the plan with the user's changes. */
  preview: LoadPreview
  overrides: LoadOverrides
  readonly: boolean
  /** True while the user is entering a custom delimiter. */
  isCustomDelimiter: boolean
  setIsCustomDelimiter: (isCustomDelimiter: boolean) => void
  strings: LoadPlanStrings
  onChange: (change: { [K in keyof LoadOverrides]?: LoadOverrides[K] | undefined }) => void
  /** Shows the evidence in a popover next to `anchor`. */
  explain: (evidence: Evidence, label: string, anchor: HTMLElement) => void
}

export interface DecisionOptions {
  /** Name of the decision in the evidence. */
  decision?: string
  /** Id of the control that the label belongs to. */
  id?: string
  /** The override keys that the decision changes. */
  keys?: readonly (keyof LoadOverrides)[]
  /** The detected value, for the restore button's label. */
  detectedText?: string
}

/**
 * Renders a decision as a labeled control. A detected decision has a button with its confidence, which shows the
 * evidence; a changed decision has a button that restores the detected value.
 */
export function renderDecision(
  context: LoadDecisionContext,
  label: string,
  control: unknown,
  options: DecisionOptions,
): TemplateResult {
  const { detectedPreview, overrides, strings, readonly } = context
  const evidence = detectedPreview.plan.evidence.find((entry) => entry.decision === options.decision)
  const isChanged = options.keys?.some((key) => overrides[key] !== undefined) ?? false
  const restoreDetected = (): void => {
    context.setIsCustomDelimiter(false)
    context.onChange(Object.fromEntries((options.keys ?? []).map((key) => [key, undefined])))
  }
  const restoreLabel = strings.restore(label, options.detectedText ?? '')
  return html`<div class="decision ${isChanged ? 'changed' : ''}">
    <div class="top">
      ${options.id === undefined ? html`<span class="label">${label}</span>` : html`<label for=${options.id}>${label}</label>`}
      ${
        isChanged && !readonly
          ? html`<button
              type="button"
              class="quiet restore"
              aria-label=${restoreLabel}
              title=${restoreLabel}
              @click=${restoreDetected}
            >
              ${icon('rotate-ccw')}<span>${strings.detected}</span>
            </button>`
          : evidence
            ? renderConfidenceButton(evidence, label, context)
            : nothing
      }
    </div>
    ${control}
  </div>`
}

function renderConfidenceButton(
  evidence: Evidence,
  label: string,
  { strings, explain }: LoadDecisionContext,
): TemplateResult {
  const { confidence } = evidence
  const level = confidence >= 0.9 ? 3 : confidence >= 0.6 ? 2 : 1
  return html`<button
    type="button"
    class="quiet confidence level-${level}"
    aria-haspopup="dialog"
    aria-label=${`${strings.reasonFor(label)}: ${strings.confidence(confidence)}`}
    title=${strings.confidence(confidence)}
    @click=${(event: Event) => explain(evidence, label, event.currentTarget as HTMLElement)}
  >
    <span class="bars" aria-hidden="true"><i></i><i></i><i></i></span>${formatPercent(confidence, strings.language, 1)}
  </button>`
}

/** Renders a drop-down list as a decision's control. */
export function renderSelect(
  id: string,
  value: string,
  options: readonly { value: string; label: string }[],
  readonly: boolean,
  onSelect: (value: string) => void,
): TemplateResult {
  return html`<select
    id=${id}
    ?disabled=${readonly}
    @change=${(event: Event) => onSelect((event.target as HTMLSelectElement).value)}
  >
    ${options.map((option) => html`<option value=${option.value} .selected=${live(option.value === value)}>${option.label}</option>`)}
  </select>`
}

/** Renders the reason for a decision, its confidence and its alternatives. */
export const renderEvidence = (evidence: Evidence, label: string, strings: LoadPlanStrings): TemplateResult =>
  html`<h3>${strings.reasonFor(label)}</h3>
    <p>${renderCode(strings.renderText(evidence.reason))}</p>
    <p class="muted small">${strings.confidence(evidence.confidence)}</p>
    ${
      evidence.runnersUp.length > 0
        ? html`<h4>${strings.alternatives}</h4>
            <ul>
              ${evidence.runnersUp
                .slice(0, 6)
                .map(
                  ({ value, score }) =>
                    html`<li>
                      <span>${strings.renderText(value)}</span
                      >${score > 0 ? html`<span class="muted small">${formatPercent(score, strings.language, 1)}</span>` : nothing}
                    </li>`,
                )}
            </ul>`
        : nothing
    }`
