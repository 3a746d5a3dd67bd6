import { describePlanOperation } from '../../../language/render-operation.ts'
import { html, nothing, type TemplateResult } from 'lit'
import { quoteLargeIntegers, type Column } from '@aw-flow/schema'
import type { CellStep } from '@aw-flow/schema/internal'
import { icon } from '../../../icons/icon.ts'
import { renderIconButton } from '../../../icons/icon-button.ts'
import { renderCode } from '../../../render-code.ts'
import type { CellChange } from './cell-changes.ts'
import { formatCount } from '@aw-flow/messages'
import type { DataTableStrings } from '../table-strings.ts'
import { shortenText } from '../../format-cell.ts'
import { formatColumnType } from '../../../language/column-types.ts'

const maxShownCharacters = 500_000

/**
 * Renders the details of a cell: its value, type and length, its previous value, and its lineage. A very long value is
 * truncated on screen, but copied in full.
 */
export function renderCellDetail(cell: {
  readonly row: number
  readonly column: Column
  /** The cell's text, or `undefined` for null. */
  readonly text: string | undefined
  /** The full length in characters if `text` is truncated. */
  readonly length: number | undefined
  readonly change: CellChange | undefined
  readonly history: readonly CellStep[] | undefined
  readonly strings: DataTableStrings
  readonly onCopy: () => void
  readonly onClose: () => void
}): TemplateResult {
  const { row, column, text, change, history, strings } = cell
  const length = text === undefined ? nothing : strings.characters(cell.length ?? countCharacters(text))
  return html`<aside class="detail" aria-label=${strings.detail}>
    <header>
      <div>
        <strong>${column.name}</strong>
        <span class="muted small" title=${column.type}
          >${strings.row} ${formatCount(row, strings.language)} ·
          ${formatColumnType(column.type, strings.columnTypes)}</span
        >
      </div>
      ${renderIconButton('copy', strings.copy, cell.onCopy)} ${renderIconButton('x', strings.close, cell.onClose)}
    </header>
    ${
      change
        ? html`<p class="change">
            ${icon('pencil')}
            <span
              ><strong>${strings.changed}</strong>:
              ${strings.changedFrom('')}<del>${change.before ?? strings.null}</del>${
                change.reason && !history?.length
                  ? html`<br />${renderCode(strings.renderText(change.reason))}`
                  : nothing
              }</span
            >
          </p>`
        : nothing
    }
    ${history?.length ? renderHistory(history, strings) : nothing}
    <pre tabindex="0" class=${text === undefined ? 'null' : ''}>
${text === undefined ? strings.null : shortenText(prettyPrint(text), maxShownCharacters)}</pre>
    <footer class="muted">${length}</footer>
  </aside>`
}

/** Renders the operations that produced the cell's value, in execution order. */
const renderHistory = (history: readonly CellStep[], strings: DataTableStrings): TemplateResult =>
  html`<ol class="history" aria-label=${strings.history} tabindex="0">
    ${history.map(
      ({ operation, before, after }) =>
        html`<li>
          <span>${renderCode(strings.renderText(describePlanOperation(operation)))}</span>
          <span class="step"
            ><del>${before ?? strings.null}</del> <span aria-hidden="true">→</span
            ><span class="visually-hidden"> ${strings.becomes} </span><ins>${after ?? strings.null}</ins></span
          >
          <span class="muted">${renderCode(strings.renderText(operation.reason))}</span>
        </li>`,
    )}
  </ol>`

/** Counts code points by iterating, because an array of them would take eight times as much memory as the text. */
function countCharacters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Indents JSON. Any other text, and JSON with integers that would lose digits, is returned unchanged. */
function prettyPrint(text: string): string {
  if (!/^\s*[[{]/.test(text) || text.length > 200_000 || quoteLargeIntegers(text) !== text) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
