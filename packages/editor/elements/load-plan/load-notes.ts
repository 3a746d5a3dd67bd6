import { getProblemText, getHint } from '@aw-flow/schema'
import type { Problem } from '@aw-flow/schema'
import type { LoadPreview, PlanDrift } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { renderCode } from '../../render-code.ts'
import { formatType, type LoadPlanStrings } from './load-plan-strings.ts'

export interface LoadNotesOptions {
  /** The reason why the preview could not be created. */
  problem: Problem | undefined
  /** True if the previous preview is still shown. */
  isStale: boolean
  drift: PlanDrift | undefined
  warnings: readonly Problem[]
  /** True if all warnings are shown instead of only the first ones. */
  isNoteListExpanded: boolean
  readonly: boolean
  strings: LoadPlanStrings
  toggle: () => void
  retry: () => void
  /** Returns a function that resets a column to its detected type, or `undefined` if that is not possible. */
  createColumnReset: ((column: string) => (() => void) | undefined) | undefined
}

const maxCollapsedNotes = 2

/** Renders notes about the plan: the reason for a missing preview, differences from the saved plan, and warnings. */
export function renderLoadNotes(options: LoadNotesOptions): TemplateResult | typeof nothing {
  const { problem, drift, warnings, isNoteListExpanded, strings } = options
  const hint = problem ? strings.renderText(getHint(problem)) : ''
  const driftItems = drift ? renderDriftItems(drift, options) : []
  if (!problem && driftItems.length === 0 && warnings.length === 0) return nothing
  const visibleWarnings = isNoteListExpanded ? warnings : warnings.slice(0, maxCollapsedNotes)
  return html`<div class="notes">
    ${
      problem
        ? html`<div class="note bad" role="alert">
            ${icon('circle-x')}
            <div>
              <strong>${strings.unreadable}</strong> ${renderCode(strings.renderText(getProblemText(problem)))}
              ${hint ? html`<span class="muted">${renderCode(hint)}</span>` : nothing}
              ${options.isStale ? html`<span class="muted">${strings.previousPreview}</span>` : nothing}
            </div>
            <button type="button" @click=${options.retry}>${icon('refresh-cw')}${strings.retry}</button>
          </div>`
        : nothing
    }
    ${
      driftItems.length > 0
        ? html`<section class="note warn" aria-label=${strings.driftTitle}>
            ${icon('triangle-alert')}
            <div>
              <strong>${strings.driftTitle}</strong>
              <ul>
                ${driftItems}
              </ul>
              <span class="muted">${strings.driftHint}</span>
            </div>
          </section>`
        : nothing
    }
    ${
      visibleWarnings.length > 0
        ? html`<ul class="warnings" aria-label=${strings.notes}>
            ${visibleWarnings.map(
              (problem) =>
                html`<li class="note ${problem.severity}">
                  ${icon(problem.severity === 'info' ? 'info' : 'triangle-alert')}
                  <div>
                    ${renderCode(strings.renderText(getProblemText(problem)))}
                    <span class="muted">${renderCode(strings.renderText(getHint(problem)))}</span>
                  </div>
                </li>`,
            )}
          </ul>`
        : nothing
    }
    ${
      warnings.length > maxCollapsedNotes
        ? html`<button
            type="button"
            class="quiet small more"
            aria-expanded=${isNoteListExpanded ? 'true' : 'false'}
            @click=${options.toggle}
          >
            ${isNoteListExpanded ? strings.fewerNotes : strings.moreNotes(warnings.length - maxCollapsedNotes)}
          </button>`
        : nothing
    }
  </div>`
}

const formatNames = (names: readonly string[]): string => {
  const quotedNames = names.slice(0, 8).map((name) => `“${name}”`)
  return names.length > quotedNames.length ? `${quotedNames.join(', ')}, …` : quotedNames.join(', ')
}

function renderDriftItems(
  drift: PlanDrift,
  { strings, createColumnReset, readonly }: LoadNotesOptions,
): TemplateResult[] {
  const { missing, added, renamed, retyped, reordered } = drift
  return [
    ...(missing.length > 0 ? [html`<li>${strings.driftMissing(formatNames(missing))}</li>`] : []),
    ...(added.length > 0 ? [html`<li>${strings.driftAdded(formatNames(added))}</li>`] : []),
    ...renamed.slice(0, 20).map(({ from, to }) => html`<li>${strings.driftRenamed(from, to)}</li>`),
    ...retyped.slice(0, 20).map(({ column, from, to }) => {
      const reset = readonly ? undefined : createColumnReset?.(column)
      return html`<li>
        ${strings.driftRetyped(column, formatType(from, strings), formatType(to, strings))}
        ${
          reset
            ? html`<button type="button" class="quiet small" @click=${reset}>
                ${strings.readAs(formatType(to, strings))}
              </button>`
            : nothing
        }
      </li>`
    }),
    ...(reordered ? [html`<li>${strings.driftReordered}</li>`] : []),
  ]
}

/** Codes of warnings that are shown as differences from the saved plan instead. */
const driftCodePattern = /^load\.drift-/
/** Codes of warnings about loaded rows, which a preview with changed columns reports again. */
const loadWarningCodes = new Set(['load.rejected-records', 'load.padded-rows', 'load.invalid-cells'])

/** Combines the warnings of a plan and its preview. Omits the plan's warnings about changed columns. */
export function collectWarnings(
  base: LoadPreview,
  preview: LoadPreview,
  changedColumns: ReadonlySet<string>,
): Problem[] {
  const isPlanWarning = ({ code, where }: Problem): boolean =>
    !loadWarningCodes.has(code) && (where?.column === undefined || !changedColumns.has(where.column))
  const combinedWarnings =
    base === preview ? base.warnings : [...base.warnings.filter(isPlanWarning), ...preview.warnings]
  const severityOrder = { error: 0, warning: 1, info: 2 }
  return combinedWarnings
    .filter(({ code }) => !driftCodePattern.test(code))
    .sort((a, b) => severityOrder[a.severity] - severityOrder[b.severity])
}
