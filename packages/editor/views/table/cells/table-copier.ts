import { getProblemText, type Column } from '@aw-flow/schema'
import { toProblem, type TableSource } from '../../table-source.ts'
import { getRangeSize, type CellRange } from './cell-range.ts'
import { copyCells, maxCopiedCells, type RangeFormatter } from './copy-cells.ts'
import type { DataTableStrings } from '../table-strings.ts'

interface CopierHost {
  getStrings(): DataTableStrings
  /** Returns the columns in display order. */
  getColumns(): readonly Column[]
  /** Converts the index of a displayed column to its index in the source. */
  toSourceColumn(column: number): number
  /** Reports the result or the error to the user. */
  report(message: string): void
}

/** Copies cells and column names to the clipboard, and reports the number of copied cells or an error. */
export class TableCopier {
  readonly #host: CopierHost

  constructor(host: CopierHost) {
    this.#host = host
  }

  async copyRange(
    source: TableSource | undefined,
    range: CellRange | undefined,
    format?: RangeFormatter,
  ): Promise<void> {
    if (!range || !source) return
    const strings = this.#host.getStrings()
    const { rows, columns } = getRangeSize(range)
    if (rows * columns > maxCopiedCells) {
      this.#host.report(strings.copyTooMany(rows * columns, maxCopiedCells))
      return
    }
    try {
      const result = await copyCells(
        source,
        range,
        { columns: this.#host.getColumns(), toSourceColumn: (column) => this.#host.toSourceColumn(column) },
        format,
      )
      if ('text' in result) await this.copyText(result.text, rows * columns)
      else this.#host.report(strings.copyTooMany(rows * columns, result.maxCells))
    } catch (cause) {
      this.#host.report(strings.failed(strings.renderText(getProblemText(toProblem(cause)))))
    }
  }

  async copyText(text: string, cellCount: number): Promise<void> {
    const strings = this.#host.getStrings()
    try {
      await navigator.clipboard.writeText(text)
      this.#host.report(strings.copied(cellCount))
    } catch {
      this.#host.report(strings.copyFailed)
    }
  }
}
