import { placeColumn } from '@aw-flow/schema'
import type { TableSource } from '../table-source.ts'
import type { CellPlace } from './cell-range.ts'
import { FoundCells } from './find-cells.ts'
import { isWhole, unfilteredView, type TableView } from './table-view.ts'

interface QuestionsHost {
  /** Something visible has changed. */
  requestUpdate(): void
  /** Other rows of the same columns are shown. */
  showRows(source: TableSource | undefined): void
}

/**
 * The user's queries of a table and their results: sorted and filtered where the rows are, searched in the result. Late
 * answers are dropped.
 */
export class TableQueries {
  readonly #host: QuestionsHost
  #base: TableSource | undefined
  #asked = 0
  #searched = 0
  #pause: ReturnType<typeof setTimeout> | undefined
  view: TableView = unfilteredView
  /** The displayed rows: the source, or a table derived from it. */
  shown: TableSource | undefined
  /** The column of `shown` with a row's index in the source; -1: rows are at their original places. */
  placeAt = -1
  find: { text: string; found: FoundCells | undefined } | undefined
  isBusy = false
  failure: unknown

  constructor(host: QuestionsHost) {
    this.#host = host
  }

  get canAsk(): boolean {
    return this.#base?.derive !== undefined
  }

  /** Sets another table, with no query but `view`. */
  open(source: TableSource | undefined, view: TableView): void {
    this.#base = source
    this.#asked++
    this.find = undefined
    this.view = unfilteredView
    this.#show(source)
    if (!isWhole(view)) void this.ask(view)
  }

  async ask(view: TableView): Promise<void> {
    const base = this.#base
    const asked = ++this.#asked
    this.failure = undefined
    this.view = view
    if (!base?.derive || isWhole(view)) {
      this.isBusy = false
      this.#show(base)
      return
    }
    this.isBusy = true
    this.#host.requestUpdate()
    try {
      const { source } = await base.derive({ kind: 'view', sort: [...view.sort], filters: [...view.filters] })
      if (asked !== this.#asked) return
      this.isBusy = false
      this.#show(source)
    } catch (cause) {
      if (asked !== this.#asked) return
      this.isBusy = false
      this.failure = cause ?? new Error('No reason was given.')
      this.#host.requestUpdate()
    }
  }

  openFind(): void {
    if (!this.canAsk) return
    this.find ??= { text: '', found: undefined }
    this.#host.requestUpdate()
  }

  closeFind(): void {
    this.#searched++
    this.find = undefined
    this.#host.requestUpdate()
  }

  /** Searches a text after a debounce; `onFound` shows the first cell. */
  search(text: string, onFound: () => void): void {
    clearTimeout(this.#pause)
    const searched = ++this.#searched
    this.find = { text, found: undefined }
    this.#host.requestUpdate()
    if (text === '') return
    this.#pause = setTimeout(() => void this.#search(text, searched, onFound), 200)
  }

  async #search(text: string, searched: number, onFound: () => void): Promise<void> {
    const { shown } = this
    // The derived table is searched, so that results are at their displayed places.
    if (!shown?.derive) return
    this.isBusy = true
    this.#host.requestUpdate()
    try {
      const found = await FoundCells.find(shown, text)
      if (searched !== this.#searched) return
      this.find = { text, found }
      onFound()
    } catch (cause) {
      if (searched === this.#searched) this.failure = cause ?? new Error('No reason was given.')
    }
    this.isBusy = false
    this.#host.requestUpdate()
  }

  /** The next result, in the columns of the source. */
  async step(by: 1 | -1): Promise<CellPlace | undefined> {
    try {
      const place = await this.find?.found?.step(by)
      // The index column is the last, and is not displayed.
      return place && this.placeAt === place.column ? await this.find?.found?.step(by) : place
    } catch (cause) {
      this.failure = cause ?? new Error('No reason was given.')
      return undefined
    } finally {
      this.#host.requestUpdate()
    }
  }

  #show(source: TableSource | undefined): void {
    this.shown = source
    this.placeAt = source?.columns.findIndex(({ name }) => name === placeColumn) ?? -1
    if (this.find?.text) {
      // Results are at other places now.
      this.find = { text: this.find.text, found: undefined }
      void this.#search(this.find.text, ++this.#searched, () => undefined)
    }
    this.#host.showRows(source)
    this.#host.requestUpdate()
  }
}
