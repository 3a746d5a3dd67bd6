import { rowIndexColumn } from '@aw-flow/schema'
import type { TableSource } from '../table-source.ts'
import type { CellPosition } from './cell-range.ts'
import { CellSearch } from './cell-search.ts'
import { deriveView } from './derive-view.ts'
import { hasSameRows, isUnfiltered, unfilteredView, type TableView } from './table-view.ts'

interface QueriesHost {
  /** Called when something visible changes. */
  requestUpdate(): void
  /** Displays the given rows. */
  showRows(source: TableSource | undefined): void
}

/**
 * Runs the user's queries on a table and holds their results. The source sorts and filters the rows, and searches run
 * on the result. Results of outdated queries are ignored.
 */
export class TableQueries {
  readonly #host: QueriesHost
  #source: TableSource | undefined
  #queryCount = 0
  #searchCount = 0
  #searchTimer: ReturnType<typeof setTimeout> | undefined
  view: TableView = unfilteredView
  /** The displayed rows: the source or a table derived from it. */
  displayedSource: TableSource | undefined
  /**
   * Index of the column of `displayedSource` that contains the rows' source indices, or -1 if rows are in their
   * original positions.
   */
  rowIndexColumnIndex = -1
  activeSearch: { text: string; matches: CellSearch | undefined } | undefined
  isBusy = false
  failure: unknown

  constructor(host: QueriesHost) {
    this.#host = host
  }

  get canQuery(): boolean {
    return this.#source?.derive !== undefined
  }

  /** Sets a new table and discards all queries except `view`. */
  setSource(source: TableSource | undefined, view: TableView): void {
    this.#source = source
    this.#queryCount++
    this.activeSearch = undefined
    this.view = isUnfiltered(view) ? view : unfilteredView
    this.#display(source)
    if (!isUnfiltered(view)) void this.query(view)
  }

  async query(view: TableView): Promise<void> {
    if (this.failure === undefined && hasSameRows(view, this.view)) {
      this.view = view
      this.#host.requestUpdate()
      return
    }
    const source = this.#source
    const queryId = ++this.#queryCount
    this.failure = undefined
    this.view = view
    if (!source?.derive || isUnfiltered(view)) {
      this.isBusy = false
      this.#display(source)
      return
    }
    this.isBusy = true
    this.#host.requestUpdate()
    try {
      const derivedSource = await deriveView(source, view)
      if (queryId !== this.#queryCount) return
      this.isBusy = false
      this.#display(derivedSource)
    } catch (cause) {
      if (queryId !== this.#queryCount) return
      this.isBusy = false
      this.failure = cause ?? new Error('The query failed for an unknown reason.')
      this.#host.requestUpdate()
    }
  }

  openFind(): void {
    if (!this.canQuery) return
    this.activeSearch ??= { text: '', matches: undefined }
    this.#host.requestUpdate()
  }

  closeFind(): void {
    this.#searchCount++
    this.activeSearch = undefined
    this.#host.requestUpdate()
  }

  /** Searches for text after a debounce delay. `onComplete` is called when the search completes. */
  search(text: string, onComplete: () => void): void {
    clearTimeout(this.#searchTimer)
    const searchId = ++this.#searchCount
    this.activeSearch = { text, matches: undefined }
    this.#host.requestUpdate()
    if (text === '') return
    this.#searchTimer = setTimeout(() => void this.#search(text, searchId, onComplete), 200)
  }

  async #search(text: string, searchId: number, onComplete: () => void): Promise<void> {
    const { displayedSource } = this
    // Searches the derived table so that matches are at their displayed positions.
    if (!displayedSource?.derive) return
    this.isBusy = true
    this.#host.requestUpdate()
    try {
      const matches = await CellSearch.find(displayedSource, text)
      if (searchId !== this.#searchCount) return
      this.activeSearch = { text, matches }
      onComplete()
    } catch (cause) {
      if (searchId === this.#searchCount) this.failure = cause ?? new Error('The query failed for an unknown reason.')
    }
    this.isBusy = false
    this.#host.requestUpdate()
  }

  /** Moves to the next or previous match and returns its position, with the column index in the source. */
  async step(direction: 1 | -1): Promise<CellPosition | undefined> {
    try {
      const position = await this.activeSearch?.matches?.step(direction)
      // Skips a match in the row index column, which is the last column and is not displayed.
      return position && this.rowIndexColumnIndex === position.column
        ? await this.activeSearch?.matches?.step(direction)
        : position
    } catch (cause) {
      this.failure = cause ?? new Error('The query failed for an unknown reason.')
      return undefined
    } finally {
      this.#host.requestUpdate()
    }
  }

  #display(source: TableSource | undefined): void {
    this.displayedSource = source
    this.rowIndexColumnIndex = source?.columns.findIndex(({ name }) => name === rowIndexColumn) ?? -1
    if (this.activeSearch?.text) {
      // The positions of the matches have changed.
      this.activeSearch = { text: this.activeSearch.text, matches: undefined }
      void this.#search(this.activeSearch.text, ++this.#searchCount, () => undefined)
    }
    this.#host.showRows(source)
    this.#host.requestUpdate()
  }
}
