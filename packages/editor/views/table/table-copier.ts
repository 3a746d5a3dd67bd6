import { textOf } from '@aw-flow/schema'
import { problemOf, type TableSource } from '../table-source.ts'
import { rangeSize, type CellRange } from './cell-range.ts'
import { copyCells, maxCopied } from './copy-cells.ts'
import type { DataTableStrings } from './table-strings.ts'

interface CopierHost {
  strings(): DataTableStrings
  /** The source's index of a displayed column. */
  sourceColumn(column: number): number
  /** Reports the result or the error. */
  reported(words: string): void
}

/** Copies cells and names by the browser's asynchronous clipboard, and reports the number of cells or the error. */
export class TableCopier {
  readonly #host: CopierHost

  constructor(host: CopierHost) {
    this.#host = host
  }

  async copyRange(source: TableSource | undefined, range: CellRange | undefined): Promise<void> {
    if (!range || !source) return
    const strings = this.#host.strings()
    const { rows, columns } = rangeSize(range)
    if (rows * columns > maxCopied) {
      this.#host.reported(strings.copyTooMany(rows * columns, maxCopied))
      return
    }
    try {
      const text = await copyCells(source, range, (column) => this.#host.sourceColumn(column))
      await this.copyText(text, rows * columns)
    } catch (cause) {
      this.#host.reported(strings.failed(strings.renderText(textOf(problemOf(cause)))))
    }
  }

  async copyText(text: string, cells: number): Promise<void> {
    const strings = this.#host.strings()
    try {
      await navigator.clipboard.writeText(text)
      this.#host.reported(strings.copied(cells))
    } catch {
      this.#host.reported(strings.copyFailed)
    }
  }
}
