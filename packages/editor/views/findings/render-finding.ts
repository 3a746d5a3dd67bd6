import type { Finding } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { withCode, withoutCode } from '../../with-code.ts'
import type { FindingsStrings } from './findings-strings.ts'

export interface FindingHandlers {
  readonly approved: boolean
  /** A plan already repairs the cell. */
  readonly repaired: boolean
  /** The reason is that of the group. */
  readonly isCompact: boolean
  /** From 1. */
  readonly position: number
  /** Number of findings in the list. */
  readonly total: number
  readonly onApprove: () => void
  readonly onRepair: () => void
  readonly onShow: () => void
}

/** A finding of a group: the row, the value, the proposed one, the confidence and the reason. */
export function renderFinding(finding: Finding, strings: FindingsStrings, handlers: FindingHandlers): TemplateResult {
  const { row, column, value, repair, reason, confidence } = finding
  const { approved, repaired, isCompact, position, total } = handlers
  const text = strings.renderText(reason)
  return html`<li aria-posinset=${position} aria-setsize=${total}>
    ${
      repair === undefined || repaired
        ? html`<span></span>`
        : html`<input
            type="checkbox"
            aria-label=${strings.select(column, row)}
            .checked=${approved}
            @change=${handlers.onApprove}
          />`
    }
    <button type="button" class="place" aria-label=${strings.show(column, row)} @click=${handlers.onShow}>
      ${strings.row(row)}
    </button>
    <span class="values" title=${repair === undefined ? value : `${value} → ${repair}`}>
      ${value === '' ? html`<span class="nothing">${strings.empty}</span>` : html`<del>${value}</del>`} →
      ${
        repair === undefined
          ? html`<span class="nothing">${strings.unknown}</span>`
          : repair === ''
            ? html`<ins>${strings.empty}</ins>`
            : html`<ins>${repair}</ins>`
      }
    </span>
    <span class="score" title=${strings.sure(confidence)}>${strings.percent(confidence)}</span>
    ${
      repaired
        ? html`<span class="repaired">${icon('circle-check')}${strings.repaired}</span>`
        : repair === undefined
          ? html`<span></span>`
          : html`<button
              type="button"
              class="quiet icon repair"
              aria-label=${strings.repair(column, row, repair === '' ? strings.empty : repair)}
              title=${strings.repair(column, row, repair === '' ? strings.empty : repair)}
              @click=${handlers.onRepair}
            >
              ${icon('wand-sparkles')}
            </button>`
    }
    ${isCompact || text === '' ? nothing : html`<p class="reason" title=${withoutCode(text)}>${withCode(text)}</p>`}
  </li>`
}
