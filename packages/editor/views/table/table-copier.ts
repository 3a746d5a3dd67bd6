import { textOf } from '@aw-flow/schema'
import { problemOf, type TableSource } from '../table-source.ts'
import { rangeSize, type CellRange } from './cell-range.ts'
import { copyCells, mostCopied } from './copy-cells.ts'
import type { DataTableStrings } from './table-strings.ts'

interface CopierHost {
  strings(): DataTableStrings
  /** A shown column's number in the source. */
  sourceColumn(column: number): number
  /** Tells what was done, or could not be. */
  told(words: string): void
}

/** Copies cells and names by the browser's asynchronous clipboard, and tells how many, or why not. */
export class TableCopier {
  readonly #host: CopierHost

  constructor(host: CopierHost) {
    this.#host = host
  }

  async copyRange(source: TableSource | undefined, range: CellRange | undefined): Promise<void> {
    if (!range || !source) return
    const strings = this.#host.strings()
    const { rows, columns } = rangeSize(range)
    if (rows * columns > mostCopied) {
      this.#host.told(strings.copyTooMany(rows * columns, mostCopied))
      return
    }
    try {
      const text = await copyCells(source, range, (column) => this.#host.sourceColumn(column))
      await this.copyText(text, rows * columns)
    } catch (cause) {
      this.#host.told(strings.failed(strings.renderText(textOf(problemOf(cause)))))
    }
  }

  async copyText(text: string, cells: number): Promise<void> {
    const strings = this.#host.strings()
    try {
      await navigator.clipboard.writeText(text)
      this.#host.told(strings.copied(cells))
    } catch {
      this.#host.told(strings.copyFailed)
    }
  }
}
