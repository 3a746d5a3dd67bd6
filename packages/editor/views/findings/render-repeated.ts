import type { RepeatedRow } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { withCode } from '../../with-code.ts'
import type { FindingsStrings } from './findings-strings.ts'

export interface RepeatedHandlers {
  /** Number of rows that are certainly duplicates. */
  readonly certain: number
  readonly onDrop: (event: Event) => void
  readonly onShow: (row: RepeatedRow) => void
}

/** The group of duplicate rows: the action that removes the certain ones, and each row. */
export function renderRepeatedRows(
  rows: readonly RepeatedRow[],
  total: number,
  strings: FindingsStrings,
  { certain, onDrop, onShow }: RepeatedHandlers,
): TemplateResult {
  return html`<li class="group duplicates">
    <div class="head">
      <span></span>
      <span class="title duplicates-title"
        ><strong>${strings.repeatedTitle}</strong> <span class="count">· ${strings.rowCount(total)}</span></span
      >
      <span></span>
      ${
        certain > 0
          ? html`<button type="button" class="drop" @click=${onDrop}>
              ${icon('wand-sparkles')}${strings.dropRepeated(certain)}
            </button>`
          : nothing
      }
    </div>
    <ul>
      ${rows.map((row) => renderRepeated(row, strings, () => onShow(row)))}
    </ul>
  </li>`
}

/** A possible duplicate in the list: its place, the original row, the reason and the confidence. */
function renderRepeated(
  { row, like, reason, confidence }: RepeatedRow,
  strings: FindingsStrings,
  onShow: () => void,
): TemplateResult {
  return html`<li class="repeated">
    <button type="button" class="place" aria-label=${strings.showRow(row)} @click=${onShow}>${strings.row(row)}</button>
    <span>${strings.repeats(like)}</span>
    <span class="score">${strings.sure(confidence)}</span>
    <p class="reason">${withCode(strings.renderText(reason))}</p>
  </li>`
}
