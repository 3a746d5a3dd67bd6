import { tableFromIPC } from '@uwdata/flechette'
import type { TableSource } from '../table-source.ts'
import type { CellPlace } from './cell-range.ts'

/** The cells that contain a text, one after the other. */
export class FoundCells {
  readonly #found: TableSource
  /** There are more results than listed. */
  readonly hasMore: boolean
  readonly count: number
  /** The index of the current result; -1 before the first. */
  at = -1

  private constructor(found: TableSource, hasMore: boolean) {
    this.#found = found
    this.hasMore = hasMore
    this.count = hasMore ? found.rows - 1 : found.rows
  }

  static async find(source: TableSource, text: string): Promise<FoundCells> {
    const { source: found, problems } = await source.derive!({ kind: 'find', text })
    return new FoundCells(found, problems.length > 0)
  }

  /** The next or the previous result, cyclically; `undefined` without results. Columns of the source. */
  async step(by: 1 | -1): Promise<CellPlace | undefined> {
    if (this.count === 0) return undefined
    this.at = this.at < 0 && by < 0 ? this.count - 1 : (this.at + by + this.count) % this.count
    const page = tableFromIPC(await this.#found.page(this.at, 1))
    const [row, column] = [page.getChildAt(0)?.at(0), page.getChildAt(1)?.at(0)]
    return row === undefined || column === undefined ? undefined : { row: Number(row), column: Number(column) }
  }
}
