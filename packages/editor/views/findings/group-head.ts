import { describeGroup, type GroupedFindings } from '@aw-flow/schema'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { withCode } from '../../with-code.ts'
import type { FindingsStrings } from './findings-strings.ts'

export interface GroupHead {
  /** The id of the list of cells. */
  readonly cellsId: string
  readonly isOpen: boolean
  /** Number of approved findings. */
  readonly approved: number
  /** Number of findings that a plan already repairs. */
  readonly repaired: number
  readonly onToggle: () => void
  readonly onApprove: () => void
  readonly onRepair: (event: Event) => void
}

/** The line of a group: what its cells have in common, how many they are, their confidence, and the repair of all. */
export function renderGroupHead({ group }: GroupedFindings, strings: FindingsStrings, head: GroupHead): TemplateResult {
  const { column, cells, repairs, confidence, kind, reason } = group
  const { cellsId, isOpen, approved, repaired } = head
  const title = strings.renderText(describeGroup(group))
  const open = repairs - repaired
  return html`<div class="head">
    ${
      open > 0
        ? html`<input
            type="checkbox"
            class="group-check"
            aria-label=${strings.selectGroup(column, title, open)}
            .checked=${approved >= open}
            .indeterminate=${approved > 0 && approved < open}
            @change=${head.onApprove}
          />`
        : html`<span></span>`
    }
    <button
      type="button"
      class="toggle"
      aria-expanded=${isOpen ? 'true' : 'false'}
      aria-controls=${isOpen ? cellsId : nothing}
      @click=${head.onToggle}
    >
      <span class="chevron">${icon('chevron-right')}</span
      ><span class="title"
        ><strong>${column}</strong>: ${title} <span class="count">· ${strings.cells(cells)}</span></span
      >
    </button>
    ${
      open > 0
        ? html`<button
            type="button"
            class="repair-group"
            aria-label=${strings.repairGroup(column, title, open)}
            @click=${head.onRepair}
          >
            ${icon('wand-sparkles')}${strings.repairAll(open)}
          </button>`
        : repairs > 0
          ? html`<span class="repaired">${icon('circle-check')}${strings.repaired}</span>`
          : nothing
    }
    <p class="reason">
      ${strings.sure(confidence)}${kind === undefined ? nothing : html` · ${withCode(strings.renderText(reason))}`}
    </p>
    ${
      repaired > 0 && open > 0
        ? html`<p class="partly">${icon('circle-check')}${strings.repairedPart(repaired, repairs)}</p>`
        : nothing
    }
  </div>`
}
