import { describeGroup, type GroupedFindings } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { renderCode } from '../../render-code.ts'
import type { FindingsStrings } from './findings-strings.ts'

export interface GroupHeaderOptions {
  /** The element id of the group's list of cells. */
  readonly cellsId: string
  readonly isOpen: boolean
  /** Number of approved findings. */
  readonly approvedCount: number
  /** Number of findings that a plan already repairs. */
  readonly repairedCount: number
  readonly onToggle: () => void
  readonly onApprove: () => void
  readonly onRepair: (event: Event) => void
}

/**
 * Renders a group's header: what its cells have in common, their number and confidence, and a repair button.
 */
export function renderGroupHeader(
  { group }: GroupedFindings,
  strings: FindingsStrings,
  options: GroupHeaderOptions,
): TemplateResult {
  const { column, cells, repairs, confidence, kind, reason } = group
  const { cellsId, isOpen, approvedCount, repairedCount } = options
  const title = strings.renderText(describeGroup(group))
  const pendingCount = repairs - repairedCount
  return html`<div class="head">
    ${
      pendingCount > 0
        ? html`<input
            type="checkbox"
            class="group-check"
            aria-label=${strings.selectGroup(column, title, pendingCount)}
            .checked=${approvedCount >= pendingCount}
            .indeterminate=${approvedCount > 0 && approvedCount < pendingCount}
            @change=${options.onApprove}
          />`
        : html`<span></span>`
    }
    <button
      type="button"
      class="toggle"
      aria-expanded=${isOpen ? 'true' : 'false'}
      aria-controls=${isOpen ? cellsId : nothing}
      @click=${options.onToggle}
    >
      <span class="chevron">${icon('chevron-right')}</span
      ><span class="title"
        ><strong>${column}</strong>: ${title} <span class="count muted">· ${strings.cells(cells)}</span></span
      >
    </button>
    ${
      pendingCount > 0
        ? html`<button
            type="button"
            class="repair-group"
            aria-label=${strings.repairGroup(column, title, pendingCount)}
            @click=${options.onRepair}
          >
            ${icon('wand-sparkles')}${strings.repairAll(pendingCount)}
          </button>`
        : repairs > 0
          ? html`<span class="repaired">${icon('circle-check')}${strings.repaired}</span>`
          : nothing
    }
    <p class="reason small muted">
      ${strings.confidence(confidence)}${kind === undefined ? nothing : html` · ${renderCode(strings.renderText(reason))}`}
    </p>
    ${
      repairedCount > 0 && pendingCount > 0
        ? html`<p class="partly small">${icon('circle-check')}${strings.partiallyRepaired(repairedCount, repairs)}</p>`
        : nothing
    }
  </div>`
}
