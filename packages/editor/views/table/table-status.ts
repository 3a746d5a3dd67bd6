import { shortenText } from '../format-cell.ts'
import { getProblemText } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { renderProblemSentences } from '../../language/render-problem.ts'
import { renderCode } from '../../render-code.ts'
import { toProblem } from '../table-source.ts'
import type { DataTableStrings } from './table-strings.ts'

/** Renders the status line of a table: size, activity or error, selection, and current cell. */
export function renderTableStatus(status: {
  readonly strings: DataTableStrings
  /** The size of the table and the number of displayed rows. Undefined if no table is shown. */
  readonly size: { readonly rows: number; readonly columns: number; readonly displayedRows: number } | undefined
  readonly changedCellCount: number
  readonly isBusy: boolean
  /** The error from reading rows. `failure` is the error of the last query. */
  readonly readFailure: unknown
  readonly failure: unknown
  /** The result of the last action, or an empty string. */
  readonly message: string
  readonly selectionSize: { readonly rows: number; readonly columns: number } | undefined
  readonly currentCell: { readonly row: number; readonly column: string; readonly text: string | undefined } | undefined
  readonly canFind: boolean
  readonly onRetry: () => void
  readonly onFind: () => void
  /** Undefined until the table tools are loaded. */
  readonly copyLabel: string | undefined
  /** Opens the menu of copy formats. Undefined if there are no rows. */
  readonly onCopy: ((anchor: HTMLElement) => void) | undefined
  /** Undefined until the table tools are loaded. */
  readonly askLabel: string | undefined
  /** Opens the panel for asking a question. Undefined if the table does not support questions. */
  readonly onAsk: ((anchor: HTMLElement) => void) | undefined
}): TemplateResult {
  const { strings, size, changedCellCount, isBusy, readFailure, failure, message, selectionSize, currentCell } = status
  const cause = readFailure ?? failure
  const causeProblem = cause === undefined ? undefined : toProblem(cause)
  // Information about why there are no rows is shown in their place.
  const problem = readFailure !== undefined && causeProblem?.severity === 'info' ? undefined : causeProblem
  return html`<div class="status" part="status">
    ${
      size
        ? html`<span class="size"
            >${size.displayedRows === size.rows ? strings.size(size.rows, size.columns) : strings.filteredSize(size.displayedRows, size.rows)}</span
          >`
        : nothing
    }
    ${changedCellCount > 0 ? html`<span class="info">${strings.changes(changedCellCount)}</span>` : nothing}
    ${isBusy ? html`<span role="status">${strings.working}</span>` : nothing}
    ${
      problem === undefined
        ? nothing
        : problem.severity === 'info'
          ? html`<span role="status">${renderProblemSentences(problem, strings.renderText)}</span>`
          : html`<span class="bad" role="alert"
                >${readFailure === undefined ? renderCode(strings.renderText(getProblemText(problem))) : strings.failed(strings.renderText(getProblemText(problem)))}</span
              >
              <button @click=${status.onRetry}>${strings.retry}</button>`
    }
    ${message === '' ? nothing : html`<span role="status">${message}</span>`}
    ${
      selectionSize && selectionSize.rows * selectionSize.columns > 1
        ? html`<span>${strings.selected(selectionSize.rows, selectionSize.columns)}</span>`
        : nothing
    }
    ${
      currentCell
        ? html`<span class="position">${strings.position(currentCell.row, currentCell.column)}</span>
            <span
              class="value"
              title=${currentCell.text === undefined || currentCell.text === '' ? nothing : shortenText(currentCell.text)}
              >${shortenText(currentCell.text ?? strings.null)}</span
            >`
        : nothing
    }
    ${
      status.askLabel !== undefined && status.onAsk && readFailure === undefined
        ? html`<button
            type="button"
            class="quiet ask-data"
            aria-haspopup="dialog"
            @click=${(event: Event) => status.onAsk?.(event.currentTarget as HTMLElement)}
          >
            ${icon('circle-question-mark')}${status.askLabel}
          </button>`
        : nothing
    }
    ${
      status.copyLabel !== undefined && status.onCopy && readFailure === undefined
        ? html`<button
            type="button"
            class="quiet icon copy-as"
            aria-haspopup="menu"
            aria-label=${status.copyLabel}
            title=${status.copyLabel}
            @click=${(event: Event) => status.onCopy?.(event.currentTarget as HTMLElement)}
          >
            ${icon('copy')}
          </button>`
        : nothing
    }
    ${status.canFind ? renderIconButton('search', strings.find, status.onFind) : nothing}
  </div>`
}
