import type { Finding } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import type { FindingsStrings } from './findings-strings.ts'

export interface FindingHandlers {
  readonly approved: boolean
  readonly onApprove: () => void
  /** Shows the cell in the table; absent without a table. */
  readonly onShow: (() => void) | undefined
}

/** A finding in the list: the cell's value, the proposed one, the reason and the confidence. */
export function renderFinding(finding: Finding, strings: FindingsStrings, handlers: FindingHandlers): TemplateResult {
  const { row, column, value, repair, rule, reason, confidence } = finding
  const place = html`<strong>${column}</strong>, ${strings.row(row)}`
  return html`<li>
    ${
      repair === undefined
        ? html`<span></span>`
        : html`<input
            type="checkbox"
            aria-label=${strings.repair(column, row, repair)}
            .checked=${handlers.approved}
            @change=${handlers.onApprove}
          />`
    }
    <div>
      ${
        handlers.onShow
          ? html`<button class="place" aria-label=${strings.show(column, row)} @click=${handlers.onShow}>
              ${place}
            </button>`
          : html`<span class="place">${place}</span>`
      }
      <div class="values">
        ${value === '' ? html`<span class="nothing">${strings.empty}</span>` : html`<del>${value}</del>`} →
        ${repair === undefined ? html`<span class="nothing">${strings.unknown}</span>` : html`<ins>${repair}</ins>`}
      </div>
      <div class="facts"><span>${strings.rules[rule]}</span><span>${strings.sure(confidence)}</span></div>
      ${reason === '' ? nothing : html`<p class="reason">${strings.renderText(reason)}</p>`}
    </div>
  </li>`
}
