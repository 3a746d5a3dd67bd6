import type { WorkflowVersions } from '@aw-flow/client'
import { settleConflict, type Conflict, type Workflow } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../icons/icon.ts'
import { conflictWords, valueWords, type Worded } from './change-words.ts'

interface ConflictListView {
  readonly versions: WorkflowVersions
  readonly document: Workflow
  readonly worded: Worded
  readonly readonly: boolean
  /** Shows a conflict on the canvas. */
  show(conflict: Conflict): void
}

/** The conflicts of two edits, each with both sides to choose from; empty if there are none. */
export function conflictList(view: ConflictListView): TemplateResult | typeof nothing {
  const { versions, worded } = view
  const { conflicts } = versions
  const { strings } = worded
  if (conflicts.length === 0) return nothing
  const settleAll = (side: 'ours' | 'theirs') => (): void => {
    for (const conflict of versions.conflicts) versions.resolve(conflict, side)
  }
  return html`<section class="conflicts" aria-labelledby="conflicts">
    <h3 id="conflicts">${icon('triangle-alert')}${strings.conflicts(conflicts.length)}</h3>
    <p class="muted small">${strings.conflictsText}</p>
    ${conflicts.map((conflict, index) => renderConflict(conflict, index, view))}
    <div class="row">
      ${
        conflicts.length > 1
          ? html`<button type="button" ?disabled=${view.readonly} @click=${settleAll('ours')}>
                ${strings.allOurs}
              </button>
              <button type="button" ?disabled=${view.readonly} @click=${settleAll('theirs')}>
                ${strings.allTheirs}
              </button>`
          : nothing
      }
      <button type="button" class="primary" @click=${() => versions.dismissConflicts()}>${strings.settled}</button>
    </div>
  </section>`
}

function renderConflict(conflict: Conflict, index: number, view: ConflictListView): TemplateResult {
  const { versions, document, worded, readonly, show } = view
  const isThere = conflict.path.length === 2 && ['nodes', 'edges', 'groups', 'notes'].includes(conflict.path[0] ?? '')
  const stands = standing(document, conflict)
  const side = (name: 'ours' | 'theirs'): TemplateResult => {
    const value = conflict[name]
    const words = isThere && value === undefined ? worded.strings.removedValue : valueWords(value, worded)
    return html`<label class="side">
      <input
        type="radio"
        name="conflict-${index}"
        .checked=${stands === name}
        ?disabled=${readonly}
        @change=${() => versions.resolve(conflict, name)}
      />
      <span class="muted">${worded.strings[name]}</span>
      <span class="value">${words}</span>
    </label>`
  }
  return html`<fieldset class="conflict" @focusin=${() => show(conflict)}>
    <legend>${conflictWords(conflict, worded)}</legend>
    ${side('ours')} ${side('theirs')}
  </fieldset>`
}

/** The side that the document has now; `undefined` if neither. */
function standing(document: Workflow, conflict: Conflict): 'ours' | 'theirs' | undefined {
  const says = (side: 'ours' | 'theirs'): boolean => {
    const edit = settleConflict(document, conflict, side)
    return edit.type === 'batch' && edit.edits.length === 0
  }
  return says('ours') ? 'ours' : says('theirs') ? 'theirs' : undefined
}
