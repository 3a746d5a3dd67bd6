import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import type { FoundCells } from './find-cells.ts'
import type { DataTableStrings } from './table-strings.ts'
import { filteredBy, isWhole, type TableView } from './table-view.ts'

/** The queries of the table as removable chips, the download, and the search; nothing without any. */
export function tableToolbar(bar: {
  readonly view: TableView
  readonly strings: DataTableStrings
  /** Absent: the search is closed. */
  readonly find: { readonly text: string; readonly found: FoundCells | undefined } | undefined
  /** The download of these rows. */
  readonly files: unknown
  readonly onView: (view: TableView) => void
  readonly onFilter: (column: string, anchor: HTMLElement) => void
  readonly onFind: (text: string) => void
  readonly onStep: (by: 1 | -1) => void
  readonly onFindClose: () => void
}): TemplateResult | typeof nothing {
  const { view, strings, find } = bar
  if (isWhole(view) && !find) return nothing
  const remove = (words: string, act: () => void): TemplateResult =>
    html`<button
      type="button"
      class="quiet icon"
      aria-label=${strings.remove(words)}
      title=${strings.remove(words)}
      @click=${act}
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
            >${remove(sorted, () => bar.onView({ ...view, sort: [] }))}</span
          >`
    }
    ${view.filters.map((filter) => {
      const words = strings.filtered(filter)
      return html`<span class="chip"
        ><button
          type="button"
          class="quiet words"
          @click=${(event: Event) => bar.onFilter(filter.column, event.currentTarget as HTMLElement)}
        >
          ${icon('funnel')}${words}</button
        >${remove(words, () => bar.onView(filteredBy(view, filter.column, undefined)))}</span
      >`
    })}
    ${bar.files} ${find ? findBar(find, bar) : nothing}
  </div>`
}

function findBar(
  { text, found }: { readonly text: string; readonly found: FoundCells | undefined },
  bar: {
    strings: DataTableStrings
    onFind: (text: string) => void
    onStep: (by: 1 | -1) => void
    onFindClose: () => void
  },
): TemplateResult {
  const { strings } = bar
  const step = (shape: string, words: string, by: 1 | -1): TemplateResult =>
    html`<button
      type="button"
      class="quiet icon"
      aria-label=${words}
      title=${words}
      ?disabled=${!found || found.count === 0}
      @click=${() => bar.onStep(by)}
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
            : strings.found(Math.max(0, found.at) + 1, found.count, found.hasMore)
      }</span
    >
    ${step('chevron-up', strings.previous, -1)}${step('chevron-down', strings.next, 1)}
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
