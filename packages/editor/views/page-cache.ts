import { type Table, tableFromIPC } from '@uwdata/flechette'
import { cellLengthsColumn } from '@aw-flow/schema/internal'
import { formatCell, type ArrowType } from './format-cell.ts'

/** A source of rows that are read in pages, as Arrow IPC streams. @public */
export interface PageSource {
  /** Total number of rows. */
  readonly rows: number
  /** Reads up to `limit` rows, starting at row `offset` (from 0), as an Arrow IPC stream. */
  page(offset: number, limit: number): Promise<Uint8Array>
}

/** Formatted text of a cell: `undefined` for null, or `loading` while the page is loading. */
export type CellText = string | undefined | typeof loading
export const loading = Symbol('loading')

/**
 * Caches the most recently used pages of a table in decoded form. Only currently visible pages are loaded, a few at a
 * time, so pages that a fast scroll skips are never requested.
 */
export class PageCache {
  readonly pageSize: number
  #source: PageSource
  #pages = new Map<number, { table: Table; bytes: number }>()
  /** A single row that was loaded again because its page contains truncated cells. */
  #reloadedRow: { index: number; table: Table | undefined } | undefined
  #pendingPages = new Set<number>()
  /** Visible pages that are not cached yet. */
  #missingVisiblePages: number[] = []
  #firstVisiblePage = 0
  #lastVisiblePage = 0
  #onChange: () => void
  #maxPages: number
  /** Maximum total size of cached pages in bytes. Above this, the least recently used pages are discarded. */
  #maxBytes: number
  #maxConcurrentLoads = 2
  #isClosed = false
  /** Why the last page load failed, or `undefined` if it succeeded. */
  failure: unknown

  constructor(
    source: PageSource,
    onChange: () => void,
    { pageSize = 256, max: maxPages = 64, maxBytes = 64_000_000 } = {},
  ) {
    this.#source = source
    this.#onChange = onChange
    this.pageSize = pageSize
    this.#maxPages = maxPages
    this.#maxBytes = maxBytes
  }

  /** Returns the formatted cell at the given row index (from 0) and column index. */
  getCell(row: number, column: number): CellText {
    const location = this.#findRow(row)
    if (!location) return loading
    const vector = location.table.getChildAt(column)
    return vector ? formatCell(vector.at(location.index), vector.type as ArrowType) : undefined
  }

  /** Returns the full length of a cell in characters, or `undefined` if its page does not contain truncated cells. */
  getCellLength(row: number, column: number): number | undefined {
    const location = this.#findRow(row)
    return location && isTruncatedPage(location.table)
      ? getCellLength(location.table, location.index, column)
      : undefined
  }

  /** Loads a row again with longer cell values if its page contains truncated cells. Only one such row is kept. */
  loadRow(row: number): void {
    const page = this.#pages.get(Math.floor(row / this.pageSize))
    if (!page || !isTruncatedPage(page.table) || this.#reloadedRow?.index === row) return
    void this.#reloadRow(row)
  }

  async #reloadRow(index: number): Promise<void> {
    const row = { index, table: undefined as Table | undefined }
    this.#reloadedRow = row
    try {
      const bytes = await this.#source.page(index, 1)
      if (this.#isClosed || this.#reloadedRow !== row) return
      row.table = tableFromIPC(bytes, { useBigInt: true, useDecimalInt: true })
    } catch {
      // The truncated cells remain displayed.
      return
    }
    this.#onChange()
  }

  #findRow(row: number): { table: Table; index: number } | undefined {
    if (this.#reloadedRow?.table && this.#reloadedRow.index === row) return { table: this.#reloadedRow.table, index: 0 }
    const page = this.#pages.get(Math.floor(row / this.pageSize))
    return page && { table: page.table, index: row % this.pageSize }
  }

  /** Sets the visible rows and loads the pages that are not cached. */
  setVisibleRows(first: number, last: number): void {
    this.#missingVisiblePages = []
    this.#firstVisiblePage = Math.floor(first / this.pageSize)
    this.#lastVisiblePage = Math.floor(last / this.pageSize)
    for (let page = this.#firstVisiblePage; page <= this.#lastVisiblePage; page++) {
      const cached = this.#pages.get(page)
      if (cached) {
        this.#pages.delete(page)
        this.#pages.set(page, cached)
      } else if (page * this.pageSize < this.#source.rows) this.#missingVisiblePages.push(page)
    }
    this.#loadVisiblePages()
  }

  /** Loads the visible pages again after a failure. */
  retry(): void {
    this.failure = undefined
    this.#loadVisiblePages()
  }

  close(): void {
    this.#isClosed = true
    this.#missingVisiblePages = []
  }

  #loadVisiblePages(): void {
    for (const page of this.#missingVisiblePages) {
      if (this.#pendingPages.size >= this.#maxConcurrentLoads || this.failure !== undefined) return
      if (!this.#pendingPages.has(page)) void this.#load(page)
    }
  }

  async #load(page: number): Promise<void> {
    this.#pendingPages.add(page)
    try {
      const bytes = await this.#source.page(page * this.pageSize, this.pageSize)
      if (this.#isClosed) return
      const table = tableFromIPC(bytes, { useBigInt: true, useDecimalInt: true })
      this.#pages.set(page, { table, bytes: bytes.byteLength })
      this.#missingVisiblePages = this.#missingVisiblePages.filter((visiblePage) => visiblePage !== page)
      this.#discardOldPages()
    } catch (cause) {
      if (!this.#isClosed) this.failure = cause ?? new Error('The query failed for an unknown reason.')
    } finally {
      this.#pendingPages.delete(page)
    }
    if (this.#isClosed) return
    this.#onChange()
    this.#loadVisiblePages()
  }

  /** Discards the least recently used pages. Visible pages are kept, because they would only be loaded again. */
  #discardOldPages(): void {
    let bytes = 0
    for (const page of this.#pages.values()) bytes += page.bytes
    for (const [pageIndex, page] of this.#pages) {
      if (this.#pages.size <= this.#maxPages && bytes <= this.#maxBytes) return
      if (pageIndex >= this.#firstVisiblePage && pageIndex <= this.#lastVisiblePage) continue
      this.#pages.delete(pageIndex)
      bytes -= page.bytes
    }
  }
}

/** Returns whether very long cells in a page are truncated. */
export const isTruncatedPage = (page: Table): boolean => page.schema.fields.at(-1)?.name === cellLengthsColumn

/** Returns the original length in characters of a cell in a truncated page, or `undefined` if the cell is not text. */
export function getCellLength(page: Table, row: number, column: number): number | undefined {
  const lengths = JSON.parse(String(page.getChildAt(page.numCols - 1).at(row))) as (number | null)[]
  return lengths[column] ?? undefined
}
