import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import type { CellSearch } from './cell-search.ts'
import type { DataTableStrings } from './table-strings.ts'
import { filterBy, isUnfiltered, type TableView } from './table-view.ts'

/** Renders the sort order and filters as removable chips, the download, and the search, if there are any. */
export function renderTableToolbar(bar: {
  readonly view: TableView
  readonly strings: DataTableStrings
  /** Absent if the search is closed. */
  readonly find: { readonly text: string; readonly found: CellSearch | undefined } | undefined
  /** The download button for the displayed rows. */
  readonly download: unknown
  readonly onView: (view: TableView) => void
  readonly onFilter: (column: string, anchor: HTMLElement) => void
  readonly onFind: (text: string) => void
  readonly onStep: (direction: 1 | -1) => void
  readonly onFindClose: () => void
}): TemplateResult | typeof nothing {
  const { view, strings, find } = bar
  if (isUnfiltered(view) && !find) return nothing
  const renderRemoveButton = (label: string, onClick: () => void): TemplateResult =>
    html`<button
      type="button"
      class="quiet icon"
      aria-label=${strings.remove(label)}
      title=${strings.remove(label)}
      @click=${onClick}
    >
      ${icon('x')}
    </button>`
  const sorted = strings.sorted(view.sort.map(({ column }) => column))
  return html`<div class="toolbar">
    ${
      view.sort.length === 0
        ? nothing
        : html`<span class="chip"
            >${icon(view.sort[0]?.direction === 'descending' ? 'arrow-down-wide-narrow' : 'arrow-up-narrow-wide')}<span
              class="words"
              >${sorted}</span
            >${renderRemoveButton(sorted, () => bar.onView({ ...view, sort: [] }))}</span
          >`
    }
    ${view.filters.map((filter) => {
      const label = strings.filtered(filter)
      return html`<span class="chip"
        ><button
          type="button"
          class="quiet words"
          @click=${(event: Event) => bar.onFilter(filter.column, event.currentTarget as HTMLElement)}
        >
          ${icon('funnel')}${label}</button
        >${renderRemoveButton(label, () => bar.onView(filterBy(view, filter.column, undefined)))}</span
      >`
    })}
    ${bar.download} ${find ? renderFindBar(find, bar) : nothing}
  </div>`
}

function renderFindBar(
  { text, found }: { readonly text: string; readonly found: CellSearch | undefined },
  bar: {
    strings: DataTableStrings
    onFind: (text: string) => void
    onStep: (direction: 1 | -1) => void
    onFindClose: () => void
  },
): TemplateResult {
  const { strings } = bar
  const renderStepButton = (shape: string, label: string, direction: 1 | -1): TemplateResult =>
    html`<button
      type="button"
      class="quiet icon"
      aria-label=${label}
      title=${label}
      ?disabled=${!found || found.count === 0}
      @click=${() => bar.onStep(direction)}
    >
      ${icon(shape)}
    </button>`
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') bar.onStep(event.shiftKey ? -1 : 1)
    else if (event.key === 'Escape') bar.onFindClose()
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
      @input=${(event: Event) => bar.onFind((event.target as HTMLInputElement).value)}
      @keydown=${onKey}
    />
    <span class="muted" role="status"
      >${
        text === '' || !found
          ? ''
          : found.count === 0
            ? strings.notFound
            : strings.found(Math.max(0, found.index) + 1, found.count, found.hasMore)
      }</span
    >
    ${renderStepButton('chevron-up', strings.previous, -1)}${renderStepButton('chevron-down', strings.next, 1)}
    <button
      type="button"
      class="quiet icon"
      aria-label=${strings.close}
      title=${strings.close}
      @click=${bar.onFindClose}
    >
      ${icon('x')}
    </button>
  </div>`
}
