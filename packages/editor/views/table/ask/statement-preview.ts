import { getProblemText, type Column } from '@aw-flow/schema'
import { html, nothing } from 'lit'
import { readRows } from '../../read-rows.ts'
import { toProblem, type TableSource } from '../../table-source.ts'
import type { AskStrings } from './ask-strings.ts'
import type { DataTableStrings } from '../table-strings.ts'

/** Maximum number of rows in the preview. */
const maxRows = 8
/** Maximum number of columns in the preview. */
const maxColumns = 12

interface Result {
  readonly columns: readonly Column[]
  readonly rowCount: number
  readonly cells: readonly (readonly (string | undefined)[])[]
}

type PreviewStrings = Pick<AskStrings, 'result' | 'noRows' | 'loadingResult' | 'resultFailed'>

/** Previews the first rows of a statement's result. */
export class StatementPreview {
  readonly #source: Pick<TableSource, 'previewStatement'>
  readonly #onChange: () => void
  #abortController: AbortController | undefined
  #result: Result | undefined
  #failure: unknown

  constructor(source: Pick<TableSource, 'previewStatement'>, onChange: () => void) {
    this.#source = source
    this.#onChange = onChange
  }

  /** Cancels a pending request and clears the preview. */
  clear(): void {
    this.#abortController?.abort()
    this.#abortController = undefined
    this.#result = undefined
    this.#failure = undefined
  }

  async load(statement: string): Promise<void> {
    this.clear()
    const controller = new AbortController()
    const { signal } = controller
    const request = this.#source.previewStatement?.(statement, signal)
    if (!request) return
    this.#abortController = controller
    this.#onChange()
    try {
      const result = await request
      const cells = readRows(await result.page(0, maxRows), maxColumns)
      if (signal.aborted) return
      this.#result = { columns: result.columns, rowCount: result.rows, cells }
    } catch (cause) {
      if (signal.aborted) return
      this.#failure = cause
    }
    this.#abortController = undefined
    this.#onChange()
  }

  render(
    strings: PreviewStrings,
    { renderText, null: nullText }: Pick<DataTableStrings, 'renderText' | 'null'>,
  ): unknown {
    if (this.#abortController) return html`<p class="muted" role="status">${strings.loadingResult}</p>`
    if (this.#failure !== undefined) {
      const reason = renderText(getProblemText(toProblem(this.#failure)))
      return html`<p class="bad" role="alert">${strings.resultFailed(reason)}</p>`
    }
    const result = this.#result
    if (!result) return nothing
    if (result.rowCount === 0) return html`<p class="muted">${strings.noRows}</p>`
    const columns = result.columns.slice(0, maxColumns)
    const label = strings.result(result.rowCount)
    return html`<p class="muted">${label}</p>
      <div class="rows" tabindex="0" role="region" aria-label=${label}>
        <table>
          <thead>
            <tr>
              ${columns.map(({ name }) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${result.cells.map(
              (row) =>
                html`<tr>
                  ${row.map((cell) => html`<td>${cell ?? html`<span class="muted">${nullText}</span>`}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`
  }
}
