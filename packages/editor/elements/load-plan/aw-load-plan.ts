import { getProblemText, getHint, defined } from '@aw-flow/schema'
import type { WorkflowSession } from '@aw-flow/client'
import type { Config, Json, LoadPlan, Problem, WorkflowNode } from '@aw-flow/schema'
import type { Evidence, SavedLoadPlan } from '@aw-flow/schema/internal'
import { savedLoadPlanSchema } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { defineEvent } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { SessionController } from '../../session-controller.ts'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { styles } from './aw-load-plan.styles.ts'
import type { ColumnOpenEvent, RowChooseEvent } from '../source/preview-events.ts'
import type { LineChooseEvent, LinesChangeEvent } from '../source/aw-source-lines.ts'
import { renderColumnSettings } from './column-settings.ts'
import { renderEvidence } from './decision-control.ts'
import { renderLoadDecisions } from './load-decisions.ts'
import { renderLoadPlanHeader } from './load-plan-header.ts'
import { renderLoadNotes, collectWarnings } from './load-notes.ts'
import { LoadPlanDraft, type DraftSubject } from './load-plan-draft.ts'
import { loadPlanStrings, type LoadPlanStrings } from './load-plan-strings.ts'
import { placePopover } from '../editor/place-popover.ts'
import { renderCode } from '../../render-code.ts'
import { findDatasetId, toSavedPlan, getSourceColumnName } from './load-plan-changes.ts'
import { maxPreviewLines, getTextLines } from '../source/source-regions.ts'
import { element } from '../../element.ts'

/** Fired after the preview has been updated. @public */
export class LoadPlanChangeEvent extends defineEvent<{
  /** The current plan, which a run would use. */
  readonly plan: LoadPlan
}>('aw-load-plan-change') {}

/** Fired when the user saves the plan. If the default action is prevented, the workflow does not change. @public */
export class LoadPlanKeepEvent extends defineEvent<{
  /** The plan and the dataset that it was created for. */
  readonly saved: SavedLoadPlan
}>('aw-load-plan-keep', {
  cancelable: true,
}) {}

/** Fired when the user deletes the plan. If the default action is prevented, the workflow does not change. @public */
export class LoadPlanForgetEvent extends defineEvent('aw-load-plan-forget', { cancelable: true }) {}

declare global {
  interface HTMLElementEventMap {
    'aw-load-plan-change': LoadPlanChangeEvent
    'aw-load-plan-keep': LoadPlanKeepEvent
    'aw-load-plan-forget': LoadPlanForgetEvent
  }
  interface HTMLElementTagNameMap {
    'aw-load-plan': AwLoadPlan
  }
}

/**
 * Shows how a file is loaded and lets users change it. The raw text, with line roles, delimiters and quotes
 * highlighted, is next to the resulting table. Every decision is shown with its evidence and alternatives. Changes are
 * previewed as the user makes them. Saving stores the plan in the workflow's Load node.
 *
 * @event {LoadPlanChangeEvent} aw-load-plan-change - Fired after the preview is updated.
 * @event {LoadPlanKeepEvent} aw-load-plan-keep - Fired when the user saves the plan; cancelable.
 * @event {LoadPlanForgetEvent} aw-load-plan-forget - Fired when the user deletes the saved plan; cancelable.
 * @csspart text - The raw text of the file.
 * @csspart table - The table preview.
 *
 * @public
 */
export class AwLoadPlan extends element(
  {
    session: undefined as WorkflowSession | undefined,
    /** Id of the dataset. Default: the dataset that `node` reads according to its settings or the last run. */
    datasetId: undefined as string | undefined,
    /** Id of the Load node. */
    node: undefined as string | undefined,
    /** The saved plan. Used only if `node` is not set. */
    saved: undefined as SavedLoadPlan | undefined,
    theme: undefined as 'light' | 'dark' | 'auto' | undefined,
    readonly: false,
    strings: loadPlanStrings as LoadPlanStrings,
    _column: undefined as number | undefined,
    _row: undefined as number | undefined,
    _evidence: undefined as { evidence: Evidence; label: string } | undefined,
    _invalidName: undefined as string | undefined,
    _isNoteListExpanded: false,
    /** True while the user is entering a custom delimiter. */
    _isCustomDelimiter: false,
  },
  {
    datasetId: { attribute: 'dataset' },
    node: {},
    theme: { reflect: true },
    readonly: { type: Boolean, reflect: true },
  },
) {
  static override styles = [tokens, controls, styles]

  #controller = new SessionController(this, ['document', 'datasets', 'run'])
  #draft = new LoadPlanDraft(this, () => this.#onPreview())
  /** The button that opened the column settings. */
  #anchor: HTMLElement | undefined
  /** Identifies what the current draft was opened for. */
  #draftKey: { session: WorkflowSession | undefined; key: string; saved: string } = {
    session: undefined,
    key: '',
    saved: '',
  }

  /** True while there are unsaved changes. */
  get isChanged(): boolean {
    return !this.readonly && this.#draft.hasChanges
  }

  override willUpdate(): void {
    const subject = this.#subject
    const key = JSON.stringify([subject?.dataset ?? '', subject?.config ?? '', this.node ?? ''])
    const saved = JSON.stringify(subject?.savedPlan ?? null)
    if (subject?.session === this.#draftKey.session && key === this.#draftKey.key && saved === this.#draftKey.saved)
      return
    this.#draftKey = { session: subject?.session, key, saved }
    queueMicrotask(() => void this.#draft.open(subject))
  }

  override render(): unknown {
    const { strings } = this
    const session = this.#controller.session
    if (!session) return html`<p class="absent muted">${strings.noSession}</p>`
    const dataset = this.#activeDatasetId
    if (dataset === undefined)
      return html`<div class="absent">
        ${icon('file-input', 20)}
        <h2>${strings.noDataset}</h2>
        <p class="muted">${strings.noDatasetHint}</p>
      </div>`
    const { preview, detectedPreview, basePreview, isBusy, problem } = this.#draft
    return html`<div class="frame" aria-busy=${isBusy ? 'true' : 'false'}>
      ${renderLoadPlanHeader({
        draft: this.#draft,
        file: session.data.list.find(({ id }) => id === dataset),
        isSaved: this.#storedPlan !== undefined,
        readonly: this.readonly,
        strings,
        save: this.#save,
        deletePlan: this.#delete,
      })}
      <div class="progress ${isBusy ? 'on' : ''}" role="status">
        <span class="visually-hidden">${isBusy ? strings.loading : ''}</span>
      </div>
      ${
        preview && detectedPreview && basePreview
          ? html`${renderLoadDecisions({
              detectedPreview,
              preview,
              overrides: this.#draft.overrides,
              readonly: this.readonly,
              isCustomDelimiter: this._isCustomDelimiter,
              setIsCustomDelimiter: (isCustom) => this.#setIsCustomDelimiter(isCustom),
              strings,
              onChange: (change) => this.#draft.changeOverrides(change),
              explain: (evidence, label, anchor) => void this.#explain(evidence, label, anchor),
            })}
            ${this.#renderNotes(problem)} ${this.#renderPanes()}`
          : problem
            ? this.#renderFailure(problem)
            : skeleton
      }
      ${this.#renderPopovers()}
    </div>`
  }

  get #subject(): DraftSubject | undefined {
    const session = this.#controller.session
    const dataset = this.#activeDatasetId
    return session && dataset !== undefined
      ? { session, dataset, savedPlan: this.#storedPlan, config: this.#config }
      : undefined
  }

  get #loadNode(): WorkflowNode | undefined {
    return this.#controller.session?.document.current.nodes.find(({ id }) => id === this.node)
  }

  get #config(): Config {
    const { plan: _, dataset: __, ...config } = this.#loadNode?.data.config ?? {}
    return config
  }

  get #activeDatasetId(): string | undefined {
    if (this.datasetId) return this.datasetId
    const session = this.#controller.session
    return session && this.node !== undefined ? findDatasetId(session, this.node) : undefined
  }

  get #storedPlan(): SavedLoadPlan | undefined {
    const plan = this.node === undefined ? this.saved : this.#loadNode?.data.config.plan
    const parsed = savedLoadPlanSchema.safeParse(plan)
    return parsed.success ? parsed.data : undefined
  }

  #renderFailure(problem: Problem): TemplateResult {
    const hint = this.strings.renderText(getHint(problem))
    return html`<div class="absent" role="alert">
      <span class="bad">${icon('circle-x', 20)}</span>
      <h2>${this.strings.unreadable}</h2>
      <p>${renderCode(this.strings.renderText(getProblemText(problem)))}</p>
      ${hint ? html`<p class="muted">${renderCode(hint)}</p>` : nothing}
      <button type="button" @click=${() => this.#draft.retry()}>${icon('refresh-cw')}${this.strings.retry}</button>
    </div>`
  }

  #renderNotes(problem: Problem | undefined): unknown {
    const { preview, basePreview, columnChanges } = this.#draft
    return renderLoadNotes({
      problem,
      isStale: problem !== undefined && preview !== undefined,
      drift: basePreview?.drift,
      warnings: basePreview && preview ? collectWarnings(basePreview, preview, new Set(columnChanges.keys())) : [],
      isNoteListExpanded: this._isNoteListExpanded,
      readonly: this.readonly,
      strings: this.strings,
      toggle: () => (this._isNoteListExpanded = !this._isNoteListExpanded),
      retry: () => this.#draft.retry(),
      createColumnReset: (column) => this.#createColumnReset(column),
    })
  }

  #renderPanes(): TemplateResult {
    const { strings } = this
    const { preview, basePreview, columnChanges } = this.#draft
    if (!preview || !basePreview) return html``
    const changedColumns = new Set(
      basePreview.plan.columns.flatMap(({ name }, index) => (columnChanges.has(name) ? [index] : [])),
    )
    const { lines, whole: isComplete, rows } = preview
    const lineCount = getTextLines(preview).length
    return html`<div class="panes ${lines.length === 0 ? 'single' : ''} ${this.#draft.problem ? 'stale' : ''}">
      ${
        lines.length === 0
          ? nothing
          : html`<div class="pane" part="text">
              <h3>
                ${preview.plan.format === 'csv' || !preview.plan.dialect ? strings.text : strings.grid}
                <span class="muted"
                  >${isComplete && lineCount < maxPreviewLines ? strings.allLines(lineCount) : strings.firstLines(lineCount)}</span
                >
              </h3>
              <aw-source-lines
                .preview=${preview}
                .current=${this._row}
                .strings=${strings}
                ?readonly=${this.readonly}
                @aw-lines-change=${this.#onLinesChange}
                @aw-line-choose=${(event: LineChooseEvent) => (this._row = event.record)}
              ></aw-source-lines>
            </div>`
      }
      <div class="pane" part="table">
        <h3>
          ${strings.preview}
          <span class="muted"
            >${strings.columns(preview.columns.length)} ·
            ${isComplete && rows.length < 100 ? strings.allRows(rows.length) : strings.firstRows(rows.length)}</span
          >
        </h3>
        <aw-preview-table
          .preview=${preview}
          .changed=${changedColumns}
          .open=${this._column}
          .current=${this._row}
          .strings=${strings}
          ?readonly=${this.readonly}
          @aw-column-open=${this.#onColumnOpen}
          @aw-row-choose=${(event: RowChooseEvent) => (this._row = event.row)}
        ></aw-preview-table>
      </div>
    </div>`
  }

  #renderPopovers(): TemplateResult {
    const { strings } = this
    return html`<div
        id="column"
        class="popover"
        popover="auto"
        role="dialog"
        aria-labelledby="column-title"
        @toggle=${(event: ToggleEvent) => {
          if (event.newState === 'closed') this.#onColumnClosed()
        }}
      >
        ${this.#renderColumn()}
      </div>
      <div
        id="evidence"
        class="popover"
        popover="auto"
        role="dialog"
        aria-label=${strings.reasonFor(this._evidence?.label ?? '')}
        tabindex="-1"
      >
        ${this._evidence ? renderEvidence(this._evidence.evidence, this._evidence.label, strings) : nothing}
      </div>`
  }

  #renderColumn(): unknown {
    const { basePreview, preview, plan, columnChanges } = this.#draft
    const columnIndex = this._column
    const detectedColumn = columnIndex === undefined ? undefined : basePreview?.plan.columns[columnIndex]
    const column = columnIndex === undefined ? undefined : plan?.columns[columnIndex]
    if (!detectedColumn || !column || !plan || columnIndex === undefined) return nothing
    return renderColumnSettings({
      column,
      detected: detectedColumn,
      isChanged: columnChanges.has(detectedColumn.name),
      cells:
        (preview?.columns[columnIndex]?.type === 'VARCHAR' ? preview : basePreview)?.rows.map(
          (row) => row[columnIndex] ?? '',
        ) ?? [],
      otherNames: new Set(
        plan.columns.filter((_, index) => index !== columnIndex).map(({ name }) => name.toLowerCase()),
      ),
      evidence: this.#draft.detectedPreview?.plan.evidence.find(
        ({ decision }) => decision === `type of ${detectedColumn.name}`,
      ),
      invalidName: this._invalidName,
      strings: this.strings,
      onChange: (change) => {
        if (!change) this._invalidName = undefined
        this.#draft.changeColumn(detectedColumn.name, change)
      },
      setInvalidName: (name) => (this._invalidName = name),
      close: () => this.renderRoot.querySelector<HTMLElement>('#column')?.hidePopover(),
    })
  }

  /**
   * Returns a function that resets a column to its detected settings; `undefined` if the user has changed the column.
   */
  #createColumnReset(column: string): (() => void) | undefined {
    const { basePreview, detectedPreview } = this.#draft
    const savedColumn = basePreview?.plan.columns.find(({ name }) => name === column)
    const detectedColumn =
      savedColumn &&
      detectedPreview?.plan.columns.find(
        (candidate) => getSourceColumnName(candidate) === getSourceColumnName(savedColumn),
      )
    if (!savedColumn || !detectedColumn || this.#draft.columnChanges.has(savedColumn.name)) return undefined
    const { name: _, sourceName: __, path: ___, ...settings } = detectedColumn
    const { name, sourceName, path } = savedColumn
    return () => this.#draft.changeColumn(name, { ...settings, name, ...defined({ sourceName, path }) })
  }

  #setIsCustomDelimiter(isCustom: boolean): void {
    this._isCustomDelimiter = isCustom
    if (!isCustom) return
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLInputElement>('.custom-delimiter')?.select())
  }

  async #explain(evidence: Evidence, label: string, anchor: HTMLElement): Promise<void> {
    this._evidence = { evidence, label }
    await this.updateComplete
    const popover = this.renderRoot.querySelector<HTMLElement>('#evidence')
    if (!popover) return
    placePopover(popover, anchor.getBoundingClientRect())
    popover.focus()
  }

  /** Restores focus to the column header unless the user has moved it elsewhere. */
  #onColumnClosed(): void {
    this._column = undefined
    const activeElement = (this.getRootNode() as Document | ShadowRoot).activeElement
    const innerFocus = this.shadowRoot?.activeElement
    const isLost = activeElement === null || activeElement === document.body || (activeElement === this && !innerFocus)
    if (isLost || innerFocus?.closest('#column')) this.#anchor?.focus()
  }

  #onColumnOpen = async (event: ColumnOpenEvent): Promise<void> => {
    this.#anchor = event.anchor
    const anchor = event.anchor.getBoundingClientRect()
    this._column = event.column
    this._invalidName = undefined
    await this.updateComplete
    const popover = this.renderRoot.querySelector<HTMLElement>('#column')
    if (!popover) return
    placePopover(popover, anchor)
    popover.querySelector<HTMLElement>('#column-type')?.focus()
  }

  #onLinesChange = (event: LinesChangeEvent): void => {
    const { table } = event.lines
    this.#draft.changeOverrides(
      table === undefined ? event.lines : { table, firstLine: undefined, lastLine: undefined, headerLines: undefined },
    )
  }

  #onPreview(): void {
    const { plan } = this.#draft
    if (plan) this.dispatchEvent(new LoadPlanChangeEvent({ plan }))
  }

  #save = (): void => {
    const { plan } = this.#draft
    const dataset = this.#activeDatasetId
    if (!plan || dataset === undefined) return
    const savedPlan = toSavedPlan(dataset, plan)
    if (this.dispatchEvent(new LoadPlanKeepEvent({ saved: savedPlan }))) this.#store(savedPlan)
  }

  #delete = (): void => {
    if (this.dispatchEvent(new LoadPlanForgetEvent())) this.#store(undefined)
  }

  #store(savedPlan: SavedLoadPlan | undefined): void {
    if (this.node === undefined) this.saved = savedPlan
    else {
      // Remove keys with the value `undefined`, which documents do not store.
      const value = savedPlan && (JSON.parse(JSON.stringify(savedPlan)) as Json)
      this.#controller.session?.document.apply({
        type: 'set-config',
        id: this.node,
        path: ['plan'],
        ...(value ? { value } : {}),
      })
    }
    this.#draft.updateSavedPlan(savedPlan)
    this.#draftKey.saved = JSON.stringify(this.#storedPlan ?? null)
  }
}

const skeleton = html`<div class="skeleton" aria-hidden="true">
  <div class="decisions">${Array.from({ length: 6 }, () => html`<i></i>`)}</div>
  <div class="panes">
    <div class="pane">${Array.from({ length: 12 }, () => html`<i></i>`)}</div>
    <div class="pane">${Array.from({ length: 12 }, () => html`<i></i>`)}</div>
  </div>
</div>`
