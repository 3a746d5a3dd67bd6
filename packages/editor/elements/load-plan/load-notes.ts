import { textOf, hintOf } from '@aw-flow/schema'
import type { LoadPreview, PlanDrift, Problem } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { withCode } from '../../with-code.ts'
import { typeName, type LoadPlanStrings } from './load-plan-strings.ts'

export interface LoadNotes {
  /** Why the preview could not be made. */
  problem: Problem | undefined
  /** Whether an older preview is still shown. */
  stale: boolean
  drift: PlanDrift | undefined
  warnings: readonly Problem[]
  /** All notes are shown, not only the first ones. */
  open: boolean
  readonly: boolean
  strings: LoadPlanStrings
  toggle: () => void
  retry: () => void
  /** Reads a column as detected, if the saved plan reads it differently. */
  useDetected: ((column: string) => (() => void) | undefined) | undefined
}

const shownNotes = 2

/** Notes for the user before the plan is saved: reasons for a missing preview, what differs, what was rejected. */
export function loadNotes(of: LoadNotes): TemplateResult | typeof nothing {
  const { problem, drift, warnings, open, strings } = of
  const hint = problem ? strings.renderText(hintOf(problem)) : ''
  const differs = drift ? driftLines(drift, of) : []
  if (!problem && differs.length === 0 && warnings.length === 0) return nothing
  const shown = open ? warnings : warnings.slice(0, shownNotes)
  return html`<div class="notes">
    ${
      problem
        ? html`<div class="note bad" role="alert">
            ${icon('circle-x')}
            <div>
              <strong>${strings.refused}</strong> ${withCode(strings.renderText(textOf(problem)))}
              ${hint ? html`<span class="muted">${withCode(hint)}</span>` : nothing}
              ${of.stale ? html`<span class="muted">${strings.stillShown}</span>` : nothing}
            </div>
            <button type="button" @click=${of.retry}>${icon('refresh-cw')}${strings.retry}</button>
          </div>`
        : nothing
    }
    ${
      differs.length > 0
        ? html`<section class="note warn" aria-label=${strings.driftTitle}>
            ${icon('triangle-alert')}
            <div>
              <strong>${strings.driftTitle}</strong>
              <ul>
                ${differs}
              </ul>
              <span class="muted">${strings.driftHint}</span>
            </div>
          </section>`
        : nothing
    }
    ${
      shown.length > 0
        ? html`<ul class="warnings" aria-label=${strings.notes}>
            ${shown.map(
              (problem) =>
                html`<li class="note ${problem.severity}">
                  ${icon(problem.severity === 'info' ? 'info' : 'triangle-alert')}
                  <div>
                    ${withCode(strings.renderText(textOf(problem)))}
                    <span class="muted">${withCode(strings.renderText(hintOf(problem)))}</span>
                  </div>
                </li>`,
            )}
          </ul>`
        : nothing
    }
    ${
      warnings.length > shownNotes
        ? html`<button
            type="button"
            class="quiet small more"
            aria-expanded=${open ? 'true' : 'false'}
            @click=${of.toggle}
          >
            ${open ? strings.fewerNotes : strings.moreNotes(warnings.length - shownNotes)}
          </button>`
        : nothing
    }
  </div>`
}

const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, 8).map((name) => `“${name}”`)
  return names.length > shown.length ? `${shown.join(', ')}, …` : shown.join(', ')
}

function driftLines(drift: PlanDrift, { strings, useDetected, readonly }: LoadNotes): TemplateResult[] {
  const { missing, added, renamed, retyped, reordered } = drift
  return [
    ...(missing.length > 0 ? [html`<li>${strings.driftMissing(listed(missing))}</li>`] : []),
    ...(added.length > 0 ? [html`<li>${strings.driftAdded(listed(added))}</li>`] : []),
    ...renamed.slice(0, 20).map(({ from, to }) => html`<li>${strings.driftRenamed(from, to)}</li>`),
    ...retyped.slice(0, 20).map(({ column, from, to }) => {
      const take = readonly ? undefined : useDetected?.(column)
      return html`<li>
        ${strings.driftRetyped(column, typeName(from, strings), typeName(to, strings))}
        ${
          take
            ? html`<button type="button" class="quiet small" @click=${take}>
                ${strings.useDetected(typeName(to, strings))}
              </button>`
            : nothing
        }
      </li>`
    }),
    ...(reordered ? [html`<li>${strings.driftReordered}</li>`] : []),
  ]
}

/** Codes that the list of differences shows instead. */
const driftCodes = /^load\.drift-/
/** Warnings of a load, which a preview with other columns reports again. */
const loadedCodes = new Set(['load.rejected-records', 'load.padded-rows', 'load.bad-cells'])

/** The warnings of the plan and of its preview, except those about changed columns. */
export function warningsOf(base: LoadPreview, shown: LoadPreview, changed: ReadonlySet<string>): Problem[] {
  const isOfPlan = ({ code, where }: Problem): boolean =>
    !loadedCodes.has(code) && (where?.column === undefined || !changed.has(where.column))
  const planned = base === shown ? base.warnings : [...base.warnings.filter(isOfPlan), ...shown.warnings]
  const order = { error: 0, warning: 1, info: 2 }
  return planned
    .filter(({ code }) => !driftCodes.test(code))
    .sort((one, other) => order[one.severity] - order[other.severity])
}
