import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit'
import { getKey } from '../get-key.ts'

interface SearchListHost extends ReactiveControllerHost {
  readonly renderRoot: HTMLElement | DocumentFragment
}

export interface SearchListSource<Item> {
  /** Returns the items that match a query, best first. */
  search(query: string): readonly Item[]
  /** Called when the query changes. */
  onSearch?(query: string): void
  /** Called with the item that the user selects, or with `undefined` when the list closes. */
  onSelect(item: Item | undefined): void
}

export interface SearchListView<Item> {
  /** Accessible name of the search box. */
  searchLabel: string
  /** Placeholder of the search box. Default: its accessible name. */
  placeholder?: string
  /** Accessible name of the list. */
  listLabel: string
  /** Returns the message that is shown if there are no results. */
  formatNoResults: (query: string) => string
  /** Returns the message that announces the number of results to screen readers. */
  formatResultCount: (count: number) => string
  getId: (item: Item) => string
  renderOption: (item: Item) => unknown
}

/**
 * A search box with a list of results, implemented as an ARIA combobox. The search box has focus when the list opens.
 * Arrow keys move through the list and wrap around. Enter selects a result. Escape, Tab and loss of focus close the
 * list.
 */
export class SearchList<Item> implements ReactiveController {
  readonly #host: SearchListHost
  readonly #source: SearchListSource<Item>
  #query = ''
  #activeIndex = 0
  #revealedIndex: number | undefined
  #hasInteraction = false
  /** Whether the user pressed Enter before there were any results. */
  #isEnterPending = false

  constructor(host: SearchListHost, source: SearchListSource<Item>) {
    this.#host = host
    this.#source = source
    host.addController(this)
  }

  /** Whether the user has typed, pressed a key or moved the pointer over the list. If so, its order must not change. */
  get isUsed(): boolean {
    return this.#hasInteraction
  }

  hostUpdated(): void {
    const { renderRoot } = this.#host
    if (this.#revealedIndex === undefined) renderRoot.querySelector('input')?.focus()
    else if (this.#revealedIndex !== this.#activeIndex) {
      renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
    }
    this.#revealedIndex = this.#activeIndex
    const [first] = this.#isEnterPending ? this.#source.search(this.#query) : []
    if (first === undefined) return
    this.#isEnterPending = false
    this.#source.onSelect(first)
  }

  render({
    searchLabel,
    placeholder = searchLabel,
    listLabel,
    formatNoResults,
    formatResultCount,
    getId,
    renderOption,
  }: SearchListView<Item>): TemplateResult {
    const items = this.#source.search(this.#query)
    return html`
      <div class="search">
        <input
          type="text"
          role="combobox"
          aria-label=${searchLabel}
          aria-expanded="true"
          aria-controls="found"
          aria-activedescendant=${items[this.#activeIndex] ? `found-${this.#activeIndex}` : nothing}
          placeholder=${placeholder}
          autocomplete="off"
          spellcheck="false"
          .value=${this.#query}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
          @blur=${() => this.#source.onSelect(undefined)}
        />
      </div>
      <ul id="found" role="listbox" aria-label=${listLabel}>
        ${items.map(
          (item, index) =>
            html`<li
              id="found-${index}"
              data-id=${getId(item)}
              role="option"
              aria-selected=${index === this.#activeIndex ? 'true' : 'false'}
              @pointerdown=${(event: Event) => event.preventDefault()}
              @pointermove=${() => this.#activate(index)}
              @click=${() => this.#source.onSelect(item)}
            >
              ${renderOption(item)}
            </li>`,
        )}
      </ul>
      ${items.length === 0 ? html`<p class="none muted">${formatNoResults(this.#query)}</p>` : nothing}
      <div class="visually-hidden" role="status">
        ${this.#query ? (items.length > 0 ? formatResultCount(items.length) : formatNoResults(this.#query)) : ''}
      </div>
    `
  }

  #activate(index: number): void {
    this.#hasInteraction = true
    if (index === this.#activeIndex) return
    this.#activeIndex = index
    this.#host.requestUpdate()
  }

  #onInput = (event: Event): void => {
    this.#hasInteraction = true
    this.#query = (event.target as HTMLInputElement).value
    this.#activeIndex = 0
    this.#isEnterPending = false
    this.#source.onSearch?.(this.#query)
    this.#host.requestUpdate()
  }

  #onKey = (event: KeyboardEvent): void => {
    this.#hasInteraction = true
    const items = this.#source.search(this.#query)
    const key = getKey(event)
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && items.length > 0) this.#activate((this.#activeIndex + step + items.length) % items.length)
    else if (key === 'Enter') {
      const item = items[this.#activeIndex]
      this.#isEnterPending = item === undefined
      if (item !== undefined) this.#source.onSelect(item)
    } else if (key === 'Escape' || key === 'Tab') this.#source.onSelect(undefined)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}
