import { tableFromIPC, type Table } from '@uwdata/flechette'
import { getCellLength, isTruncatedPage } from './cell-lengths.ts'
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
  #pages = new Map<number, { table: Table; bytes: number }>()
  /** A row from a page with truncated cells, which is read separately. */
  #row: { index: number; table: Table | undefined } | undefined
  #pending = new Set<number>()
  /** The visible pages that are not cached. */
  #visiblePages: number[] = []
  #firstVisible = 0
  #lastVisible = 0
  #onChange: () => void
  #maxPages: number
  /** The total size of cached pages, in bytes, above which the least recently used are discarded. */
  #maxBytes: number
  #maxParallelLoads = 2
  #isClosed = false
  /** The reason the last page could not be loaded; `undefined` if it could. */
  failure: unknown

  constructor(source: PageSource, onChange: () => void, { pageSize = 256, max = 64, maxBytes = 64_000_000 } = {}) {
    this.#source = source
    this.#onChange = onChange
    this.pageSize = pageSize
    this.#maxPages = max
    this.#maxBytes = maxBytes
  }

  /** Returns the formatted cell at a row (from 0) and column index. */
  getCell(row: number, column: number): CellText {
    const location = this.#findRow(row)
    if (!location) return loading
    const vector = location.table.getChildAt(column)
    return vector ? formatCell(vector.at(location.index), vector.type as ArrowType) : undefined
  }

  /** Returns the length of a cell in characters, if its page contains only the start of very long cells. */
  getCellLength(row: number, column: number): number | undefined {
    const location = this.#findRow(row)
    return location && isTruncatedPage(location.table)
      ? getCellLength(location.table, location.index, column)
      : undefined
  }

  /** Loads more of the cells of a row, if its page contains only their start. Keeps one such row. */
  loadRow(row: number): void {
    const page = this.#pages.get(Math.floor(row / this.pageSize))
    if (!page || !isTruncatedPage(page.table) || this.#row?.index === row) return
    void this.#readRow(row)
  }

  async #readRow(index: number): Promise<void> {
    const row = { index, table: undefined as Table | undefined }
    this.#row = row
    try {
      const bytes = await this.#source.page(index, 1)
      if (this.#isClosed || this.#row !== row) return
      row.table = tableFromIPC(bytes, { useBigInt: true, useDecimalInt: true })
    } catch {
      // Keeps the start of the cells.
      return
    }
    this.#onChange()
  }

  #findRow(row: number): { table: Table; index: number } | undefined {
    if (this.#row?.table && this.#row.index === row) return { table: this.#row.table, index: 0 }
    const page = this.#pages.get(Math.floor(row / this.pageSize))
    return page && { table: page.table, index: row % this.pageSize }
  }

  /** Sets the visible rows. Loads their pages unless they are cached. */
  setVisibleRows(first: number, last: number): void {
    this.#visiblePages = []
    this.#firstVisible = Math.floor(first / this.pageSize)
    this.#lastVisible = Math.floor(last / this.pageSize)
    for (let page = this.#firstVisible; page <= this.#lastVisible; page++) {
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
      const table = tableFromIPC(bytes, { useBigInt: true, useDecimalInt: true })
      this.#pages.set(page, { table, bytes: bytes.byteLength })
      this.#visiblePages = this.#visiblePages.filter((visiblePage) => visiblePage !== page)
      this.#discardOldPages()
    } catch (cause) {
      if (!this.#isClosed) this.failure = cause ?? new Error('The query failed for an unknown reason.')
    } finally {
      this.#pending.delete(page)
    }
    if (this.#isClosed) return
    this.#onChange()
    this.#loadVisiblePages()
  }

  /** Discards the least recently used pages, except visible ones, which would be loaded again. */
  #discardOldPages(): void {
    let bytes = 0
    for (const page of this.#pages.values()) bytes += page.bytes
    for (const [oldest, page] of this.#pages) {
      if (this.#pages.size <= this.#maxPages && bytes <= this.#maxBytes) return
      if (oldest >= this.#firstVisible && oldest <= this.#lastVisible) continue
      this.#pages.delete(oldest)
      bytes -= page.bytes
    }
  }
}
