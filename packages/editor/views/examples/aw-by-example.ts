import { initialState, TaskStatus } from '@lit/task'
import { defined } from '@aw-flow/schema'
import type { CellExample, ExampleQuestion } from '@aw-flow/schema/internal'
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { defineEvent, localEventInit } from '../../define-event.ts'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { renderProblem } from '../../language/render-problem.ts'
import { controls } from '../../styles/controls.styles.ts'
import { panelStyles } from '../../styles/panel.styles.ts'
import { tokens } from '../../styles/tokens.styles.ts'
import type { CellEditEvent } from '../aw-data-table.ts'
import { indexCellChanges, type CellChanges } from '../table/cells/cell-changes.ts'
import { ConnectedTask } from '../connected-task.ts'
import { toProblem } from '../table-source.ts'
import { styles } from './aw-by-example.styles.ts'
import type { ExampleResult, ExampleSource } from './example-source.ts'
import { examplesStrings, type ExamplesStrings } from './examples-strings.ts'
import { element } from '../../element.ts'

/** Fired when the user accepts a transformation. @public */
export class ColumnTransformedEvent extends defineEvent<{
  /** The name of the transformed column. */
  readonly column: string
  /** The SQL statement that computes the transformation. It reads the table as `input`. */
  readonly statement: string
}>('aw-column-transformed', localEventInit) {}
/** Fired when the user cancels the transformation. @public */
export class TransformCloseEvent extends defineEvent('aw-transform-close', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-column-transformed': ColumnTransformedEvent
    'aw-transform-close': TransformCloseEvent
  }
  interface HTMLElementTagNameMap {
    'aw-by-example': AwByExample
  }
}

/** An example and the original value of its cell. */
interface EditedCell extends CellExample {
  readonly before?: string | null
}

const maxExamples = 20

/**
 * Transforms a column by example: the user edits cells, and the source finds transformations that produce the edited
 * values. The table previews the result for all rows. Rows for which several possible transformations produce different
 * values are listed as questions; each answer becomes another example. Nothing changes until the user accepts the
 * transformation.
 *
 * @event {ColumnTransformedEvent} aw-column-transformed - Fired when the user accepts the transformation.
 * @event {TransformCloseEvent} aw-transform-close - Fired when the user cancels the transformation.
 * @csspart bar - The bar above the table, with the state, the target column and the actions.
 * @csspart side - The side panel with the examples and the uncertain rows.
 * @csspart table-scroller - The scroll container of the table.
 * @csspart table-status - The line below the table.
 * @csspart download-button - The table's download button.
 * @csspart download-more - The button that opens the menu of other download formats.
 *
 * @public
 */
export class AwByExample extends element({
  /** The column to transform. Setting a new source discards the examples. */
  source: undefined as ExampleSource | undefined,
  strings: examplesStrings as ExamplesStrings,
  _examples: [] as readonly EditedCell[],
  /** The name of the new column, or `undefined` to replace the existing column. */
  _newName: undefined as string | undefined,
}) {
  static override styles = [tokens, controls, panelStyles, styles]

  readonly #learning = new ConnectedTask(this, {
    args: () => [this.source, this._examples] as const,
    task: async ([source, examples], { signal }) =>
      source && examples.length > 0
        ? source.preview(
            examples.map(({ row, value }) => ({ row, value })),
            signal,
          )
        : initialState,
    onComplete: () => void this.updateComplete.then(() => this.#showRow(this._examples.at(-1)!.row)),
  })
  #cachedMarks: { result: ExampleResult; changes: CellChanges } | undefined

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('source')) return
    this._examples = []
    this._newName = undefined
  }

  override render(): unknown {
    const { source, strings } = this
    if (!source) return nothing
    const { rows = source.rows } = this.#result ?? {}
    return html`
      <div class="bar" part="bar">
        <h3>${strings.title(source.column)}</h3>
        <p role="status" class=${this.#learning.status === TaskStatus.ERROR ? 'bad' : nothing}>
          ${this.#describeState()}
        </p>
        ${this.#result?.rows ? this.#renderTarget(source) : nothing}
        <button type="button" @click=${() => this.dispatchEvent(new TransformCloseEvent())}>${strings.cancel}</button>
        ${this.#renderApply(source)}
      </div>
      <div class="body">
        ${this._examples.length === 0 ? nothing : this.#renderSide()}
        <aw-data-table
          exportparts="scroller: table-scroller, status: table-status, download-button, download-more"
          .source=${rows}
          .editable=${rows.columns[rows === source.rows ? this.#findColumn(source) : 1]?.name}
          .changes=${this.#createUncertainRowMarks()}
          .strings=${strings.rowsTable}
          label=${strings.title(source.column)}
          @aw-cell-edit=${(event: CellEditEvent) => this.#edit(event, rows === source.rows)}
        ></aw-data-table>
      </div>
    `
  }

  /** The result for the examples, which stays until that of changed examples is known. */
  get #result(): ExampleResult | undefined {
    return this._examples.length === 0 ? undefined : this.#learning.value
  }

  #findColumn({ column, rows }: ExampleSource): number {
    return rows.columns.findIndex(({ name }) => name === column)
  }

  #describeState(): string {
    const { strings } = this
    if (this._examples.length === 0) return strings.start
    const { status, error } = this.#learning
    if (status === TaskStatus.ERROR) return strings.failed(renderProblem(toProblem(error), strings.renderText).message)
    if (status === TaskStatus.PENDING) return strings.learning
    if (!this.#result) return strings.start
    const { transformations, changed, missing } = this.#result.preview
    if (transformations.length === 0) return strings.none
    return [strings.summary(changed), ...(missing > 0 ? [strings.missing(missing)] : [])].join(' ')
  }

  #renderTarget(source: ExampleSource): TemplateResult {
    const { strings } = this
    const isNew = this._newName !== undefined
    const renderChoice = (label: string, isChecked: boolean, name: string | undefined): TemplateResult =>
      html`<label
        ><input
          type="radio"
          name="target"
          .checked=${isChecked}
          @change=${() => (this._newName = name)}
        />${label}</label
      >`
    return html`<fieldset aria-label=${strings.target}>
      ${renderChoice(strings.replace, !isNew, undefined)}
      ${renderChoice(strings.newColumn, isNew, this.#result?.rows?.columns[1]?.name ?? '')}
      ${
        isNew
          ? html`<input
              type="text"
              aria-label=${strings.newName}
              aria-invalid=${this.#isNameAvailable(source) ? 'false' : 'true'}
              .value=${this._newName ?? ''}
              @input=${(event: Event) => (this._newName = (event.target as HTMLInputElement).value)}
            />`
          : nothing
      }
      ${isNew && !this.#isNameAvailable(source) && this._newName?.trim() !== '' ? html`<span class="bad" role="alert">${strings.nameTaken(this._newName ?? '')}</span>` : nothing}
    </fieldset>`
  }

  #isNameAvailable({ rows }: ExampleSource): boolean {
    const name = this._newName?.trim().toLowerCase()
    return name === undefined || (name !== '' && !rows.columns.some((column) => column.name.toLowerCase() === name))
  }

  #renderApply(source: ExampleSource): unknown {
    const { strings } = this
    const { transformations = [], differing = 0, missing = 0 } = this.#result?.preview ?? {}
    const uncheckedCount = differing + missing
    return html`<button
      type="button"
      class="primary"
      ?disabled=${transformations.length === 0 || this.#learning.status === TaskStatus.PENDING || !this.#isNameAvailable(source)}
      @click=${() => this.#apply(source)}
    >
      ${icon('plus')}${uncheckedCount > 0 && transformations.length > 0 ? strings.applyUnchecked(uncheckedCount) : strings.apply}
    </button>`
  }

  #renderSide(): TemplateResult {
    const { strings } = this
    const { transformations = [], questions = [] } = this.#result?.preview ?? {}
    const [transformation] = transformations
    return html`<div class="side" part="side">
      ${
        questions.length === 0
          ? nothing
          : html`<h4>${icon('circle-question-mark')} ${strings.questions}</h4>
              <p class="muted">${strings.questionsNote}</p>
              <ol class="unmarked">
                ${questions.map((question) => this.#renderQuestion(question))}
              </ol>`
      }
      <h4>${strings.examples}</h4>
      <ol class="unmarked">
        ${this._examples.map(
          ({ row, before, value }) =>
            html`<li>
              ${this.#renderRowButton(row)}
              <span class="value"
                >${before === undefined ? nothing : html`<del>${before ?? strings.rowsTable.null}</del> → `}<ins
                  >${this.#formatValue(value)}</ins
                ></span
              >
              ${renderIconButton('x', strings.removeExample(row), () => (this._examples = this._examples.filter((example) => example.row !== row)))}
            </li>`,
        )}
      </ol>
      ${
        transformation
          ? html`<h4>${strings.formula}</h4>
              <code>${transformation.expression}</code>`
          : nothing
      }
    </div>`
  }

  #renderQuestion({ row, rows, cell, values }: ExampleQuestion): TemplateResult {
    const { strings } = this
    const answer = (value: string): void => this.#addExample({ row, value, before: cell })
    return html`<li>
      ${this.#renderRowButton(row)}
      <span class="value">${cell ?? strings.rowsTable.null}</span>
      ${rows > 1 ? html`<span class="muted">${strings.sameRows(rows)}</span>` : nothing}
      ${values.map((value) =>
        value === null
          ? html`<span class="muted">${strings.noValue}</span>`
          : html`<button
              type="button"
              class="choice"
              aria-label=${strings.chooseValue(this.#formatValue(value))}
              @click=${() => answer(value)}
            >
              <span class="value">${this.#formatValue(value)}</span>
            </button>`,
      )}
      <input
        type="text"
        placeholder=${strings.other}
        aria-label=${strings.otherValue(row)}
        @change=${(event: Event) => answer((event.target as HTMLInputElement).value)}
      />
    </li>`
  }

  #renderRowButton(row: number): TemplateResult {
    return html`<button type="button" class="quiet" @click=${() => this.#showRow(row)}>
      ${this.strings.showRow(row)}
    </button>`
  }

  #formatValue(value: string): string {
    return value === '' ? this.strings.empty : value
  }

  #showRow(row: number): void {
    const table = this.renderRoot.querySelector('aw-data-table')
    table?.showCell(row - 1, table.editable)
  }

  /** Creates the marks of the uncertain rows in the table. */
  #createUncertainRowMarks(): CellChanges | undefined {
    const result = this.#result
    const column = result?.rows?.columns[1]?.name
    if (!result || column === undefined) return undefined
    if (this.#cachedMarks?.result !== result) {
      const cells = result.preview.questions.map(({ row, cell }) => ({ row: row - 1, column, before: cell }))
      this.#cachedMarks = { result, changes: indexCellChanges(cells) }
    }
    return this.#cachedMarks.changes
  }

  #edit({ row, before, value }: CellEditEvent, isOriginal: boolean): void {
    const existingExample = this._examples.find((example) => example.row === row)
    // The preview contains the new values, so the original value is unknown.
    const originalValue = existingExample ? existingExample.before : isOriginal ? before : undefined
    this.#addExample(defined({ row, value, before: originalValue }))
  }

  #addExample(example: EditedCell): void {
    const otherExamples = this._examples.filter(({ row }) => row !== example.row)
    this._examples = [...otherExamples, example].slice(-maxExamples)
  }

  #apply({ column }: ExampleSource): void {
    const [transformation] = this.#result?.preview.transformations ?? []
    if (!transformation) return
    const name = this._newName?.trim()
    const statement =
      name === undefined
        ? transformation.statement
        : `SELECT *, ${transformation.expression} AS "${name.replaceAll('"', '""')}" FROM input`
    this.dispatchEvent(new ColumnTransformedEvent({ column, statement }))
  }
}
