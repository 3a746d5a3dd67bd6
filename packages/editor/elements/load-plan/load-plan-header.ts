import type { Dataset } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { formatBytes } from '@aw-flow/messages'
import { icon } from '../../icons/icon.ts'
import type { LoadPlanDraft } from './load-plan-draft.ts'
import type { LoadPlanStrings } from './load-plan-strings.ts'

export interface LoadPlanHeaderOptions {
  draft: LoadPlanDraft
  file: Dataset | undefined
  isSaved: boolean
  readonly: boolean
  strings: LoadPlanStrings
  save: () => void
  deletePlan: () => void
}

/** Renders the file name and size, the plan's status, and buttons to restore, save and delete the plan. */
export function renderLoadPlanHeader({
  draft,
  file,
  isSaved,
  readonly,
  strings,
  save,
  deletePlan,
}: LoadPlanHeaderOptions): TemplateResult {
  const { hasChanges, isForDifferentFile, plan, problem, isBusy } = draft
  const isUpToDate = isSaved && !isForDifferentFile && !hasChanges
  const canSave = plan !== undefined && !isUpToDate && !problem && !isBusy
  const [tone, iconName, status] = hasChanges
    ? ['accent', 'pencil', strings.status.changed]
    : isUpToDate
      ? ['good', 'circle-check', strings.status.saved]
      : isForDifferentFile
        ? ['muted', 'info', strings.status.adapted]
        : ['muted', 'info', strings.status.detected]
  return html`<header>
    <div class="title">
      <h2>${file?.name ?? strings.unknownFile}</h2>
      <span class="muted small">${file ? formatBytes(file.size, strings.language) : nothing}</span>
      <span class="status small ${tone}" role="status"
        >${plan ? html`${icon(iconName)}<span>${status}</span>` : nothing}</span
      >
    </div>
    ${
      readonly
        ? nothing
        : html`<div class="buttons">
            ${
              Object.keys(draft.overrides).length > 0 || draft.columnChanges.size > 0
                ? html`<button type="button" class="quiet" @click=${() => draft.restoreAll()}>
                    ${icon('rotate-ccw')}${strings.restoreAll}
                  </button>`
                : nothing
            }
            ${isSaved ? html`<button type="button" class="quiet" @click=${deletePlan}>${strings.deletePlan}</button>` : nothing}
            <button
              type="button"
              class="primary"
              aria-disabled=${canSave ? 'false' : 'true'}
              @click=${() => canSave && save()}
            >
              ${isUpToDate ? html`${icon('circle-check')}${strings.planSaved}` : strings.savePlan}
            </button>
          </div>`
    }
  </header>`
}
