import { html, nothing, type TemplateResult } from 'lit'
import type { Column } from '@aw-flow/schema'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import type { CellSearch } from './cells/cell-search.ts'
import type { DataTableStrings } from './table-strings.ts'
import type { TableTools } from './table-tools.ts'
import { setColumnFilter, isFullView, resetView, setGroups, type TableView } from './table-view.ts'
import { getKey } from '../../get-key.ts'

/**
 * Renders the toolbar with the sort order, filters and groups as removable chips, the download menu and the search bar.
 * Renders nothing if the entire table is displayed and the search is closed.
 */
export function renderTableToolbar(options: {
  readonly view: TableView
  readonly strings: DataTableStrings
  /** Undefined until loaded. */
  readonly tools: TableTools | undefined
  readonly columns: readonly Column[]
  /** Adds nodes that apply the view. Undefined if this is unavailable. */
  readonly onAddNodes: (() => void) | undefined
  readonly onOpenGroups: (anchor: HTMLElement) => void
  readonly onOpenHiddenColumns: (anchor: HTMLElement) => void
  /** Undefined if the search is closed. */
  readonly find: { readonly text: string; readonly matches: CellSearch | undefined } | undefined
  /** The rendered download menu for the displayed rows. */
  readonly download: unknown
  readonly onViewChange: (view: TableView) => void
  readonly onFilter: (column: string, anchor: HTMLElement) => void
  readonly onFind: (text: string) => void
  readonly onStep: (direction: 1 | -1) => void
  readonly onFindClose: () => void
}): TemplateResult | typeof nothing {
  const { view, strings, tools, find } = options
  const { groups, hidden: hiddenColumns = [] } = view
  if (isFullView(view) && !find) return nothing
  const renderRemoveButton = (label: string, onClick: () => void): TemplateResult =>
    renderIconButton('x', strings.remove(label), onClick)
  const renderChip = (
    iconName: string,
    label: string,
    onClick: (anchor: HTMLElement) => void,
    onRemove: () => void,
  ): TemplateResult =>
    html`<span class="chip"
      ><button
        type="button"
        class="quiet text ellipsis"
        @click=${(event: Event) => onClick(event.currentTarget as HTMLElement)}
      >
        ${icon(iconName)}${label}</button
      >${renderRemoveButton(label, onRemove)}</span
    >`
  const sortLabel = strings.sorted(view.sort.map(({ column }) => column))
  return html`<div class="toolbar">
    ${
      view.sort.length === 0
        ? nothing
        : html`<span class="chip"
            >${icon(view.sort[0]?.direction === 'descending' ? 'arrow-down-wide-narrow' : 'arrow-up-narrow-wide')}<span
              class="text ellipsis"
              >${sortLabel}</span
            >${renderRemoveButton(sortLabel, () => options.onViewChange({ ...view, sort: [] }))}</span
          >`
    }
    ${view.filters.map((filter) => {
      const { test } = filter
      const label =
        test === 'one-of'
          ? (tools?.describeValues(filter, options.columns, strings) ?? filter.column)
          : strings.filtered({ ...filter, test })
      return renderChip(
        'funnel',
        label,
        (anchor) => options.onFilter(filter.column, anchor),
        () => options.onViewChange(setColumnFilter(view, filter.column, undefined)),
      )
    })}
    ${
      tools && groups
        ? renderChip('group', tools.strings.grouped(groups.by), options.onOpenGroups, () =>
            options.onViewChange(setGroups(view, undefined)),
          )
        : nothing
    }
    ${
      tools && hiddenColumns.length > 0
        ? renderChip('eye-off', tools.strings.hidden(hiddenColumns.length), options.onOpenHiddenColumns, () =>
            options.onViewChange({ ...view, hidden: [] }),
          )
        : nothing
    }
    ${
      !tools || isFullView(view)
        ? nothing
        : html`<button type="button" class="quiet reset" @click=${() => options.onViewChange(resetView(view))}>
              ${icon('rotate-ccw')}${tools.strings.reset}
            </button>
            ${
              options.onAddNodes
                ? html`<button type="button" class="quiet add-nodes" @click=${options.onAddNodes}>
                    ${icon('plus')}${tools.strings.addNodes}
                  </button>`
                : nothing
            }`
    }
    ${options.download} ${find ? renderFindBar(find, options) : nothing}
  </div>`
}

function renderFindBar(
  { text, matches }: { readonly text: string; readonly matches: CellSearch | undefined },
  options: {
    strings: DataTableStrings
    onFind: (text: string) => void
    onStep: (direction: 1 | -1) => void
    onFindClose: () => void
  },
): TemplateResult {
  const { strings } = options
  const renderStepButton = (iconName: string, label: string, direction: 1 | -1): TemplateResult =>
    renderIconButton(iconName, label, () => options.onStep(direction), { isDisabled: !matches || matches.count === 0 })
  const onKey = (event: KeyboardEvent): void => {
    const key = getKey(event)
    if (key === 'Enter') options.onStep(event.shiftKey ? -1 : 1)
    else if (key === 'Escape') options.onFindClose()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return html`<div class="find" role="search">
    <input
      type="search"
      aria-label=${strings.find}
      placeholder=${strings.find}
      .value=${text}
      @input=${(event: Event) => options.onFind((event.target as HTMLInputElement).value)}
      @keydown=${onKey}
    />
    <span class="muted" role="status"
      >${
        text === '' || !matches
          ? ''
          : matches.count === 0
            ? strings.notFound
            : strings.found(Math.max(0, matches.index) + 1, matches.count, matches.hasMore)
      }</span
    >
    ${renderStepButton('chevron-up', strings.previous, -1)}${renderStepButton('chevron-down', strings.next, 1)}
    ${renderIconButton('x', strings.close, options.onFindClose)}
  </div>`
}
