import type { DuplicateRow } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { renderCode } from '../../render-code.ts'
import type { FindingsStrings } from './findings-strings.ts'

export interface DuplicateRowsOptions {
  /** Number of rows that are exact duplicates. */
  readonly exactCount: number
  readonly onDrop: (event: Event) => void
  readonly onShow: (row: DuplicateRow) => void
}

/** Renders the group of duplicate rows and a button that removes the exact duplicates. */
export function renderDuplicateRows(
  rows: readonly DuplicateRow[],
  total: number,
  strings: FindingsStrings,
  { exactCount, onDrop, onShow }: DuplicateRowsOptions,
): TemplateResult {
  return html`<li class="group duplicates">
    <div class="head">
      <span></span>
      <span class="title duplicates-title"
        ><strong>${strings.repeatedTitle}</strong> <span class="count muted">· ${strings.rowCount(total)}</span></span
      >
      <span></span>
      ${
        exactCount > 0
          ? html`<button type="button" class="drop" @click=${onDrop}>
              ${icon('wand-sparkles')}${strings.dropRepeated(exactCount)}
            </button>`
          : nothing
      }
    </div>
    <ul class="unmarked">
      ${rows.map((row) => renderDuplicateRow(row, strings, () => onShow(row)))}
    </ul>
  </li>`
}

/** Renders a possible duplicate with the row it resembles, the reason and the confidence. */
function renderDuplicateRow(
  { row, like, reason, confidence }: DuplicateRow,
  strings: FindingsStrings,
  onShow: () => void,
): TemplateResult {
  return html`<li class="repeated">
    <button type="button" class="place" aria-label=${strings.showRow(row)} @click=${onShow}>${strings.row(row)}</button>
    <span>${strings.repeats(like)}</span>
    <span class="score muted">${strings.confidence(confidence)}</span>
    <p class="reason small muted">${renderCode(strings.renderText(reason))}</p>
  </li>`
}
