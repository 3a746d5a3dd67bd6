import { defineEvent } from '../../define-event.ts'
import { renderProblem } from '../../language/render-problem.ts'
import type { Text } from '@aw-flow/messages'
import {
  planRepairs,
  planRepeated,
  sureRepair,
  type CheckReport,
  type Finding,
  type FindingRule,
  type Operation,
  type RepeatedRow,
  textOf,
} from '@aw-flow/schema'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { controls } from '../../styles/controls.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import type { AwDataTable } from '../aw-data-table.ts'
import { cellChanges, type CellChange, type CellChanges } from '../table/cell-changes.ts'
import type { DataTableStrings } from '../table/table-strings.ts'
import { RepairEvent } from '../repair-event.ts'
import { problemOf, type TableSource } from '../table-source.ts'
import { styles } from './aw-findings.styles.ts'
import type { CheckSource } from './check-source.ts'
import { findingsStrings, type FindingsStrings } from './findings-strings.ts'
import { renderFinding } from './render-finding.ts'
import { renderDropping, renderRepeated } from './render-repeated.ts'

/** A check has ended. */
export class CheckedEvent extends defineEvent<{ readonly report: CheckReport }>('aw-checked') {}

declare global {
  interface HTMLElementEventMap {
    'aw-checked': CheckedEvent
  }
  interface HTMLElementTagNameMap {
    'aw-findings': AwFindings
  }
}

const atOnce = 200

/**
 * Suspicious cells and duplicate rows for review: the place of each finding, its reason, confidence and repair.
 * Findings can be filtered by rule and column, approved one by one or all listed, and are marked in the table beside
 * the list. Set a `source` that checks, or an existing `report` (and a `table` that shows the cells). Data are never
 * changed: approved repairs are reported as operations of a plan.
 *
 * @event {CheckedEvent} aw-checked - A check has ended.
 * @event {RepairEvent} aw-repair - What was approved is to be made a plan of.
 * @csspart bar - The line above the list: how many, filters, and what can be done.
 * @csspart list - The suspicious cells and the repeated rows.
 * @csspart table - The table with marked cells.
 * @csspart table-scroller - The scroll container of a table.
 * @csspart table-status - The line below a table.
 * @csspart download-button - The download button of a table.
 * @csspart download-more - The button that opens the other formats.
 */
export class AwFindings extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    source: { attribute: false },
    report: { attribute: false },
    table: { attribute: false },
    label: {},
    strings: { attribute: false },
    _approved: { state: true },
    _dropping: { state: true },
    _rule: { state: true },
    _column: { state: true },
    _most: { state: true },
    _done: { state: true },
    _failure: { state: true },
  }

  /** The source of checks; another one starts over. */
  declare source: CheckSource | undefined
  declare report: CheckReport | undefined
  /** The rows; by default those of the source. */
  declare table: TableSource | undefined
  /** The name of the checked table. */
  declare label: string
  declare strings: FindingsStrings
  declare private _approved: ReadonlySet<Finding>
  /** Certain duplicates will be dropped. */
  declare private _dropping: boolean
  declare private _rule: FindingRule | ''
  declare private _column: string
  declare private _most: number
  /** Progress in percent; `undefined` if no check is running. */
  declare private _done: number | undefined
  declare private _failure: string | undefined
  #work: AbortController | undefined
  #marks: CellChanges | undefined
  /** The report of the current marks. */
  #marked: CheckReport | undefined

  constructor() {
    super()
    this.label = ''
    this.strings = findingsStrings
    this._approved = new Set()
    this._dropping = false
    this._rule = ''
    this._column = ''
    this._most = atOnce
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#work?.abort()
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('source')) {
      this.#work?.abort()
      if (changed.get('source') !== undefined || this.source?.found) this.report = this.source?.found
      if (this.source && !this.report) void this.#check(this.source)
    }
    if (!changed.has('report') && this.report === this.#marked) return
    this.#marked = this.report
    this._approved = new Set()
    this._dropping = false
    this._rule = ''
    this._column = ''
    this._most = atOnce
    this.#marks =
      this.report && cellChanges(this.report.findings.map((finding) => markOf(finding, this.strings.renderText)))
  }

  /** Approved findings. */
  get approved(): readonly Finding[] {
    return this.report?.findings.filter((finding) => this._approved.has(finding)) ?? []
  }

  override render(): unknown {
    const { report, strings } = this
    if (!report && !this.source) return html`<p class="none">${strings.none}</p>`
    const listed = this.#listed()
    return html`<div class="bar" part="bar">${this.#renderState(report)}${this.#renderFilters(report, listed)}</div>
      ${this._failure === undefined ? nothing : html`<p class="failure" role="alert">${this._failure}</p>`}
      ${report && hasAny(report) ? this.#renderBody(report, listed) : nothing}`
  }

  #renderState(report: CheckReport | undefined): unknown {
    const { strings } = this
    if (this._done !== undefined) {
      return html`<p role="status">${strings.checking(this._done)}</p>
        <button class="stop" @click=${() => this.#work?.abort()}>${strings.stop}</button>`
    }
    const repairs = report?.findings.filter(({ repair }) => repair !== undefined).length ?? 0
    const cells = !report
      ? ''
      : report.findings.length === 0
        ? strings.clean(report.rowsChecked)
        : strings.facts(report.findings.length, repairs, report.rowsChecked)
    const rows = report?.repeated?.length ?? 0
    const facts = rows === 0 ? cells : `${cells} ${strings.repeatedRows(rows)}`
    const notes = report?.notes.map((note) => this.strings.renderText(textOf(note))).join(' ')
    const again = this.source
      ? html`<button class="again" @click=${() => this.source && this.#check(this.source)}>${strings.again}</button>`
      : nothing
    return html`<p role="status">${facts}${notes ? ` ${notes}` : ''}</p>
      ${again}`
  }

  #renderFilters(report: CheckReport | undefined, listed: readonly Finding[]): unknown {
    const { strings } = this
    if (!report || !hasAny(report)) return nothing
    const rules = [
      ...new Set([
        ...report.findings.map(({ rule }) => rule),
        ...(report.repeated ?? []).map(() => 'duplicate' as const),
      ]),
    ].sort()
    const columns = report.columns.filter((column) => report.findings.some((finding) => finding.column === column))
    const repairable = listed.filter(({ repair }) => repair !== undefined)
    const all = repairable.length > 0 && repairable.every((finding) => this._approved.has(finding))
    return html`<label
        >${strings.rule}
        <select class="rule" @change=${(event: Event) => this.#filter({ rule: valueOf(event) as FindingRule | '' })}>
          <option value="" ?selected=${this._rule === ''}>${strings.all}</option>
          ${rules.map((rule) => html`<option value=${rule} ?selected=${this._rule === rule}>${strings.rules[rule]}</option>`)}
        </select></label
      ><label
        >${strings.column}
        <select class="column" @change=${(event: Event) => this.#filter({ column: valueOf(event) })}>
          <option value="" ?selected=${this._column === ''}>${strings.all}</option>
          ${columns.map((column) => html`<option value=${column} ?selected=${this._column === column}>${column}</option>`)}
        </select></label
      ><label
        ><input
          class="all"
          type="checkbox"
          .checked=${all}
          .disabled=${repairable.length === 0}
          @change=${() => this.#approve(repairable, !all)}
        />${strings.allShown(repairable.length)}</label
      ><button
        class="primary plan"
        .disabled=${this._approved.size === 0 && !this._dropping}
        @click=${() => this.dispatchEvent(new RepairEvent({ operations: this.#plan(report) }))}
      >
        ${strings.plan(this._approved.size, this._dropping ? sureRows(report) : 0)}
      </button>`
  }

  #renderBody(report: CheckReport, listed: readonly Finding[]): unknown {
    const { strings } = this
    const table = this.table ?? this.source?.table
    const repeated = this.#listedRows()
    const rows = repeated.slice(0, Math.max(0, this._most - listed.length))
    const more = Math.min(atOnce, listed.length + repeated.length - this._most)
    return html`<div class="body">
      <ul class="list" part="list" aria-label=${this.label || strings.findings} tabindex="-1">
        ${listed.length + repeated.length === 0 ? html`<li class="nothing"><span></span>${strings.noneListed}</li>` : nothing}
        ${listed.slice(0, this._most).map((finding) =>
          renderFinding(finding, strings, {
            approved: this._approved.has(finding),
            onApprove: () => this.#approve([finding], !this._approved.has(finding)),
            onShow: table ? () => this.#show(finding) : undefined,
          }),
        )}
        ${
          rows.length > 0 && sureRows(report) > 0
            ? renderDropping(sureRows(report), strings, this._dropping, () => (this._dropping = !this._dropping))
            : nothing
        }
        ${rows.map((one) => renderRepeated(one, strings, table ? () => this.#show(one) : undefined))}
        ${
          more > 0
            ? html`<li class="foot">
                <span></span><button class="more" @click=${() => (this._most += atOnce)}>${strings.more(more)}</button>
              </li>`
            : nothing
        }
      </ul>
      ${
        table
          ? html`<aw-data-table
              exportparts="scroller: table-scroller, status: table-status, download-button, download-more"
              part="table"
              .source=${table}
              .changes=${this.#marks}
              .label=${strings.table}
              .strings=${tableStrings(strings)}
            ></aw-data-table>`
          : nothing
      }
    </div>`
  }

  #listed(): readonly Finding[] {
    return (this.report?.findings ?? []).filter(
      ({ rule, column }) =>
        (this._rule === '' || rule === this._rule) && (this._column === '' || column === this._column),
    )
  }

  /** Duplicate rows belong to no column, and to the rule for duplicates. */
  #listedRows(): readonly RepeatedRow[] {
    return this._column === '' && (this._rule === '' || this._rule === 'duplicate') ? (this.report?.repeated ?? []) : []
  }

  /** Repairs come first: they make some rows equal. */
  #plan(report: CheckReport): Operation[] {
    return [...planRepairs(this.approved, 0), ...(this._dropping ? planRepeated(report) : [])]
  }

  #filter({ rule = this._rule, column = this._column }: { rule?: FindingRule | ''; column?: string }): void {
    this._rule = rule
    this._column = column
    this._most = atOnce
  }

  #approve(findings: readonly Finding[], is: boolean): void {
    const approved = new Set(this._approved)
    for (const finding of findings) {
      if (is) approved.add(finding)
      else approved.delete(finding)
    }
    this._approved = approved
  }

  #show({ row }: Pick<Finding, 'row'>): void {
    this.renderRoot.querySelector<AwDataTable>('aw-data-table')?.scrollToRow(row - 1)
  }

  async #check(source: CheckSource): Promise<void> {
    this.#work?.abort()
    const work = new AbortController()
    this.#work = work
    this._done = 0
    this._failure = undefined
    try {
      const report = await source.check({
        signal: work.signal,
        onProgress: (done) => {
          if (this.#work === work && this._done !== undefined) this._done = done
        },
      })
      if (this.#work !== work) return
      this.report = report
      this.dispatchEvent(new CheckedEvent({ report }))
    } catch (cause) {
      if (this.#work !== work) return
      const { message, hint } = renderProblem(problemOf(cause), this.strings.renderText)
      this._failure = work.signal.aborted ? this.strings.stopped : [message, hint].filter(Boolean).join(' ')
    } finally {
      if (this.#work === work) this._done = undefined
    }
  }
}

const hasAny = ({ findings, repeated = [] }: CheckReport): boolean => findings.length + repeated.length > 0

/** The number of rows that a plan drops. */
const sureRows = ({ repeated = [] }: CheckReport): number =>
  repeated.filter(({ confidence }) => confidence >= sureRepair).length

const valueOf = (event: Event): string => (event.target as HTMLSelectElement).value

const markOf = (
  { row, column, value, repair, reason }: Finding,
  renderText: (text: Text) => string,
): { row: number; column: string } & CellChange => ({
  row: row - 1,
  column,
  before: value,
  reason: repair === undefined ? reason : `${renderText(reason)} → ${repair}`,
})

const tableStrings = (strings: FindingsStrings): DataTableStrings => ({
  ...strings.rowsTable,
  changed: strings.tableMark,
  changedFrom: () => strings.tableWritten,
  changes: strings.tableMarks,
})
