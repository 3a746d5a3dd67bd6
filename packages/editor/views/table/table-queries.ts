import { initialState, Task, TaskStatus } from '@lit/task'
import type { ReactiveControllerHost } from 'lit'
import { rowIndexColumn } from '@aw-flow/schema/internal'
import type { TableSource } from '../table-source.ts'
import type { CellPosition } from './cells/cell-range.ts'
import { CellSearch } from './cells/cell-search.ts'
import { deriveView } from './derive-view.ts'
import { hasSameRows, isUnfiltered, unfilteredView, type TableView } from './table-view.ts'

/** The result of a search, and the function to call with it. */
interface FoundCells {
  readonly text: string
  readonly matches: CellSearch
  readonly onComplete: () => void
}

/** Ignores the result of a running task. */
const cancel = (task: Task<readonly []>): void => {
  if (task.status === TaskStatus.PENDING) void task.run([])
}

/**
 * Runs the user's queries on a table and holds their results. The source sorts and filters the rows, and searches run
 * on the result. Results of outdated queries are ignored.
 */
export class TableQueries {
  readonly #host: ReactiveControllerHost
  readonly #showRows: (source: TableSource | undefined) => void
  readonly #query: Task<readonly [source: TableSource, view: TableView] | readonly [], TableSource>
  readonly #search: Task<readonly [text: string, onComplete: () => void] | readonly [], FoundCells>
  #source: TableSource | undefined
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
  failure: unknown

  /** @param showRows - Displays the given rows. */
  constructor(host: ReactiveControllerHost, showRows: (source: TableSource | undefined) => void) {
    this.#host = host
    this.#showRows = showRows
    const onError = (cause: unknown): void => {
      this.failure = cause ?? new Error('The query failed for an unknown reason.')
    }
    this.#query = new Task(host, {
      autoRun: false,
      task: ([source, view]) => (source && view ? deriveView(source, view) : initialState),
      onComplete: (rows) => this.#display(rows),
      onError,
    })
    this.#search = new Task(host, {
      autoRun: false,
      // Searches the derived table so that matches are at their displayed positions.
      task: async ([text, onComplete]) =>
        text !== undefined && onComplete && this.displayedSource?.derive
          ? { text, matches: await CellSearch.find(this.displayedSource, text), onComplete }
          : initialState,
      onComplete: ({ text, matches, onComplete }) => {
        this.activeSearch = { text, matches }
        onComplete()
      },
      onError,
    })
  }

  get isBusy(): boolean {
    return [this.#query, this.#search].some(({ status }) => status === TaskStatus.PENDING)
  }

  get canQuery(): boolean {
    return this.#source?.derive !== undefined
  }

  /** Sets a new table and discards all queries except `view`. */
  setSource(source: TableSource | undefined, view: TableView): void {
    this.#source = source
    cancel(this.#query)
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
    this.failure = undefined
    this.view = view
    if (source?.derive && !isUnfiltered(view)) return this.#query.run([source, view])
    cancel(this.#query)
    this.#display(source)
  }

  openFind(): void {
    if (!this.canQuery) return
    this.activeSearch ??= { text: '', matches: undefined }
    this.#host.requestUpdate()
  }

  closeFind(): void {
    cancel(this.#search)
    this.activeSearch = undefined
    this.#host.requestUpdate()
  }

  /** Searches for text after a debounce delay. `onComplete` is called when the search completes. */
  search(text: string, onComplete: () => void): void {
    clearTimeout(this.#searchTimer)
    cancel(this.#search)
    this.activeSearch = { text, matches: undefined }
    this.#host.requestUpdate()
    if (text === '') return
    this.#searchTimer = setTimeout(() => void this.#search.run([text, onComplete]), 200)
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
      void this.#search.run([this.activeSearch.text, () => undefined])
    }
    this.#showRows(source)
    this.#host.requestUpdate()
  }
}
