import { tableFromIPC, type Table } from '@uwdata/flechette'
import { formatCell, type ArrowType } from './format-cell.ts'

/** Paged rows: their number, and pages as Arrow IPC streams. @public */
export interface PageSource {
  readonly rows: number
  page(offset: number, limit: number): Promise<Uint8Array>
}

/** A cell's text; `undefined` for null, `loading` while its page is loading. */
export type CellText = string | undefined | typeof loading
export const loading = Symbol('loading')

/**
 * The last used pages of a table, decoded. Loads what is visible now, `parallel` pages at a time: pages that a fast
 * scroll passes are never requested.
 */
export class PageCache {
  readonly pageSize: number
  #source: PageSource
  #pages = new Map<number, Table>()
  #asked = new Set<number>()
  #wanted: number[] = []
  #changed: () => void
  #max: number
  #parallel = 2
  #closed = false
  /** Why the last page could not be loaded; `undefined` if it was. */
  failure: unknown

  constructor(source: PageSource, changed: () => void, { pageSize = 256, max = 64 } = {}) {
    this.#source = source
    this.#changed = changed
    this.pageSize = pageSize
    this.#max = max
  }

  /** The text of a cell, by row (from 0) and column index. */
  cell(row: number, column: number): CellText {
    const page = this.#pages.get(Math.floor(row / this.pageSize))
    if (!page) return loading
    const vector = page.getChildAt(column)
    return vector ? formatCell(vector.at(row % this.pageSize), vector.type as ArrowType) : undefined
  }

  /** Sets the visible rows; their pages are loaded unless they are cached. */
  want(first: number, last: number): void {
    this.#wanted = []
    for (let page = Math.floor(first / this.pageSize); page <= Math.floor(last / this.pageSize); page++) {
      const known = this.#pages.get(page)
      if (known) {
        this.#pages.delete(page)
        this.#pages.set(page, known)
      } else if (page * this.pageSize < this.#source.rows) this.#wanted.push(page)
    }
    this.#ask()
  }

  /** Retries after a failure. */
  retry(): void {
    this.failure = undefined
    this.#ask()
  }

  close(): void {
    this.#closed = true
    this.#wanted = []
  }

  #ask(): void {
    for (const page of this.#wanted) {
      if (this.#asked.size >= this.#parallel || this.failure !== undefined) return
      if (!this.#asked.has(page)) void this.#load(page)
    }
  }

  async #load(page: number): Promise<void> {
    this.#asked.add(page)
    try {
      const bytes = await this.#source.page(page * this.pageSize, this.pageSize)
      if (this.#closed) return
      this.#pages.set(page, tableFromIPC(bytes, { useBigInt: true, useDecimalInt: true }))
      this.#wanted = this.#wanted.filter((other) => other !== page)
      for (const oldest of this.#pages.keys()) {
        if (this.#pages.size <= this.#max) break
        this.#pages.delete(oldest)
      }
    } catch (cause) {
      if (!this.#closed) this.failure = cause ?? new Error('No reason was given.')
    } finally {
      this.#asked.delete(page)
    }
    if (this.#closed) return
    this.#changed()
    this.#ask()
  }
}
