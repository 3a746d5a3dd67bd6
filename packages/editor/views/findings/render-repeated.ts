import type { RepeatedRow } from '@aw-flow/schema'
import { html, type TemplateResult } from 'lit'
import type { FindingsStrings } from './findings-strings.ts'

/** A possible duplicate in the list: its place, the original row, the reason and the confidence. */
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

/** The line above the duplicates with the button that drops or keeps all certain ones. */
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
