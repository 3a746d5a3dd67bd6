import { defineEvent } from '../../define-event.ts'
import { renderProblemSentences } from '../../language/render-problem.ts'
import type { Text } from '@aw-flow/messages'
import { getHint, getProblemText, type Problem } from '@aw-flow/schema'
import {
  groupFindings,
  isError,
  isValueKind,
  planGroupRepairs,
  planDeduplication,
  sensitivitySchema,
  minRepairConfidence,
  type Answer,
  type AppliedOperation,
  type CheckReport,
  type Finding,
  type GroupedFindings,
  type Operation,
  type DuplicateRow,
  type Sensitivity,
} from '@aw-flow/schema/internal'
import { html, nothing, type PropertyValues } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { panelStyles } from '../../styles/panel.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import type { AnswerEffect, AnswersChangeEvent, AwAnswerReview, ReviewRowEvent } from '../answers/aw-answer-review.ts'
import type { AwDataTable } from '../aw-data-table.ts'
import type { CellChange, CellChanges } from '../table/cells/cell-changes.ts'
import type { DataTableStrings } from '../table/table-strings.ts'
import { RepairEvent } from '../repair-event.ts'
import { HeightRequestEvent } from '../height-request-event.ts'
import { toProblem, type TableSource } from '../table-source.ts'
import type { FindingApproveEvent, FindingRepairEvent, FindingShowEvent } from './aw-finding-cells.ts'
import { waitUntilReady } from '../../wait-until-ready.ts'
import { styles } from './aw-findings.styles.ts'
import type { AwRepairPreview, ProposedRepair } from './aw-repair-preview.ts'
import { compareChecks } from './compare-checks.ts'
import type { CheckSource } from './check-source.ts'
import { findingsStrings, type FindingsStrings } from './findings-strings.ts'
import { renderGroupHeader } from './group-header.ts'
import { renderCleaning } from './render-cleaning.ts'
import { renderDuplicateRows } from './render-duplicates.ts'
import type { RepairedCells } from './repaired-cells.ts'
import { element } from '../../element.ts'

/** Fired when a check completes. @public */
export class CheckedEvent extends defineEvent<{
  /** The result of the check. */
  readonly report: CheckReport
}>('aw-checked') {}

/** Fired when the user changes the sensitivity of checks. @public */
export class SensitivityChangeEvent extends defineEvent<{
  /** The selected sensitivity. */
  readonly sensitivity: Sensitivity
}>('aw-sensitivity-change') {}

declare global {
  interface HTMLElementEventMap {
    'aw-checked': CheckedEvent
    'aw-sensitivity-change': SensitivityChangeEvent
  }
  interface HTMLElementTagNameMap {
    'aw-findings': AwFindings
  }
}

/** Findings with at most this confidence can be reviewed by models. Must match the limit that the agents use. */
const maxUncertainConfidence = 0.9
/** Number of groups and duplicate rows shown at first and added by each click on "Show more". */
const listBatchSize = 200
/** Groups with at most this many cells are expanded by default. */
const maxExpandedCells = 3
/** Height requested for a row review or a repair preview, in CSS pixels at the default text size. */
const taskHeight = 460

/**
 * Lists suspicious cells and duplicate rows for review, grouped by column and by what the cells have in common. An
 * expanded group lists its cells, each with a reason, a confidence and a suggested repair. The cells are also marked in
 * the table next to the list. Set either a `source` that runs checks, or an existing `report` and, optionally, the
 * `table` with the checked cells. The element never changes data: it previews a repair and, when the user applies it,
 * reports it as plan operations.
 *
 * @event {CheckedEvent} aw-checked - Fired when a check completes.
 * @event {RepairEvent} aw-repair - Fired when the user applies a repair.
 * @event {HeightRequestEvent} aw-room-request - Fired when a review or a repair preview needs more height, or no longer
 * needs it.
 * @event {SensitivityChangeEvent} aw-sensitivity-change - Fired when the user changes the sensitivity of checks.
 * @csspart bar - The bar above the list, with the number of findings, the filters and the actions.
 * @csspart list - The groups of suspicious cells and the duplicate rows.
 * @csspart table - The table with the marked cells.
 * @csspart table-scroller - The scroll container of the table.
 * @csspart table-status - The line below the table.
 * @csspart download-button - The table's download button.
 * @csspart download-more - The button that opens the menu of other download formats.
 *
 * @public
 */
export class AwFindings extends element(
  {
    /** Runs the checks. Setting a new source discards the current report. */
    source: undefined as CheckSource | undefined,
    /** The findings to show. If absent, `source` checks the table. */
    report: undefined as CheckReport | undefined,
    /** The checked rows. Defaults to the table of the source. */
    table: undefined as TableSource | undefined,
    /** The name of the checked table. */
    label: '',
    /** How many findings the source's checks report. */
    sensitivity: 'balanced' as Sensitivity,
    /** Cells that a plan already repairs. Their findings are marked as repaired. */
    repaired: undefined as RepairedCells | undefined,
    /** Answers from row reviews, from which the source's checks learn. */
    answers: [] as readonly Answer[],
    /** Whether row reviews are disabled. */
    readonly: false,
    strings: findingsStrings as FindingsStrings,
    _approvedFindings: new Set() as ReadonlySet<Finding>,
    /** Keys of the expanded groups. */
    _expandedKeys: new Set() as ReadonlySet<string>,
    _columnFilter: '',
    _maxListedItems: listBatchSize as number,
    /** The repair being previewed. */
    _repair: undefined as ProposedRepair | undefined,
    _isReviewing: false,
    /** Whether the groups that are not errors are shown. They are at first if there are no errors. */
    _areUncertainShown: undefined as boolean | undefined,
    /** How the last change to the answers changed the findings. */
    _effect: undefined as AnswerEffect | undefined,
    /** Progress in percent, or `undefined` if no check is running. */
    _progress: undefined as number | undefined,
    _failure: undefined as Problem | 'stopped' | undefined,
    /** The operations for a clean table that the user has applied. */
    _appliedChanges: new Set() as ReadonlySet<Operation>,
  },
  { label: {}, sensitivity: {}, readonly: { type: Boolean } },
) {
  static override styles = [tokens, controls, panelStyles, styles]

  #abortController: AbortController | undefined
  #cellMarks: CellChanges | undefined
  #groups: readonly Group[] = []
  #repairCount = 0
  /** The report from which the current groups and cell marks were computed. */
  #groupedReport: CheckReport | undefined
  /** The answers used by the last check, as JSON. */
  #checkedAnswers = '[]'
  #shouldFocusReview = false
  /** The height that was last requested. */
  #requestedHeight = 0
  /** The element to focus when the preview closes. */
  #returnFocus: HTMLElement | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#abortController?.abort()
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('source')) {
      this.#abortController?.abort()
      const lastReport = this.source && matchesSettings(this.source, this) ? this.source.lastReport : undefined
      if (changed.get('source') !== undefined || lastReport) this.report = lastReport
      this.#checkedAnswers = JSON.stringify(this.answers)
      this._effect = undefined
      if (this.source && !this.report) void this.#check(this.source)
    } else if (changed.has('answers') && this.source && JSON.stringify(this.answers) !== this.#checkedAnswers) {
      this.#checkedAnswers = JSON.stringify(this.answers)
      void this.#check(this.source, { before: this.report })
    }
    const isNewReport = changed.has('report') || this.report !== this.#groupedReport
    if (isNewReport) this.#groupFindings()
    if (isNewReport || changed.has('repaired')) this.#updateRepairedCounts()
  }

  /** The findings that the user has approved. */
  get approved(): readonly Finding[] {
    return this.report?.findings.filter((finding) => this._approvedFindings.has(finding)) ?? []
  }

  override render(): unknown {
    const { report, strings } = this
    if (!report && !this.source) return html`<p class="none muted">${strings.none}</p>`
    const listedGroups = this.#groups.filter(
      ({ group }) => this._columnFilter === '' || group.column === this._columnFilter,
    )
    return html`<div class="bar" part="bar">
        ${this.#renderState(report)}${this.#renderActions(report, this.#selectShownGroups(listedGroups))}
      </div>
      ${this.#renderNotes(report)}
      ${
        this._failure === undefined
          ? nothing
          : html`<p
              class="failure"
              role=${this._failure !== 'stopped' && this._failure.severity === 'info' ? 'status' : 'alert'}
            >
              ${this._failure === 'stopped' ? strings.stopped : renderProblemSentences(this._failure, strings.renderText)}
            </p>`
      }
      ${report && (hasFindings(report) || this.#changes.length > 0 || this._isReviewing) ? this.#renderBody(report, listedGroups) : nothing}`
  }

  #renderState(report: CheckReport | undefined): unknown {
    const { strings } = this
    const sensitivity = this.source
      ? html`<label title=${strings.sensitivityHints[this.sensitivity]}
          >${strings.sensitivity}
          <select class="sensitivity" @change=${this.#onSensitivityChange}>
            ${sensitivitySchema.options.map(
              (level) =>
                html`<option value=${level} ?selected=${level === this.sensitivity}>
                  ${strings.sensitivities[level]}
                </option>`,
            )}
          </select></label
        >`
      : nothing
    const review =
      this.source?.proposeRows && !this.readonly
        ? html`<button
            class="review"
            aria-expanded=${this._isReviewing ? 'true' : 'false'}
            @click=${this.#toggleReview}
          >
            ${icon('pencil')}${strings.review.open}${
              this.answers.length === 0
                ? nothing
                : html` <span class="badge">${strings.number(this.answers.length)}</span>`
            }
          </button>`
        : nothing
    if (this._progress !== undefined) {
      return html`<p role="status">${strings.checking(this._progress)}</p>
        ${review}${this._isReviewing ? nothing : sensitivity}<button
          class="stop"
          @click=${() => this.#abortController?.abort()}
        >
          ${strings.stop}
        </button>`
    }
    const cellSummary = !report
      ? ''
      : report.findings.length === 0
        ? this.#changes.length > 0
          ? ''
          : strings.noFindings(report.rowsChecked)
        : strings.summary(report.findings.length, this.#repairCount, report.rowsChecked)
    const duplicateRowCount = report?.repeated?.length ?? 0
    const summary = [
      cellSummary,
      duplicateRowCount === 0 ? '' : strings.duplicateRows(duplicateRowCount),
      this.#changes.length === 0 ? '' : strings.cleaningSummary(this.#changes.length),
    ]
      .filter(Boolean)
      .join(' · ')
    const checkAgain = this.source
      ? html`<button class="check-again" @click=${() => this.source && this.#check(this.source)}>
          ${strings.checkAgain}
        </button>`
      : nothing
    return html`<p role="status">${summary}</p>
      ${review}${this._isReviewing ? nothing : [sensitivity, checkAgain, this.#renderModels(report)]}`
  }

  /** Renders one button for each language model that can review uncertain findings. */
  #renderModels(report: CheckReport | undefined): unknown {
    const { source, strings } = this
    if (!source || !report?.findings.some(({ confidence }) => confidence <= maxUncertainConfidence)) return nothing
    return source.models?.map(
      (model) =>
        html`<button class="ask-model" title=${strings.askModelHint} @click=${() => this.#check(source, { model })}>
          ${strings.askModel(model)}
        </button>`,
    )
  }

  /** Renders notes that limit the validity of the findings, for example that only a sample of the rows was checked. */
  #renderNotes(report: CheckReport | undefined): unknown {
    const { strings } = this
    return report?.notes.map(
      (note) =>
        html`<p class="note" role="note">
          ${icon(note.severity === 'info' ? 'info' : 'triangle-alert')}<span
            >${strings.renderText(getProblemText(note))} ${strings.renderText(getHint(note))}</span
          >
        </p>`,
    )
  }

  #renderActions(report: CheckReport | undefined, listedGroups: readonly Group[]): unknown {
    const { strings } = this
    if (!report || !hasFindings(report) || this._isReviewing) return nothing
    const columns = [...new Set(this.#groups.map(({ group }) => group.column))].sort(
      (a, b) => report.columns.indexOf(a) - report.columns.indexOf(b),
    )
    const pendingCount = listedGroups.reduce((sum, { group, repairedCount }) => sum + group.repairs - repairedCount, 0)
    const isAllSelected =
      pendingCount > 0 &&
      this._approvedFindings.size >= pendingCount &&
      listedGroups.every((group) => this.#isApproved(group))
    return html`<label
        >${strings.column}
        <select class="column" @change=${this.#onColumnChange}>
          <option value="" ?selected=${this._columnFilter === ''}>${strings.all}</option>
          ${columns.map((column) => html`<option value=${column} ?selected=${this._columnFilter === column}>${column}</option>`)}
        </select></label
      ><label
        ><input
          class="all"
          type="checkbox"
          .checked=${isAllSelected}
          .disabled=${pendingCount === 0}
          @change=${() => this.#approve(listedGroups.flatMap(createPendingRepairFilter(this.repaired)), !isAllSelected)}
        />${strings.allShown(pendingCount)}</label
      ><button
        class="primary repair-selected"
        .disabled=${this._approvedFindings.size === 0}
        @click=${(event: Event) => this.#preview(event, this.approved)}
      >
        ${strings.repairSelected(this._approvedFindings.size)}
      </button>`
  }

  #renderBody(report: CheckReport, listedGroups: readonly Group[]): unknown {
    const { strings } = this
    const table = this.table ?? this.source?.table
    const duplicates = this._columnFilter === '' ? (report.repeated ?? []) : []
    const visibleDuplicates = duplicates.slice(0, Math.max(0, this._maxListedItems - listedGroups.length))
    const visibleGroups = listedGroups.slice(0, this._maxListedItems)
    const uncertainGroups = listedGroups.filter(({ group }) => !isError(group))
    const isUncertainOpen = this.#selectShownGroups(listedGroups).length === listedGroups.length
    const nextBatchCount = Math.min(listBatchSize, listedGroups.length + duplicates.length - this._maxListedItems)
    return html`<div class="body">
      <div class="side">
        ${
          this._isReviewing && !this._repair
            ? html`<aw-answer-review
                .source=${this.source}
                .answers=${this.answers}
                .effect=${this._effect}
                .strings=${strings}
                ?learning=${this._progress !== undefined}
                @aw-answers-change=${({ answers }: AnswersChangeEvent) => (this.answers = answers)}
                @aw-review-row=${({ row }: ReviewRowEvent) => this.#showRow({ row })}
                @aw-review-close=${this.#toggleReview}
              ></aw-answer-review>`
            : nothing
        }
        ${
          this._repair
            ? html`<aw-repair-preview
                .repair=${this._repair}
                .source=${this.source}
                .types=${this.#getColumnTypes()}
                .strings=${strings}
                @aw-preview-apply=${this.#onApply}
                @aw-preview-cancel=${this.#closePreview}
              ></aw-repair-preview>`
            : nothing
        }
        <ul class="list unmarked" part="list" aria-label=${this.label || strings.findings} tabindex="-1">
          ${repeat(
            visibleGroups.filter(({ group }) => isError(group)),
            ({ key }) => key,
            (group) => this.#renderGroup(group),
          )}
          ${uncertainGroups.length > 0 ? this.#renderUncertainHeader(uncertainGroups, isUncertainOpen) : nothing}
          ${repeat(
            isUncertainOpen ? visibleGroups.filter(({ group }) => !isError(group)) : [],
            ({ key }) => key,
            (group) => this.#renderGroup(group),
          )}
          ${this._columnFilter === '' && this.#changes.length > 0 ? renderCleaning(this.#changes, this._appliedChanges, strings, (operations) => this.#applyChanges(operations)) : nothing}
          ${
            visibleDuplicates.length > 0
              ? renderDuplicateRows(visibleDuplicates, duplicates.length, strings, {
                  exactCount: countExactDuplicates(report),
                  onDrop: (event) => this.#previewDeduplication(event, report),
                  onShow: (row) => this.#showRow(row),
                })
              : nothing
          }
          ${
            nextBatchCount > 0
              ? html`<li class="foot">
                  <button class="more" @click=${() => (this._maxListedItems += listBatchSize)}>
                    ${strings.more(nextBatchCount)}
                  </button>
                </li>`
              : nothing
          }
        </ul>
      </div>
      ${
        table
          ? html`<aw-data-table
              exportparts="scroller: table-scroller, status: table-status, download-button, download-more"
              part="table"
              .source=${table}
              .changes=${this.#cellMarks}
              .label=${strings.table}
              .strings=${toTableStrings(strings)}
            ></aw-data-table>`
          : nothing
      }
    </div>`
  }

  /** Selects the errors, or all groups if the others are not folded. */
  #selectShownGroups(groups: readonly Group[]): readonly Group[] {
    const errors = groups.filter(({ group }) => isError(group))
    return (this._areUncertainShown ?? errors.length === 0) ? groups : errors
  }

  /** Renders the button that shows or hides the findings that are not errors. */
  #renderUncertainHeader(groups: readonly Group[], isOpen: boolean): unknown {
    const cellCount = groups.reduce((sum, { group }) => sum + group.cells, 0)
    return html`<li class="group">
      <button
        type="button"
        class="toggle uncertain"
        aria-expanded=${isOpen ? 'true' : 'false'}
        @click=${() => (this._areUncertainShown = !isOpen)}
      >
        <span class="chevron">${icon('chevron-right')}</span
        ><span class="title"
          ><strong>${this.strings.uncertain}</strong>
          <span class="count muted">· ${this.strings.cells(cellCount)}</span></span
        >
      </button>
    </li>`
  }

  #renderGroup(group: Group): unknown {
    const { key, findings, repairedCount } = group
    const isOpen = this._expandedKeys.has(key)
    return html`<li class="group">
      ${renderGroupHeader(group, this.strings, {
        cellsId: key,
        isOpen,
        approvedCount:
          this._approvedFindings.size === 0
            ? 0
            : findings.filter((finding) => this._approvedFindings.has(finding)).length,
        repairedCount,
        onToggle: () => this.#toggle(key),
        onApprove: () => this.#approve(createPendingRepairFilter(this.repaired)(group), !this.#isApproved(group)),
        onRepair: (event) => this.#preview(event, createPendingRepairFilter(this.repaired)(group)),
      })}
      ${
        isOpen
          ? html`<aw-finding-cells
              id=${key}
              .findings=${findings}
              .approved=${this._approvedFindings}
              .repaired=${this.repaired}
              .types=${this.#getColumnTypes()}
              ?compact=${isValueKind(group.group.kind)}
              .label=${group.group.column}
              .strings=${this.strings}
              @aw-finding-approve=${({ finding }: FindingApproveEvent) => this.#approve([finding], !this._approvedFindings.has(finding))}
              @aw-finding-repair=${(event: FindingRepairEvent) => this.#preview(event, [event.finding])}
              @aw-finding-show=${({ finding }: FindingShowEvent) => this.#showRow(finding)}
            ></aw-finding-cells>`
          : nothing
      }
    </li>`
  }

  get #changes(): readonly AppliedOperation[] {
    return this.report?.changes ?? []
  }

  #applyChanges(operations: readonly Operation[]): void {
    this._appliedChanges = new Set([...this._appliedChanges, ...operations])
    this.dispatchEvent(new RepairEvent({ operations }))
  }

  #groupFindings(): void {
    const { report } = this
    this.#groupedReport = report
    const wasExpanded = new Map(this.#groups.map((group) => [group.key, this._expandedKeys.has(group.key)]))
    this.#groups = groupFindings(report?.findings ?? []).map((group) => ({
      ...group,
      key: toGroupKey(group),
      repairedCount: 0,
    }))
    this.#repairCount = this.#groups.reduce((sum, { group }) => sum + group.repairs, 0)
    this.#cellMarks = report && createCellMarks(report.findings, (text) => this.strings.renderText(text))
    this._approvedFindings = new Set()
    // After another check, for example following an answer, groups stay expanded or collapsed as the user left them.
    this._expandedKeys = new Set(
      this.#groups.filter((group) => wasExpanded.get(group.key) ?? isSmallGroup(group)).map(({ key }) => key),
    )
    if (!this.#groups.some(({ group }) => group.column === this._columnFilter)) this._columnFilter = ''
    this._maxListedItems = listBatchSize
    this._repair = undefined
  }

  #updateRepairedCounts(): void {
    const { repaired } = this
    this.#groups = this.#groups.map((group) => ({
      ...group,
      repairedCount: repaired
        ? group.findings.filter((finding) => hasRepair(finding) && repaired.has(finding)).length
        : 0,
    }))
    const remainingFindings = [...this._approvedFindings].filter((finding) => repaired?.has(finding) !== true)
    if (remainingFindings.length < this._approvedFindings.size) this._approvedFindings = new Set(remainingFindings)
  }

  readonly #onColumnChange = (event: Event): void => {
    this._columnFilter = readValue(event)
    this._maxListedItems = listBatchSize
  }

  readonly #onSensitivityChange = (event: Event): void => {
    this.sensitivity = readValue(event) as Sensitivity
    this.dispatchEvent(new SensitivityChangeEvent({ sensitivity: this.sensitivity }))
    if (this.source) void this.#check(this.source)
  }

  readonly #toggleReview = async (): Promise<void> => {
    this._isReviewing = !this._isReviewing
    this.#shouldFocusReview = this._isReviewing
    await this.updateComplete
    if (!this._isReviewing) this.renderRoot.querySelector<HTMLElement>('.review')?.focus()
  }

  /** Requests the height for a review or preview, and focuses a new review once it is rendered. */
  protected override updated(changed: PropertyValues): void {
    if (changed.has('_isReviewing') || changed.has('_repair')) {
      const height = this._isReviewing || this._repair ? taskHeight : 0
      if (height !== this.#requestedHeight) this.dispatchEvent(new HeightRequestEvent({ height }))
      this.#requestedHeight = height
    }
    const review = this.#shouldFocusReview ? this.renderRoot.querySelector<AwAnswerReview>('aw-answer-review') : null
    if (!review) return
    this.#shouldFocusReview = false
    void this.#focusReview(review)
  }

  async #focusReview(review: AwAnswerReview): Promise<void> {
    const readyReview = await waitUntilReady(review)
    readyReview?.focus()
  }

  #toggle(key: string): void {
    const expandedKeys = new Set(this._expandedKeys)
    if (!expandedKeys.delete(key)) expandedKeys.add(key)
    this._expandedKeys = expandedKeys
  }

  #isApproved(group: Group): boolean {
    const pendingFindings = createPendingRepairFilter(this.repaired)(group)
    return pendingFindings.every((finding) => this._approvedFindings.has(finding))
  }

  #approve(findings: readonly Finding[], isApproved: boolean): void {
    const approvedFindings = new Set(this._approvedFindings)
    for (const finding of findings) {
      if (isApproved) approvedFindings.add(finding)
      else approvedFindings.delete(finding)
    }
    this._approvedFindings = approvedFindings
  }

  #preview(event: Event, findings: readonly Finding[]): void {
    const repairs = findings.filter(hasRepair)
    const allFindings = this.report?.findings ?? []
    this.#openPreview(event, {
      findings: repairs,
      operations: planGroupRepairs(repairs, allFindings, this.#listTextColumns()),
      removedRowCount: 0,
    })
  }

  /** Previews the removal of exact duplicates. */
  #previewDeduplication(event: Event, report: CheckReport): void {
    const operations: Operation[] = planDeduplication(report)
    this.#openPreview(event, { findings: [], operations, removedRowCount: countExactDuplicates(report) })
  }

  #openPreview(event: Event, repair: ProposedRepair): void {
    const [control] = event.composedPath()
    this.#returnFocus = control instanceof HTMLElement ? control : undefined
    this._repair = repair
    void this.updateComplete.then(() => this.renderRoot.querySelector<AwRepairPreview>('aw-repair-preview')?.focus())
  }

  readonly #closePreview = async (): Promise<void> => {
    this._repair = undefined
    await this.updateComplete
    const control = this.#returnFocus
    if (control?.isConnected) control.focus()
    else this.renderRoot.querySelector<HTMLElement>('.list')?.focus()
  }

  readonly #onApply = (): void => {
    const repair = this._repair
    if (!repair) return
    this.#approve(repair.findings, false)
    void this.#closePreview()
    this.dispatchEvent(new RepairEvent({ operations: repair.operations }))
  }

  #getColumnTypes(): ReadonlyMap<string, string> {
    const table = this.table ?? this.source?.table
    return new Map(table?.columns.map(({ name, type }) => [name, type]))
  }

  #listTextColumns(): ReadonlySet<string> {
    return new Set([...this.#getColumnTypes()].flatMap(([name, type]) => (type === 'VARCHAR' ? [name] : [])))
  }

  #showRow({ row }: Pick<Finding, 'row'>): void {
    this.renderRoot.querySelector<AwDataTable>('aw-data-table')?.scrollToRow(row - 1)
  }

  /**
   * Checks the table.
   *
   * @param options.before - The report to compare with the new one to determine the effect of the answers.
   * @param options.model - The language model that reviews uncertain findings.
   */
  async #check(
    source: CheckSource,
    { before: previousReport, model }: { before?: CheckReport | undefined; model?: string } = {},
  ): Promise<void> {
    this.#abortController?.abort()
    const controller = new AbortController()
    this.#abortController = controller
    this._progress = 0
    this._failure = undefined
    try {
      const report = await source.check({
        signal: controller.signal,
        sensitivity: this.sensitivity,
        answers: this.answers,
        model,
        onProgress: (percent) => {
          if (this.#abortController === controller && this._progress !== undefined) this._progress = percent
        },
      })
      if (this.#abortController !== controller) return
      this.report = report
      this._effect = previousReport && compareChecks(previousReport, report)
      this.dispatchEvent(new CheckedEvent({ report }))
    } catch (cause) {
      if (this.#abortController !== controller) return
      this._failure = controller.signal.aborted ? 'stopped' : toProblem(cause)
    } finally {
      if (this.#abortController === controller) this._progress = undefined
    }
  }
}

/** A group as shown in the list. */
interface Group extends GroupedFindings {
  readonly key: string
  /** Number of repairs that are already part of a plan. */
  readonly repairedCount: number
}

/** Returns a key for a group. It is a valid element id and stays the same across checks of the table. */
const toGroupKey = ({ group }: GroupedFindings): string =>
  `group-${encodeURIComponent(group.column)}-${group.kind ?? group.rule}${isError(group) ? '' : '-uncertain'}`

/** Returns whether the source's last report was created with the element's current settings. */
const matchesSettings = (
  { lastSettings }: CheckSource,
  { sensitivity, answers }: Pick<AwFindings, 'sensitivity' | 'answers'>,
): boolean =>
  lastSettings === undefined ||
  ((lastSettings.sensitivity ?? 'balanced') === sensitivity &&
    JSON.stringify(lastSettings.answers ?? []) === JSON.stringify(answers))

const hasFindings = ({ findings, repeated = [] }: CheckReport): boolean => findings.length + repeated.length > 0

const hasRepair = ({ repair }: Finding): boolean => repair !== undefined

const isSmallGroup = ({ group }: GroupedFindings): boolean => group.cells <= maxExpandedCells

const createPendingRepairFilter =
  (repaired: RepairedCells | undefined) =>
  ({ findings }: GroupedFindings): readonly Finding[] =>
    findings.filter((finding) => hasRepair(finding) && repaired?.has(finding) !== true)

/** Returns the number of duplicate rows that deduplication would remove. */
const countExactDuplicates = ({ repeated = [] }: CheckReport): number =>
  repeated.filter(({ confidence }: DuplicateRow) => confidence >= minRepairConfidence).length

const readValue = (event: Event): string => (event.target as HTMLSelectElement).value

/** Creates the marks of the findings. There may be 100,000, so a reason is rendered only when its cell is displayed. */
function createCellMarks(findings: readonly Finding[], renderText: (text: Text) => string): CellChanges {
  const findingsByColumn = new Map<string, Map<number, Finding>>()
  for (const finding of findings) {
    const findingsByRow = findingsByColumn.get(finding.column) ?? new Map<number, Finding>()
    findingsByColumn.set(finding.column, findingsByRow)
    findingsByRow.set(finding.row - 1, finding)
  }
  return {
    count: findings.length,
    getChange: (row, column): CellChange | undefined => {
      const finding = findingsByColumn.get(column)?.get(row)
      if (!finding) return undefined
      const { value, repair, reason } = finding
      return { before: value, reason: repair === undefined ? reason : `${renderText(reason)} → ${repair}` }
    },
  }
}

const toTableStrings = (strings: FindingsStrings): DataTableStrings => ({
  ...strings.rowsTable,
  changed: strings.tableMark,
  changedFrom: () => strings.originalPrefix,
  changes: strings.tableMarks,
})
