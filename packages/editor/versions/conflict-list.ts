import type { WorkflowVersions } from '@aw-flow/client'
import type { Conflict, ConflictSide, Workflow } from '@aw-flow/schema'
import { canKeepBoth, resolveConflict } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../icons/icon.ts'
import { describeConflict, describeValue, type ChangeContext } from './describe-change.ts'

export interface ConflictListView {
  readonly versions: WorkflowVersions
  readonly document: Workflow
  readonly context: ChangeContext
  readonly readonly: boolean
  /** Shows a conflict on the canvas. */
  show(conflict: Conflict): void
}

/** Renders merge conflicts, each with a choice between the two sides. Renders nothing if there are no conflicts. */
export function renderConflictList(view: ConflictListView): TemplateResult | typeof nothing {
  const { versions, context } = view
  const { conflicts } = versions
  const { strings } = context
  if (conflicts.length === 0) return nothing
  const resolveAll = (side: 'ours' | 'theirs') => (): void => {
    for (const conflict of versions.conflicts) versions.resolve(conflict, side)
  }
  return html`<section class="conflicts" aria-labelledby="conflicts">
    <h3 id="conflicts">${icon('triangle-alert')}${strings.conflicts(conflicts.length)}</h3>
    <p class="muted small">${strings.conflictsText}</p>
    ${conflicts.map((conflict, index) => renderConflict(conflict, index, view))}
    <div class="row">
      ${
        conflicts.length > 1
          ? html`<button type="button" ?disabled=${view.readonly} @click=${resolveAll('ours')}>
                ${strings.allOurs}
              </button>
              <button type="button" ?disabled=${view.readonly} @click=${resolveAll('theirs')}>
                ${strings.allTheirs}
              </button>`
          : nothing
      }
      <button type="button" class="primary" @click=${() => versions.dismissConflicts()}>${strings.finishMerge}</button>
    </div>
  </section>`
}

/** Renders a conflict with a choice between its sides. */
export function renderConflict(conflict: Conflict, index: number, view: ConflictListView): TemplateResult {
  const { versions, document, context, readonly, show } = view
  const isWholeItem =
    conflict.path.length === 2 && ['nodes', 'edges', 'groups', 'notes'].includes(conflict.path[0] ?? '')
  const selectedSide = findSelectedSide(document, conflict)
  const describeSide = (value: unknown): string =>
    isWholeItem && value === undefined ? context.strings.removedValue : describeValue(value, context)
  const renderSide = (name: ConflictSide): TemplateResult => {
    return html`<label class="side">
      <input
        type="radio"
        name="conflict-${index}"
        .checked=${selectedSide === name}
        ?disabled=${readonly}
        @change=${() => versions.resolve(conflict, name)}
      />
      <span class="muted">${context.strings[name]}</span>
      ${name === 'both' ? nothing : html`<span class="value">${describeSide(conflict[name])}</span>`}
    </label>`
  }
  return html`<fieldset class="conflict" @focusin=${() => show(conflict)}>
    <legend>${describeConflict(conflict, context)}</legend>
    <div class="sides">
      ${renderSide('ours')} ${renderSide('theirs')} ${canKeepBoth(document, conflict) ? renderSide('both') : nothing}
    </div>
  </fieldset>`
}

/** Returns the side that the document currently uses; `undefined` if it uses neither. */
function findSelectedSide(document: Workflow, conflict: Conflict): ConflictSide | undefined {
  const isSelected = (side: ConflictSide): boolean => {
    const edit = resolveConflict(document, conflict, side)
    return edit.type === 'batch' && edit.edits.length === 0
  }
  if (canKeepBoth(document, conflict) && isSelected('both')) return 'both'
  return isSelected('ours') ? 'ours' : isSelected('theirs') ? 'theirs' : undefined
}
