import type { Evidence, LoadOverrides, LoadPreview } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../../icons/icon.ts'
import { withCode } from '../../with-code.ts'
import { formatPercent } from '@aw-flow/messages'
import type { LoadPlanStrings } from './load-plan-strings.ts'

export interface LoadDecisions {
  /** The plan as detected, with its evidence. */
  found: LoadPreview
  /** The plan with the user's changes. */
  shown: LoadPreview
  overrides: LoadOverrides
  readonly: boolean
  /** True while the user enters a delimiter that is not in the list. */
  writing: boolean
  write: (writing: boolean) => void
  strings: LoadPlanStrings
  settle: (change: { [K in keyof LoadOverrides]?: LoadOverrides[K] | undefined }) => void
  /** Shows the evidence beside its button. */
  explain: (evidence: Evidence, label: string, anchor: HTMLElement) => void
}

export interface DecisionPlace {
  /** The decision's name in the evidence. */
  decision?: string
  /** The id of the labeled control. */
  id?: string
  /** The changed keys, and the detected value as text, if it was changed. */
  keys?: readonly (keyof LoadOverrides)[]
  as?: string
}

/**
 * A decision as a labeled control with its confidence; if it was changed, with a button that restores the detected
 * value.
 */
export function decision(of: LoadDecisions, label: string, control: unknown, how: DecisionPlace): TemplateResult {
  const { found, overrides, strings, readonly } = of
  const evidence = found.plan.evidence.find((one) => one.decision === how.decision)
  const isChanged = how.keys?.some((key) => overrides[key] !== undefined) ?? false
  const forget = (): void => {
    of.write(false)
    of.settle(Object.fromEntries((how.keys ?? []).map((key) => [key, undefined])))
  }
  const restore = strings.restore(label, how.as ?? '')
  return html`<div class="decision ${isChanged ? 'changed' : ''}">
    <div class="top">
      ${how.id === undefined ? html`<span class="label">${label}</span>` : html`<label for=${how.id}>${label}</label>`}
      ${
        isChanged && !readonly
          ? html`<button type="button" class="quiet found" aria-label=${restore} title=${restore} @click=${forget}>
              ${icon('rotate-ccw')}<span>${strings.asFound}</span>
            </button>`
          : evidence
            ? sureness(evidence, label, of)
            : nothing
      }
    </div>
    ${control}
  </div>`
}

function sureness(evidence: Evidence, label: string, { strings, explain }: LoadDecisions): TemplateResult {
  const { confidence } = evidence
  const level = confidence >= 0.9 ? 3 : confidence >= 0.6 ? 2 : 1
  return html`<button
    type="button"
    class="quiet sure level-${level}"
    aria-haspopup="dialog"
    aria-label=${`${strings.why(label)}: ${strings.sure(confidence)}`}
    title=${strings.sure(confidence)}
    @click=${(event: Event) => explain(evidence, label, event.currentTarget as HTMLElement)}
  >
    <span class="bars" aria-hidden="true"><i></i><i></i><i></i></span>${formatPercent(confidence, strings.language)}
  </button>`
}

/** A select as a decision's control. */
export function select(
  id: string,
  value: string,
  options: readonly { value: string; word: string }[],
  readonly: boolean,
  change: (value: string) => void,
): TemplateResult {
  return html`<select
    id=${id}
    ?disabled=${readonly}
    @change=${(event: Event) => change((event.target as HTMLSelectElement).value)}
  >
    ${options.map((one) => html`<option value=${one.value} .selected=${live(one.value === value)}>${one.word}</option>`)}
  </select>`
}

/** The reason of a decision and its alternatives. */
export const evidenceView = (evidence: Evidence, label: string, strings: LoadPlanStrings): TemplateResult =>
  html`<h3>${strings.why(label)}</h3>
    <p>${withCode(strings.renderText(evidence.reason))}</p>
    <p class="muted small">${strings.sure(evidence.confidence)}</p>
    ${
      evidence.runnersUp.length > 0
        ? html`<h4>${strings.runnersUp}</h4>
            <ul>
              ${evidence.runnersUp
                .slice(0, 6)
                .map(
                  ({ value, score }) =>
                    html`<li>
                      <span>${strings.renderText(value)}</span
                      >${score > 0 ? html`<span class="muted small">${formatPercent(score, strings.language)}</span>` : nothing}
                    </li>`,
                )}
            </ul>`
        : nothing
    }`
