import { formatCount, type Text } from '@aw-flow/messages'
import { defined, getProblemText, parseJson, type Json, type WaitingNode } from '@aw-flow/schema'
import { isSameJson } from '@aw-flow/schema/internal'
import { html, nothing, type PropertyValues } from 'lit'
import { defineEvent } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { controls } from '../../styles/controls.styles.ts'
import { isNumeric } from '../../views/format-cell.ts'
import { alignedDecimalsStyles, findCellDecimals, renderAlignedCell } from '../../views/align-decimals.ts'
import { hasGroupedNumbers, localizeCell } from '../../views/localize-number.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import { getApprovalKind, type ApprovalKind } from './approval-kind.ts'
import { diffApproval } from './diff-approval.ts'
import { approvalStrings, type ApprovalStrings } from './approval-strings.ts'
import { styles } from './aw-approval.styles.ts'
import { renderDifference } from './difference-view.ts'
import type { renderInputForm } from './input-form.ts'
import { differenceStyles } from './difference.styles.ts'
import { element } from '../../element.ts'

/** A user's decision about an approval, with the digest of the value that was shown. @public */
export interface ApprovalDecision {
  /** The id of the waiting node. */
  node: string
  /** The enclosing loops and sub-workflows, outermost first. Absent at the top level. */
  scope?: string[]
  /** The SHA-256 hash of the value that was shown. */
  digest: string
  /** `done` marks the interrupted action as completed, with `edited` as its result, or uses the result so far. */
  decision: 'approve' | 'reject' | 'done'
  /** The value with the user's changes. Absent if it was not changed. */
  edited?: Json
  /** The user's comment. */
  comment?: string
}

/** Fired when the user decides on an approval. Calling `preventDefault` discards the decision. @public */
export class DecideEvent extends defineEvent<{
  /** The user's decision. */
  readonly decision: ApprovalDecision
}>('aw-decide', {
  cancelable: true,
}) {}

declare global {
  interface HTMLElementEventMap {
    'aw-decide': DecideEvent
  }
  interface HTMLElementTagNameMap {
    'aw-approval': AwApproval
  }
}

interface TableColumn {
  name: string
  type?: string
}

/** The format of numbers in a column. */
interface NumberFormat {
  readonly decimals: number
  /** Whether four-digit numbers have a thousands separator as well. */
  readonly shouldGroupFourDigits: boolean
}

interface ApprovalContent {
  message?: Text
  value?: {
    kind: string
    json?: Json
    text?: string
    table?: { rows: number; columns: TableColumn[] }
    /** The first rows of the table. */
    sample?: Record<string, Json>[]
  }
  problem?: Text
  /** The limit to which the amount in `value` is added, such as `cost`. */
  budget?: string
  /** The schema of a form to be filled in by the user. */
  schema?: { readonly [key: string]: Json }
  /** A URL to be opened by the user. */
  link?: string
}

/**
 * Displays the approval, interrupted action or limit that a node is waiting for. For an approval, the user approves the
 * value, approves it with changes, or rejects it. For an interrupted action, the user runs it again, marks it as done,
 * or marks it as failed. For a limit, the user raises it, uses the result so far, or stops the node.
 *
 * @event {DecideEvent} aw-decide - Fired when the user decides. Cancelable.
 *
 * @public
 */
export class AwApproval extends element(
  {
    /** The waiting node and what it is waiting for. */
    waiting: undefined as WaitingNode | undefined,
    /** If true, the approval is displayed but decisions are not accepted. */
    readonly: false,
    /** If true, the element has no buttons; the parent calls `decide`. */
    bare: false,
    strings: approvalStrings as ApprovalStrings,
    _problem: undefined as string | undefined,
    /** The last valid value that the user entered. */
    _edited: undefined as Json | undefined,
    /** Renders forms. Loaded with the first form. */
    _renderForm: undefined as typeof renderInputForm | undefined,
  },
  { readonly: { type: Boolean }, bare: { type: Boolean } },
) {
  static override styles = [tokens, controls, alignedDecimalsStyles, differenceStyles, styles]

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('waiting')) return
    this._problem = undefined
    this._edited = undefined
    if (this.#content.schema) void import('./input-form.ts').then((form) => (this._renderForm = form.renderInputForm))
  }

  get #content(): ApprovalContent {
    const waitFor = this.waiting?.waitFor
    return ((waitFor?.kind === 'approval' && waitFor.shown) || {}) as ApprovalContent
  }

  override render(): unknown {
    const { waiting, strings } = this
    if (!waiting) return nothing
    const { waitFor } = waiting
    if (waitFor.kind === 'time')
      return html`<p>${strings.waitingUntil(formatTime(waitFor.until, strings.language))}</p>`
    if (waitFor.kind === 'event') return html`<p>${strings.waitingForEvent(waitFor.name)}</p>`
    const content = this.#content
    const { message, problem, value, schema, link } = content
    const kind = getApprovalKind(waiting)
    // The text of the link is what the browser opens: hidden characters and letters that look like others are encoded.
    const url = link !== undefined && /^https?:/.test(link) && URL.canParse(link) ? new URL(link).href : undefined
    return html`
      ${message ? html`<p class="message">${strings.renderText(message)}</p>` : nothing}
      ${problem ? html`<p class="bad" role="alert">${strings.renderText(problem)}</p>` : nothing}
      ${
        url !== undefined
          ? html`<a href=${url} target="_blank" rel="noopener noreferrer">${url}</a>`
          : schema && !this.readonly
            ? this._renderForm?.(schema, Object(this._edited ?? value?.json), (edited) => (this._edited = edited))
            : this.#renderValue(content)
      }
      ${waitFor.deadline === undefined ? nothing : html`<p class="muted">${strings.decideBy(formatTime(waitFor.deadline, strings.language))}</p>`}
      ${
        this.readonly
          ? nothing
          : html`
              ${
                kind === 'interrupted'
                  ? html`<label for="edited">${strings.resultLabel}</label>
                      <textarea id="edited" rows="3" spellcheck="false" .value=${'null'}></textarea>`
                  : schema || link !== undefined
                    ? nothing
                    : html`<details>
                        <summary>${strings.edit}</summary>
                        <label for="edited"
                          >${value?.table ? strings.editCells : isAmount(content) ? strings.amount(toUnit(content.budget)) : strings.editJson}</label
                        >
                        <textarea
                          id="edited"
                          rows="6"
                          spellcheck="false"
                          .value=${formatForEditing(value)}
                          @input=${(event: Event) => this.#parseEdit((event.target as HTMLTextAreaElement).value)}
                        ></textarea>
                        ${this._edited === undefined ? nothing : renderDifference(diffApproval(content, this._edited), strings)}
                      </details>`
              }
              ${this._problem ? html`<p class="bad" role="alert">${this._problem}</p>` : nothing}
              <label for="comment">${strings.comment}</label>
              <input id="comment" type="text" />
              ${this.bare ? nothing : this.#renderButtons(kind)}
            `
      }
    `
  }

  /** Parses the edited value. Incomplete JSON is ignored. */
  #parseEdit(text: string): void {
    const parsedJson = parseJson(text)
    if (parsedJson.ok) this._edited = parsedJson.value
  }

  #renderButtons(kind: ApprovalKind): unknown {
    const { strings } = this
    const labels = {
      approval: { approve: strings.approve, done: '', reject: strings.reject },
      interrupted: { approve: strings.runAgain, done: strings.markAsDone, reject: strings.markAsFailed },
      budget: { approve: strings.raiseLimit, done: strings.useResult, reject: strings.stop },
    }[kind]
    return html`<div class="decisions">
      <button type="button" class="primary" @click=${() => this.decide('approve')}>
        ${icon('circle-check')}${labels.approve}
      </button>
      ${
        labels.done === ''
          ? nothing
          : html`<button type="button" @click=${() => this.decide('done')}>${labels.done}</button>`
      }
      <button type="button" @click=${() => this.decide('reject')}>${icon('ban')}${labels.reject}</button>
    </div>`
  }

  #renderValue(content: ApprovalContent): unknown {
    const { value, budget: limit = '' } = content
    if (!value) return html`<p class="muted">${this.strings.noInput}</p>`
    if (isAmount(content)) {
      const params = { limit, amount: value.json as number }
      return html`<p>${this.strings.amount()}: ${this.strings.renderText({ code: 'agent.amount', params })}</p>`
    }
    const { columns, sample, rows } = value.table
      ? { columns: value.table.columns, sample: value.sample ?? [], rows: value.table.rows }
      : toTable(value.json)
    if (columns.length === 0) return html`<pre tabindex="0">${formatForEditing(value)}</pre>`
    const cellEdits = value.table ? readCellEdits(this._edited) : new Map<string, Json | undefined>()
    const label = this.strings.rows(sample.length, rows)
    const { language } = this.strings
    const formats = columns.map(({ name, type = '' }): NumberFormat => {
      const cells = sample.map((row) => formatValue(row[name] ?? null))
      return { decimals: findCellDecimals(cells, type, language), shouldGroupFourDigits: hasGroupedNumbers(cells) }
    })
    return html`<p class="rows">${label}</p>
      <div class="scroll" tabindex="0" role="group" aria-label=${label}>
        <table>
          <thead>
            <tr>
              <td></td>
              ${columns.map(
                ({ name, type = '' }) => html`<th scope="col" class=${isNumeric(type) ? 'number' : ''}>${name}</th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${sample.map(
              (row, index) =>
                html`<tr>
                  <th scope="row">${formatCount(index + 1, this.strings.language)}</th>
                  ${columns.map((column, columnIndex) => this.#renderTableCell({ ...column, ...formats[columnIndex]! }, row[column.name], cellEdits, index + 1))}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`
  }

  #renderTableCell(
    { name, type = '', ...format }: TableColumn & NumberFormat,
    value: Json | undefined,
    cellEdits: ReadonlyMap<string, Json | undefined>,
    row: number,
  ): unknown {
    const key = toCellKey(row, name)
    const alignment = isNumeric(type) ? 'number' : ''
    if (!cellEdits.has(key) || isSameJson(cellEdits.get(key) ?? null, value ?? null))
      return html`<td class=${alignment}>${this.#renderCell(value, type, format)}</td>`
    return html`<td class="changed ${alignment}">
      <del>${this.#renderCell(value, type, { ...format, decimals: 0 })}</del
      ><ins>${this.#renderCell(cellEdits.get(key), type, format)}</ins>
    </td>`
  }

  /** Renders a cell as in data tables, with markers for line breaks and a placeholder for null. */
  #renderCell(value: Json | undefined, type: string, { decimals, shouldGroupFourDigits }: NumberFormat): unknown {
    if (value === null || value === undefined) return html`<span class="muted">${this.strings.null}</span>`
    const text = formatValue(value)
    if (isNumeric(type) && !/[\r\n]/.test(text)) {
      const { language } = this.strings
      return renderAlignedCell(localizeCell(text, type, language, shouldGroupFourDigits), decimals, language)
    }
    return text
      .split(/\r\n|\n|\r/, maxLinesPerCell)
      .map((line, index) => (index === 0 ? line : html`<span class="line-mark" aria-hidden="true"> ↵ </span>${line}`))
  }

  /** Submits a decision with the user's value and comment. Dispatches `aw-decide` unless the value is invalid JSON. */
  decide(decision: ApprovalDecision['decision']): void {
    const { waiting } = this
    if (waiting?.waitFor.kind !== 'approval') return
    const { node, scope, waitFor } = waiting
    const root = this.renderRoot
    const { value, schema } = this.#content
    const originalText = formatForEditing(value)
    const text = root.querySelector('textarea')?.value ?? originalText
    let editedField =
      schema && decision === 'approve' && this._edited !== undefined ? { edited: this._edited } : undefined
    const kind = getApprovalKind(waiting)
    const isResult = decision === 'done' && kind === 'interrupted'
    if (isResult || (decision === 'approve' && kind !== 'interrupted' && text !== originalText)) {
      const parsedJson = parseJson(text)
      if (parsedJson.ok) editedField = { edited: parsedJson.value }
      else {
        this._problem = this.strings.renderText(getProblemText(parsedJson.problem))
        root.querySelector('details')?.setAttribute('open', '')
        root.querySelector('textarea')!.focus()
        return
      }
    }
    const comment = root.querySelector<HTMLInputElement>('#comment')?.value.trim() ?? ''
    const { digest } = waitFor
    this.dispatchEvent(
      new DecideEvent({
        decision: {
          node,
          ...defined({ scope }),
          digest,
          decision,
          ...editedField,
          ...(comment === '' ? {} : { comment }),
        },
      }),
    )
  }
}

/** Returns whether the value is an amount to add to a limit. */
const isAmount = ({ budget, value }: ApprovalContent): boolean =>
  budget !== undefined && typeof value?.json === 'number'
const toUnit = (budget: string | undefined): 'cost' | 'ms' | undefined =>
  budget === 'cost' || budget === 'ms' ? budget : undefined

const formatTime = (time: number, language: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(time)
const formatValue = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))
const toCellKey = (row: number, column: string): string => `${row} ${column}`

/** Returns the cells that the user has edited, keyed by row and column. */
function readCellEdits(editedValue: Json | undefined): Map<string, Json | undefined> {
  const cellEdits = new Map<string, Json | undefined>()
  for (const cell of Array.isArray(editedValue) ? editedValue : []) {
    if (typeof cell !== 'object' || cell === null || Array.isArray(cell)) continue
    const { row, column, value } = cell
    if (typeof row === 'number' && typeof column === 'string') cellEdits.set(toCellKey(row, column), value)
  }
  return cellEdits
}

/** The maximum number of records in a list that are displayed as a table. */
const maxTableRecords = 20

/** Converts a list of flat records to a table. For any other value, the table has no columns. */
function toTable(json: Json | undefined): { columns: TableColumn[]; sample: Record<string, Json>[]; rows: number } {
  const emptyTable = { columns: [], sample: [], rows: 0 }
  if (!Array.isArray(json) || json.length === 0) return emptyTable
  const columns = new Map<string, TableColumn>()
  for (const record of json) {
    if (typeof record !== 'object' || record === null || Array.isArray(record)) return emptyTable
    for (const [name, value] of Object.entries(record)) {
      if (typeof value === 'object' && value !== null) return emptyTable
      const type = typeof value === 'number' ? 'DOUBLE' : value === null ? columns.get(name)?.type : 'VARCHAR'
      const existingColumn = columns.get(name)
      columns.set(name, { name, type: existingColumn?.type === 'VARCHAR' ? 'VARCHAR' : (type ?? 'DOUBLE') })
    }
  }
  return {
    columns: [...columns.values()],
    sample: json.slice(0, maxTableRecords) as Record<string, Json>[],
    rows: json.length,
  }
}

/** The maximum number of lines displayed per cell. */
const maxLinesPerCell = 30

/** Formats a value as JSON for editing. For a table, this is the list of changed cells, which is initially empty. */
function formatForEditing(value: ApprovalContent['value']): string {
  if (!value) return 'null'
  if (value.table) return '[]'
  return JSON.stringify(value.kind === 'text' ? value.text : value.json, null, 2)
}
