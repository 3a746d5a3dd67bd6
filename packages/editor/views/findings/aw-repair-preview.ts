import { initialState, TaskStatus } from '@lit/task'
import { ProblemError } from '@aw-flow/schema'
import type { Finding, Operation } from '@aw-flow/schema/internal'
import { html, nothing, type PropertyValues } from 'lit'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { renderProblem } from '../../language/render-problem.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { ConnectedTask } from '../connected-task.ts'
import { toProblem } from '../table-source.ts'
import { styles } from './aw-repair-preview.styles.ts'
import type { CheckSource } from './check-source.ts'
import { findingsStrings, type FindingsStrings } from './findings-strings.ts'
import { localizeCell } from '../localize-number.ts'
import { countRepairEffects, listRepairChanges, repairsLaterFiles, type RepairChange } from './repair-effect.ts'
import { getKey } from '../../get-key.ts'
import { element } from '../../element.ts'

/** A repair as preparation plan operations, together with the findings that it fixes. @public */
export interface ProposedRepair {
  /** The operations that perform the repair. */
  readonly operations: readonly Operation[]
  /** The findings that the operations fix. */
  readonly findings: readonly Finding[]
  /** Number of duplicate rows that the operations remove. */
  readonly removedRowCount: number
}

/** Fired when the user applies the previewed repair. @public */
export class PreviewApplyEvent extends defineEvent('aw-preview-apply', localEventInit) {}
/** Fired when the user rejects the previewed repair. @public */
export class PreviewCancelEvent extends defineEvent('aw-preview-cancel', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-preview-apply': PreviewApplyEvent
    'aw-preview-cancel': PreviewCancelEvent
  }
  interface HTMLElementTagNameMap {
    'aw-repair-preview': AwRepairPreview
  }
}

const maxVisibleChanges = 6

/**
 * Shows what a repair would change before it is applied: the number of changed cells among all rows, and the most
 * frequent changes.
 *
 * @event {PreviewApplyEvent} aw-preview-apply - Fired when the user applies the repair.
 * @event {PreviewCancelEvent} aw-preview-cancel - Fired when the user rejects the repair.
 *
 * @public
 */
export class AwRepairPreview extends element({
  /** The repair to preview. */
  repair: undefined as ProposedRepair | undefined,
  /** Counts the affected cells and rows. Without a source, only the changes listed in the findings are shown. */
  source: undefined as CheckSource | undefined,
  /** Column types, keyed by column name. They determine how numbers are formatted. */
  types: new Map() as ReadonlyMap<string, string>,
  strings: findingsStrings as FindingsStrings,
}) {
  static override styles = [tokens, controls, styles]

  #changes: readonly RepairChange[] = []
  readonly #counting = new ConnectedTask(this, {
    args: () => [this.repair, this.source] as const,
    task: async ([repair, source], { signal }) => {
      if (!repair || !source?.preview) return initialState
      const preview = await source.preview(repair.operations, signal)
      if (preview.problem) throw new ProblemError(preview.problem)
      return countRepairEffects(preview, repair.findings.length)
    },
  })

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('repair')) this.#changes = this.repair ? listRepairChanges(this.repair.findings) : []
  }

  override render(): unknown {
    const { repair, strings } = this
    if (!repair) return nothing
    const { findings, operations, removedRowCount } = repair
    const visibleChanges = this.#changes.slice(0, maxVisibleChanges)
    const hiddenCount = this.#changes.length - visibleChanges.length
    return html`<section aria-labelledby="title" @keydown=${this.#onKey}>
      <header>
        <h3 id="title" tabindex="-1">${strings.effect}</h3>
        <div class="actions">
          <button type="button" class="primary plan" @click=${() => this.dispatchEvent(new PreviewApplyEvent())}>
            ${strings.plan(findings.length, removedRowCount, findings.length + removedRowCount)}
          </button>
          <button type="button" class="cancel" @click=${() => this.dispatchEvent(new PreviewCancelEvent())}>
            ${strings.cancel}
          </button>
        </div>
      </header>
      <p role="status">${this.#describeEffect()}</p>
      ${
        visibleChanges.length === 0
          ? nothing
          : html`<div class="changes" tabindex="0" role="region" aria-label=${strings.changes}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">${strings.column}</th>
                    <th scope="col">${strings.before}</th>
                    <th scope="col">${strings.after}</th>
                    <th scope="col" class="number">${strings.cellsColumn}</th>
                    <th scope="col" class="number">${strings.exampleRow}</th>
                  </tr>
                </thead>
                <tbody>
                  ${visibleChanges.map(({ column, row, before, after, cellCount }) => {
                    const format = (value: string): string =>
                      localizeCell(value, this.types.get(column) ?? 'VARCHAR', strings.language)
                    return html`<tr>
                      <td class="column">${column}</td>
                      <td>
                        ${before === '' ? html`<span class="nothing muted">${strings.empty}</span>` : html`<del class="muted">${format(before)}</del>`}
                      </td>
                      <td>
                        ${after === '' ? html`<span class="nothing muted">${strings.empty}</span>` : html`<ins>${format(after)}</ins>`}
                      </td>
                      <td class="number">${strings.number(cellCount)}</td>
                      <td class="number">${strings.number(row)}</td>
                    </tr>`
                  })}
                </tbody>
              </table>
            </div>`
      }
      ${hiddenCount > 0 ? html`<p class="others muted">${strings.otherChanges(hiddenCount)}</p>` : nothing}
      ${repairsLaterFiles(operations) ? html`<p class="later muted">${icon('info')}${strings.laterFiles}</p>` : nothing}
    </section>`
  }

  /** Focuses the heading so that screen readers start with the effect of the repair. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('h3')?.focus()
  }

  #describeEffect(): string {
    const { repair, strings } = this
    const { status, error, value: counts } = this.#counting
    if (status === TaskStatus.ERROR) return renderProblem(toProblem(error), strings.renderText).message
    if (!repair) return ''
    if (status !== TaskStatus.COMPLETE || !counts)
      return this.source?.preview ? strings.counting : strings.changed(repair.findings.length)
    return [
      counts.changed > 0 || counts.nulled + counts.dropped === 0 ? strings.changed(counts.changed) : '',
      counts.nulled > 0 ? strings.nulled(counts.nulled) : '',
      counts.dropped > 0 ? strings.dropped(counts.dropped) : '',
      counts.additional > 0 ? strings.additional(counts.additional) : '',
      counts.incompatible > 0 ? strings.incompatible(counts.incompatible) : '',
    ]
      .filter(Boolean)
      .join(' ')
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (getKey(event) !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    this.dispatchEvent(new PreviewCancelEvent())
  }
}
