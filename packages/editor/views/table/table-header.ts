import { html, nothing, type TemplateResult } from 'lit'
import type { Column } from '@aw-flow/schema'
import { getTypeFamily, type TableSort } from '@aw-flow/schema/internal'
import { icon } from '../../icons/icon.ts'
import { formatColumnType } from '../../language/column-types.ts'
import { isNumeric, typeIcons } from '../format-cell.ts'
import { formatPercent } from '@aw-flow/messages'
import type { ColumnShares } from '../table-source.ts'
import { renderColumnDistribution } from './columns/column-shares.ts'
import { resizeColumn } from './columns/resize-column.ts'
import type { DataTableStrings } from './table-strings.ts'

/** Renders a column header: the name, which sorts the rows when clicked, the menu button, and the edge for resizing. */
export function renderTableHeader(header: {
  readonly column: Column
  /** Display index of the column, starting at 0. */
  readonly index: number
  readonly left: number
  readonly width: number
  readonly isPinned: boolean
  readonly isCurrent: boolean
  readonly isMenuOpen: boolean
  readonly canSort: boolean
  readonly direction: TableSort['direction'] | undefined
  /** Position among the sort columns, starting at 1. It is 0 if the column is not one of several sort columns. */
  readonly rank: number
  readonly shares: ColumnShares | undefined
  readonly strings: DataTableStrings
  /** Called with `true` to keep the other sort columns. */
  readonly onSort: (shouldKeepOthers: boolean) => void
  readonly onMenu: (anchor: DOMRect) => void
  readonly onResize: (width: number) => void
}): TemplateResult {
  const { column, index, left, width, isPinned, isCurrent, canSort, direction, rank, shares, strings } = header
  const nullShareText =
    shares && shares.nullShare > 0 ? `, ${formatPercent(shares.nullShare, strings.language, 1)} ${strings.null}` : ''
  return html`<div
    class="cell ${isNumeric(column.type) ? 'number' : ''} ${isPinned ? 'pinned' : ''} ${canSort ? 'sortable' : ''} ${isCurrent ? 'current' : ''}"
    role="columnheader"
    id=${isCurrent ? 'current' : nothing}
    aria-colindex=${index + 2}
    aria-sort=${direction ?? (canSort ? 'none' : nothing)}
    title=${`${column.name} (${formatColumnType(column.type, strings.columnTypes)})${nullShareText}`}
    .style=${`left: ${left}px; width: ${width}px`}
  >
    ${icon(typeIcons[getTypeFamily(column.type)])}
    <span class="name" @click=${(event: MouseEvent) => header.onSort(event.shiftKey)}>${column.name}</span>
    ${
      direction
        ? html`<span class="direction"
            >${icon(direction === 'ascending' ? 'arrow-up-narrow-wide' : 'arrow-down-wide-narrow')}${rank > 0 ? rank : nothing}</span
          >`
        : nothing
    }
    <button
      type="button"
      class="quiet icon menu-button"
      tabindex="-1"
      aria-haspopup="menu"
      aria-expanded=${header.isMenuOpen ? 'true' : 'false'}
      aria-label=${strings.menu(column.name)}
      @click=${(event: Event) => header.onMenu((event.currentTarget as Element).getBoundingClientRect())}
    >
      ${icon('ellipsis-vertical')}
    </button>
    ${renderColumnDistribution(shares)}
    <span
      class="grip"
      title=${strings.resize(column.name)}
      @pointerdown=${(event: PointerEvent) => resizeColumn(event, width, header.onResize)}
    ></span>
  </div>`
}
