import type { Finding } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { renderCode, stripBackticks } from '../../render-code.ts'
import type { FindingsStrings } from './findings-strings.ts'

export interface FindingOptions {
  /** Formats a value of the finding's column. */
  readonly format: (value: string) => string
  readonly isApproved: boolean
  /** Whether a plan already repairs the cell. */
  readonly isRepaired: boolean
  /** Whether to omit the reason because the group already shows it. */
  readonly isCompact: boolean
  /** The position in the list, starting at 1. */
  readonly position: number
  /** Total number of findings in the list, including those not rendered. */
  readonly total: number
  readonly onApprove: () => void
  readonly onRepair: () => void
  readonly onShow: () => void
}

/** Renders a finding: its row, the current and the suggested value, the confidence and the reason. */
export function renderFinding(finding: Finding, strings: FindingsStrings, options: FindingOptions): TemplateResult {
  const { row, column, value, repair, reason, confidence } = finding
  const { format, isApproved, isRepaired, isCompact, position, total } = options
  const text = strings.renderText(reason)
  return html`<li aria-posinset=${position} aria-setsize=${total}>
    ${
      repair === undefined || isRepaired
        ? html`<span></span>`
        : html`<input
            type="checkbox"
            aria-label=${strings.select(column, row)}
            .checked=${isApproved}
            @change=${options.onApprove}
          />`
    }
    <button type="button" class="place" aria-label=${strings.show(column, row)} @click=${options.onShow}>
      ${strings.row(row)}
    </button>
    <span class="values ellipsis" title=${repair === undefined ? value : `${value} → ${repair}`}>
      ${value === '' ? html`<span class="nothing muted">${strings.empty}</span>` : html`<del class="muted">${format(value)}</del>`}
      →
      ${
        repair === undefined
          ? html`<span class="nothing muted">${strings.unknown}</span>`
          : repair === ''
            ? html`<ins>${strings.empty}</ins>`
            : html`<ins>${format(repair)}</ins>`
      }
    </span>
    <span class="score muted" title=${strings.confidence(confidence)}>${strings.percent(confidence)}</span>
    ${
      isRepaired
        ? html`<span class="repaired">${icon('circle-check')}${strings.repaired}</span>`
        : repair === undefined
          ? html`<span></span>`
          : renderIconButton(
              'wand-sparkles',
              strings.repair(column, row, repair === '' ? strings.empty : repair),
              options.onRepair,
              { className: 'repair' },
            )
    }
    ${isCompact || text === '' ? nothing : html`<p class="reason ellipsis small muted" title=${stripBackticks(text)}>${renderCode(text)}</p>`}
  </li>`
}
