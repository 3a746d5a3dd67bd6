import type { Dataset } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { formatBytes } from '@aw-flow/messages'
import { icon } from '../../icons/icon.ts'
import type { LoadPlanDraft } from './load-plan-draft.ts'
import type { LoadPlanStrings } from './load-plan-strings.ts'

export interface LoadPlanHead {
  draft: LoadPlanDraft
  file: Dataset | undefined
  isSaved: boolean
  readonly: boolean
  strings: LoadPlanStrings
  keep: () => void
  forget: () => void
}

/** The file's name, whether its plan is saved, and the buttons that save and delete it. */
export function loadPlanHead({ draft, file, isSaved, readonly, strings, keep, forget }: LoadPlanHead): TemplateResult {
  const { isChanged, isNextFile, plan, problem, busy } = draft
  const isKept = isSaved && !isNextFile && !isChanged
  const canKeep = plan !== undefined && !isKept && !problem && !busy
  const [tone, sign, status] = isChanged
    ? ['accent', 'pencil', strings.status.changed]
    : isKept
      ? ['good', 'circle-check', strings.status.kept]
      : isNextFile
        ? ['muted', 'info', strings.status.next]
        : ['muted', 'info', strings.status.found]
  return html`<header>
    <div class="title">
      <h2>${file?.name ?? strings.unknownFile}</h2>
      <span class="muted small">${file ? formatBytes(file.size, strings.language) : nothing}</span>
      <span class="status small ${tone}" role="status"
        >${plan ? html`${icon(sign)}<span>${status}</span>` : nothing}</span
      >
    </div>
    ${
      readonly
        ? nothing
        : html`<div class="buttons">
            ${
              Object.keys(draft.overrides).length > 0 || draft.columns.size > 0
                ? html`<button type="button" class="quiet" @click=${() => draft.restoreAll()}>
                    ${icon('rotate-ccw')}${strings.restoreAll}
                  </button>`
                : nothing
            }
            ${isSaved ? html`<button type="button" class="quiet" @click=${forget}>${strings.forget}</button>` : nothing}
            <button
              type="button"
              class="primary"
              aria-disabled=${canKeep ? 'false' : 'true'}
              @click=${() => canKeep && keep()}
            >
              ${isKept ? html`${icon('circle-check')}${strings.keptNow}` : strings.keep}
            </button>
          </div>`
    }
  </header>`
}
