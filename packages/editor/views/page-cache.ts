import { tableFromIPC, type Table } from '@uwdata/flechette'
import { formatCell, type ArrowType } from './format-cell.ts'

/** Rows that are read page by page as Arrow IPC streams. @public */
export interface PageSource {
  /** The number of rows. */
  readonly rows: number
  /** Reads at most `limit` rows from the row `offset` (from 0), as an Arrow IPC stream. */
  page(offset: number, limit: number): Promise<Uint8Array>
}

/** A formatted cell; `undefined` for null, `loading` while its page is loading. */
export type CellText = string | undefined | typeof loading
export const loading = Symbol('loading')

/**
 * Caches the most recently used pages of a table, decoded. Loads only the pages that are currently visible, a few at a
 * time, so pages that a fast scroll passes are never requested.
 */
export class PageCache {
  readonly pageSize: number
  #source: PageSource
  #pages = new Map<number, Table>()
  #pending = new Set<number>()
  #visiblePages: number[] = []
  #onChange: () => void
  #maxPages: number
  #maxParallelLoads = 2
  #isClosed = false
  /** The reason the last page could not be loaded; `undefined` if it could. */
  failure: unknown

  constructor(source: PageSource, onChange: () => void, { pageSize = 256, max = 64 } = {}) {
    this.#source = source
    this.#onChange = onChange
    this.pageSize = pageSize
    this.#maxPages = max
  }

  /** Returns the formatted cell at a row (from 0) and column index. */
  getCell(row: number, column: number): CellText {
    const page = this.#pages.get(Math.floor(row / this.pageSize))
    if (!page) return loading
    const vector = page.getChildAt(column)
    return vector ? formatCell(vector.at(row % this.pageSize), vector.type as ArrowType) : undefined
  }

  /** Sets the visible rows. Loads their pages unless they are cached. */
  setVisibleRows(first: number, last: number): void {
    this.#visiblePages = []
    for (let page = Math.floor(first / this.pageSize); page <= Math.floor(last / this.pageSize); page++) {
      const cached = this.#pages.get(page)
      if (cached) {
        this.#pages.delete(page)
        this.#pages.set(page, cached)
      } else if (page * this.pageSize < this.#source.rows) this.#visiblePages.push(page)
    }
    this.#loadVisiblePages()
  }

  /** Retries after a failure. */
  retry(): void {
    this.failure = undefined
    this.#loadVisiblePages()
  }

  close(): void {
    this.#isClosed = true
    this.#visiblePages = []
  }

  #loadVisiblePages(): void {
    for (const page of this.#visiblePages) {
      if (this.#pending.size >= this.#maxParallelLoads || this.failure !== undefined) return
      if (!this.#pending.has(page)) void this.#load(page)
    }
  }

  async #load(page: number): Promise<void> {
    this.#pending.add(page)
    try {
      const bytes = await this.#source.page(page * this.pageSize, this.pageSize)
      if (this.#isClosed) return
      this.#pages.set(page, tableFromIPC(bytes, { useBigInt: true, useDecimalInt: true }))
      this.#visiblePages = this.#visiblePages.filter((visiblePage) => visiblePage !== page)
      for (const oldest of this.#pages.keys()) {
        if (this.#pages.size <= this.#maxPages) break
        this.#pages.delete(oldest)
      }
    } catch (cause) {
      if (!this.#isClosed) this.failure = cause ?? new Error('The query failed for an unknown reason.')
    } finally {
      this.#pending.delete(page)
    }
    if (this.#isClosed) return
    this.#onChange()
    this.#loadVisiblePages()
  }
}
