import type { RepeatedRow } from '@aw-flow/schema'
import { html, type TemplateResult } from 'lit'
import type { FindingsStrings } from './findings-strings.ts'

/** A row of the list that seems to are present twice: where, of which row it is the copy, why, and how sure that is. */
export function renderRepeated(
  { row, like, reason, confidence }: RepeatedRow,
  strings: FindingsStrings,
  onShow: (() => void) | undefined,
): TemplateResult {
  return html`<li class="repeated">
    <span></span>
    <div>
      ${
        onShow
          ? html`<button class="place" aria-label=${strings.showRow(row)} @click=${onShow}>
              <strong>${strings.row(row)}</strong>
            </button>`
          : html`<strong class="place">${strings.row(row)}</strong>`
      }
      <div class="values">${strings.repeats(like)}</div>
      <div class="facts"><span>${strings.rules.duplicate}</span><span>${strings.sure(confidence)}</span></div>
      <p class="reason">${strings.renderText(reason)}</p>
    </div>
  </li>`
}

/** The line above the repeated rows by which all that are sure are dropped or kept. */
export function renderDropping(
  sure: number,
  strings: FindingsStrings,
  is: boolean,
  onChange: () => void,
): TemplateResult {
  return html`<li>
    <input class="drop" id="drop" type="checkbox" .checked=${is} @change=${onChange} />
    <label for="drop">${strings.dropRepeated(sure)}</label>
  </li>`
}
