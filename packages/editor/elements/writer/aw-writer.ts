import { loadLazyTexts } from '../../language/languages.ts'
import type { WorkflowSession } from '@aw-flow/client'
import {
  getProblemText,
  unwrap,
  defined,
  type Column,
  type ColumnRule,
  type Problem,
  type TableRef,
  type ValidationReport,
} from '@aw-flow/schema'
import { generatedTextSchema, type WrittenText } from '@aw-flow/schema/internal'
import { css, html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { FieldChangeEvent } from '../../forms/field-change-event.ts'
import { findInputTable } from '../../forms/find-input-table.ts'
import type { AskExpression } from '../../forms/form-context.ts'
import { formStrings, type FormStrings } from '../../forms/form-strings.ts'
import type { RuleData } from '../../forms/rules/rule-data.ts'
import { icon } from '../../icons/icon.ts'
import { LanguageController } from '../../language/language-controller.ts'
import { AskPanel } from '../../views/table/ask/ask-panel.ts'
import { createPanelHost } from '../../views/table/table-panel.ts'
import { StatementPreview } from '../../views/table/ask/statement-preview.ts'
import { popoverStyles } from '../../views/table/table-popover.styles.ts'
import { dataTableStrings, type DataTableStrings } from '../../views/table/table-strings.ts'
import { tableToolStrings, type TableToolStrings } from '../../views/table/table-tool-strings.ts'
import { createSessionTable, toProblem } from '../../views/table-source.ts'
import { readRows } from '../../views/read-rows.ts'
import { ModalElement } from '../editor/modal-element.ts'
import { listInputNames } from './list-inputs.ts'
import { createStatementSource } from './statement-source.ts'
import { writerStrings, type WriterKind, type WriterStrings } from './writer-strings.ts'

declare global {
  interface HTMLElementTagNameMap {
    'aw-writer': AwWriter
  }
}

/** Specifies the setting to write, and the context that is needed to write and test it. @public */
export interface WriterRequest {
  readonly kind: WriterKind
  readonly session: WorkflowSession
  /** Id of the node that the setting belongs to. */
  readonly node: string
  /** The column that a pattern is tested on. */
  readonly column?: string | undefined
  /** The input columns, or the names that an expression can use. */
  readonly columns: readonly Column[]
  /** Evaluates an expression on actual rows. */
  readonly askExpression?: AskExpression | undefined
  /** Tests a rule on actual rows. */
  readonly rules?: RuleData | undefined
  /** UI strings for the settings form. Default: English. */
  readonly strings?: FormStrings | undefined
  /** Called when the user accepts the written text, to store it in the setting. */
  onUse(text: string): void
}

const styles = css`
  dialog {
    width: min(calc(620 * var(--_px)), calc(100% - 32px));
  }

  dialog,
  form {
    overflow-wrap: anywhere;
  }

  form {
    display: grid;
    gap: var(--_space-12);
  }

  form label,
  fieldset {
    display: grid;
    gap: var(--_space-4);
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    padding: 0;
  }

  .lines {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(calc(200 * var(--_px)), 1fr));
    gap: var(--_space-12);
  }

  .example {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(calc(210 * var(--_px)), 100%), 1fr));
    gap: var(--_space-4) var(--_space-8);
    align-items: center;
  }

  .models {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
  }

  .models span {
    flex: 1 1 calc(200 * var(--_px));
  }

  .info {
    display: flex;
    gap: 6px;
    align-items: center;
  }

  pre {
    margin: 0;
    padding: var(--_space-8);
    border-radius: 4px;
    background: var(--_sunken);
    font-family: var(--_mono);
    font-size: var(--_type-12);
    white-space: pre-wrap;
  }

  .result {
    display: grid;
    gap: var(--_space-8);
    min-width: 0;
  }

  .filter.ask {
    width: auto;
    padding: 0;
  }

  .filter.ask h3 {
    display: none;
  }
`

/** Maximum number of rows that are read for examples and results. */
const maxRows = 8
/** Maximum number of rows for which the user can enter an expected result. */
const maxExamples = 3
/** Maximum number of columns shown per row. */
const maxColumns = 4

/** Outcome of the last request: the written text, or the problem that made the request fail. */
interface Outcome {
  readonly writtenText?: WrittenText
  readonly failure?: Problem
}

/**
 * A dialog that writes an expression, validation rule, regular expression or SQL statement from a description and
 * examples, using rules or, on request, a language model that the page allows. It shows the result on actual
 * rows. The setting does not change until the user accepts the result, and the workflow does not run.
 *
 * @event {DialogCloseEvent} aw-dialog-close - Fired after the dialog has closed.
 * @csspart code - The text area of a code field.
 *
 * @public
 */
export class AwWriter extends ModalElement {
  static override styles = [...ModalElement.styles, popoverStyles, styles]
  static override properties = {
    request: { attribute: false },
    strings: { attribute: false },
    _tools: { state: true },
    _table: { state: true },
    _rows: { state: true },
    _outcome: { state: true },
    _text: { state: true },
    _writer: { state: true },
    _report: { state: true },
    _hasInput: { state: true },
  }

  /** Specifies the setting to write. */
  declare request: WriterRequest | undefined
  /** UI strings. Default: the strings for the nearest `lang` attribute. */
  declare strings: WriterStrings
  declare _tools: TableToolStrings
  /** The input table; `null` if there is no data yet, `undefined` until it is known. */
  declare _table: TableRef | null | undefined
  declare _rows: readonly (readonly (string | undefined)[])[]
  declare _outcome: Outcome | undefined
  /** The written text, including edits by the user. */
  declare _text: string
  /** Id of the model that is writing, or an empty string for the rules; `undefined` if no request is in progress. */
  declare _writer: string | undefined
  /** The result of testing the written rule on actual rows. */
  declare _report: ValidationReport | undefined
  /** Whether the user has entered a description or an example. */
  declare _hasInput: boolean

  #description = ''
  #expectedResults = new Map<number, string>()
  #matchingText = ''
  #nonMatchingText = ''
  #abortController: AbortController | undefined
  #rowsAbortController: AbortController | undefined
  #askPanel: AskPanel | undefined
  #matchPreview: StatementPreview | undefined

  constructor() {
    super()
    this.strings = writerStrings
    this._tools = tableToolStrings
    this._rows = []
    this._text = ''
    this._hasInput = false
    this.addController(
      new LanguageController(this, writerStrings, (locale) => loadLazyTexts(locale, 'writer', writerStrings)),
    )
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#abortController?.abort()
    this.#rowsAbortController?.abort()
    this.#matchPreview?.clear()
  }

  protected override onOpened(): void {
    this.renderRoot.querySelector<HTMLElement>('input')?.focus()
    void this.#loadRows()
  }

  override render(): unknown {
    const { request, strings } = this
    if (!request) return nothing
    return html`<dialog aria-labelledby="writer" @close=${this.onClosed}>
      <h2 id="writer">${strings.titles[request.kind]}</h2>
      ${request.kind === 'sql' ? this.#renderSql(request) : this.#renderForm(request)}
      <div class="actions">
        <button type="button" class="quiet" @click=${this.close}>${strings.cancel}</button>
        ${
          request.kind === 'sql'
            ? nothing
            : html`<button
                type="button"
                class="primary"
                .disabled=${this._text.trim() === ''}
                @click=${() => this.#use(this._text)}
              >
                ${strings.use}
              </button>`
        }
      </div>
    </dialog>`
  }

  #renderSql({ strings: requestStrings = formStrings }: WriterRequest): unknown {
    if (this._table === undefined) return html`<p class="muted" role="status">${this._tools.ask.reading}</p>`
    if (this._table === null || !this.#askPanel) return html`<p class="warn" role="status">${this.strings.noRows}</p>`
    return html`<div lang=${requestStrings.language}>${this.#askPanel.render()}</div>`
  }

  #renderForm(request: WriterRequest): TemplateResult {
    const { strings } = this
    const models = this.#listModels()
    return html`<form @submit=${this.#onSubmit}>
      <label>
        <span>${strings.description}</span>
        <input
          type="text"
          maxlength="500"
          autocomplete="off"
          placeholder=${strings.placeholders[request.kind]}
          .value=${live(this.#description)}
          @input=${(event: Event) => {
            this.#description = (event.target as HTMLInputElement).value
            this.#onChange()
          }}
        />
      </label>
      ${this.#renderExamples(request)}
      <div class="models small">
        <button type="submit" .disabled=${!this._hasInput}>${strings.write}</button>
        ${models.map(
          (model) =>
            html`<button type="button" .disabled=${!this._hasInput} @click=${() => this.#write(model)}>
              ${icon('wand-sparkles')}${strings.ask(model)}
            </button>`,
        )}
        ${models.length === 0 ? nothing : html`<span class="muted">${strings.sent(models.join(', '))}</span>`}
      </div>
      ${this.#renderOutcome(request)}
    </form>`
  }

  #renderExamples(request: WriterRequest): unknown {
    const { strings } = this
    if (request.kind === 'pattern') {
      const renderLines = (label: string, value: string, setText: (text: string) => void): TemplateResult =>
        html`<label>
          <span>${label}</span>
          <textarea
            rows="3"
            spellcheck="false"
            .value=${live(value)}
            @input=${(event: Event) => {
              setText((event.target as HTMLTextAreaElement).value)
              this.#onChange()
            }}
          ></textarea>
        </label>`
      return html`<fieldset>
        <legend>${strings.examples}</legend>
        <div class="lines">
          ${renderLines(strings.matches, this.#matchingText, (text) => (this.#matchingText = text))}
          ${renderLines(strings.rejects, this.#nonMatchingText, (text) => (this.#nonMatchingText = text))}
        </div>
        <p class="muted small">${strings.linesHint}</p>
      </fieldset>`
    }
    if (request.kind !== 'row-expression' || this._rows.length === 0) return nothing
    const columns = this._table?.columns ?? []
    return html`<fieldset>
      <legend>${strings.examples}</legend>
      ${this._rows.slice(0, maxExamples).map(
        (row, index) =>
          html`<div class="example">
            <span class="small"
              >${row
                .slice(0, maxColumns)
                .map(
                  (cell, columnIndex) =>
                    html`<span class="muted">${columns[columnIndex]?.name}: </span
                      >${cell ?? '∅'}${columnIndex < Math.min(maxColumns, row.length) - 1 ? ' · ' : ''}`,
                )}</span
            >
            <input
              type="text"
              autocomplete="off"
              aria-label=${strings.expected(index + 1)}
              placeholder=${strings.expected(index + 1)}
              @input=${(event: Event) => {
                const { value } = event.target as HTMLInputElement
                if (value === '') this.#expectedResults.delete(index + 1)
                else this.#expectedResults.set(index + 1, value)
                this.#onChange()
              }}
            />
          </div>`,
      )}
      <p class="muted small">${strings.examplesHint}</p>
    </fieldset>`
  }

  #renderOutcome(request: WriterRequest): unknown {
    const { strings, _outcome: outcome, _writer: writer } = this
    if (writer !== undefined)
      return html`<p class="muted" role="status">${writer === '' ? strings.writing : strings.asking(writer)}</p>`
    if (!outcome) return nothing
    const failure = outcome.failure ? getProblemText(outcome.failure) : outcome.writtenText?.model?.failure
    if (failure !== undefined) {
      const { renderText } = request.strings ?? formStrings
      return html`<p class="bad" role="alert">${strings.failed(renderText(failure))}</p>`
    }
    const { text, unknown, isContradiction, model } = outcome.writtenText!
    return html`<div class="result" role="status">
      ${
        text === undefined && !model
          ? html`<p class="warn">
              ${isContradiction ? strings.contradiction : unknown.length > 0 ? strings.unknown(unknown) : strings.nothing}
            </p>`
          : nothing
      }
      ${
        model
          ? html`${text === undefined ? nothing : html`<p class="info">${icon('wand-sparkles')}${strings.answeredBy(model.name, model.host)}</p>`}
            ${model.remarks === '' ? nothing : html`<p>${model.remarks}</p>`}
            ${
              model.questions.length === 0
                ? nothing
                : html`<p class="muted">${strings.questions}</p>
                    <ul>
                      ${model.questions.map((question) => html`<li>${question}</li>`)}
                    </ul>`
            }`
          : nothing
      }
      ${text === undefined ? nothing : this.#renderText(request)}
    </div>`
  }

  #renderText(request: WriterRequest): TemplateResult {
    const { strings, _text: text } = this
    const { kind, strings: requestStrings = formStrings } = request
    if (kind === 'row-expression' || kind === 'expression')
      return html`<span>${strings.result[kind]}</span>
        <aw-expression-field
          exportparts="code"
          .value=${text}
          over=${kind === 'row-expression' ? 'row' : 'value'}
          .ask=${request.askExpression}
          ?errors-only=${this.#hasResults}
          .label=${strings.result[kind]}
          .strings=${requestStrings.expression}
          @aw-field-change=${(event: FieldChangeEvent) => (this._text = String(event.value))}
        ></aw-expression-field>
        ${kind === 'row-expression' ? this.#renderResults() : nothing}
        <p class="muted small">${strings.note}</p>`
    return html`<span>${strings.result[kind]}</span>
      <pre tabindex="0" role="region" aria-label=${strings.result[kind]}><code>${text}</code></pre>
      ${kind === 'rule' ? this.#renderReport() : nothing}
      ${kind === 'pattern' && this.#matchPreview ? html`<div class="ask">${this.#matchPreview.render(this._tools.ask, this.#tableStrings)}</div>` : nothing}
      <p class="muted small">${strings.note}</p>`
  }

  /** Whether the results of the written expression can be shown for the first rows. */
  get #hasResults(): boolean {
    const { text, firstResults = [] } = this._outcome?.writtenText ?? {}
    return this.request?.kind === 'row-expression' && text === this._text && firstResults.length > 0
  }

  /** Renders the first rows with the results of the written expression. After an edit, the results are unknown. */
  #renderResults(): unknown {
    const { _rows: rows, _outcome: outcome, _table: table, strings } = this
    const { firstResults = [] } = outcome?.writtenText ?? {}
    if (!table) return html`<p class="muted small">${strings.noRows}</p>`
    if (!this.#hasResults) return nothing
    const columns = table.columns.slice(0, maxColumns)
    return html`<div class="ask">
      <div class="rows" tabindex="0" role="region" aria-label=${strings.preview}>
        <table>
          <thead>
            <tr>
              ${columns.map(({ name }) => html`<th scope="col">${name}</th>`)}
              <th scope="col">${strings.result['row-expression']}</th>
            </tr>
          </thead>
          <tbody>
            ${firstResults.map(
              (result, index) =>
                html`<tr>
                  ${columns.map((_, columnIndex) => html`<td>${rows[index]?.[columnIndex] ?? '∅'}</td>`)}
                  <td><strong>${result ?? '∅'}</strong></td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </div>`
  }

  #renderReport(): unknown {
    const { strings, _report: report } = this
    if (!report) return this.request?.rules && this._table ? nothing : html`<p class="muted">${strings.noRows}</p>`
    const failingRules = report.rules.filter(({ valid }) => !valid)
    if (failingRules.length === 0) return html`<p class="good">${strings.passes}</p>`
    return html`${failingRules.map(({ failing: count, checked, sample }) => {
      const examples = sample.slice(0, 3).map(({ value }) => value ?? '∅')
      return html`<p class="warn">
        ${strings.fails(count, checked)} <span class="muted">${examples.join(', ')}</span>
      </p>`
    })}`
  }

  get #tableStrings(): DataTableStrings {
    return { ...dataTableStrings, renderText: (this.request?.strings ?? formStrings).renderText }
  }

  #listModels(): readonly string[] {
    return (this.request?.session.runs.networkAccess?.models.models ?? []).map(({ id }) => id)
  }

  #onChange(): void {
    const hasExamples = this.#expectedResults.size > 0 || this.#matchingText.trim() !== ''
    this._hasInput = this.#description.trim() !== '' || hasExamples
    // Discard the result, which belongs to the previous input.
    this.#abortController?.abort()
    this._writer = undefined
    this._outcome = undefined
    this._text = ''
    this.requestUpdate()
  }

  #onSubmit = (event: Event): void => {
    event.preventDefault()
    if (this._hasInput) void this.#write(undefined)
  }

  /** Loads the input table and, depending on the kind of setting, its first rows. */
  async #loadRows(): Promise<void> {
    const { request } = this
    if (!request) return
    const { session, node } = request
    const controller = (this.#rowsAbortController = new AbortController())
    const port = request.kind === 'sql' ? listInputNames(session, node)[0]! : 'table'
    const [tools, input] = await Promise.all([
      loadLazyTexts(request.strings?.language ?? 'en', 'tableTools', tableToolStrings),
      findInputTable(session, node, port, controller.signal).catch(() => 'no-data' as const),
    ])
    if (!this.isConnected) return
    this._tools = tools
    this._table = typeof input === 'string' ? null : input.table
    if (typeof input === 'string') return
    if (request.kind === 'sql') {
      this.#askPanel = new AskPanel({
        source: createStatementSource(session, node, input.table),
        host: createPanelHost(() => this.requestUpdate(), this.close),
        onAdd: () => undefined,
        customAction: { label: this.strings.use, note: this.strings.note, run: (statement) => this.#use(statement) },
        getStrings: () => this.#tableStrings,
        getToolStrings: () => this._tools,
      })
      this.requestUpdate()
      await this.updateComplete
      this.renderRoot.querySelector<HTMLElement>('.ask input')?.focus()
    } else if (request.kind === 'row-expression') {
      const page = await session.tables.page({ table: input.table, offset: 0, limit: maxRows })
      if (page.ok) this._rows = readRows(page.value, maxColumns)
    } else if (request.kind === 'pattern') {
      const source = createSessionTable(session, input.table)
      this.#matchPreview = new StatementPreview(source, () => this.requestUpdate())
    }
  }

  async #write(model: string | undefined): Promise<void> {
    const { request } = this
    const writeText = request?.session.tables.writeText
    if (!request || !writeText || request.kind === 'sql') return
    this.#abortController?.abort()
    const controller = (this.#abortController = new AbortController())
    this._writer = model ?? ''
    this._report = undefined
    // The input may have become available since the dialog opened.
    if (!this._table) await this.#loadRows()
    if (controller.signal.aborted) return
    const columns = request.columns.length > 0 ? request.columns : (this._table?.columns ?? [])
    const toLines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')
    try {
      const writtenText = generatedTextSchema.parse(
        unwrap(
          await writeText(
            {
              kind: request.kind,
              description: this.#description,
              columns: [...columns],
              ...(this._table ? { table: this._table } : {}),
              results: [...this.#expectedResults].map(([row, value]) => ({ row, value })),
              matches: toLines(this.#matchingText),
              rejects: toLines(this.#nonMatchingText),
              ...defined({ model }),
            },
            { signal: controller.signal },
          ),
        ),
      )
      if (controller.signal.aborted) return
      this._outcome = { writtenText }
      this._text = writtenText.text ?? ''
      if (writtenText.text !== undefined) void this.#testText(request, writtenText.text, controller.signal)
    } catch (cause) {
      if (controller.signal.aborted) return
      this._outcome = { failure: toProblem(cause) }
    }
    this._writer = undefined
  }

  /** Tests a written rule or pattern on actual rows. Expressions are not tested here: their field shows the results. */
  async #testText({ kind, rules, column }: WriterRequest, text: string, signal: AbortSignal): Promise<void> {
    if (kind === 'rule' && rules) {
      const rule = JSON.parse(text) as ColumnRule
      const outcome = await rules.test(JSON.stringify({ columns: [rule] }), signal)
      if (!signal.aborted && outcome.state === 'done') this._report = outcome.value
    }
    if (kind === 'pattern' && column !== undefined) {
      const [cell, pattern] = [`"${column.replaceAll('"', '""')}"`, `'${text.replaceAll("'", "''")}'`]
      await this.#matchPreview?.load(
        `SELECT ${cell}, regexp_full_match(CAST(${cell} AS VARCHAR), ${pattern}) AS "${this.strings.matches}", count(*) AS n FROM input WHERE ${cell} IS NOT NULL GROUP BY 1, 2 ORDER BY 2, 3 DESC`,
      )
    }
  }

  #use(text: string): void {
    this.request?.onUse(text)
    this.close()
  }
}
