import { tableFromIPC } from '@uwdata/flechette'
import type { TableSource } from '../../table-source.ts'
import type { CellPosition } from './cell-range.ts'

/** Steps through the cells that match a search. */
export class CellSearch {
  readonly #results: TableSource
  /** Whether more than `count` cells match. */
  readonly hasMore: boolean
  readonly count: number
  /** Index of the current match, or -1 before the first one. */
  index = -1

  private constructor(results: TableSource, hasMore: boolean) {
    this.#results = results
    this.hasMore = hasMore
    this.count = hasMore ? results.rows - 1 : results.rows
  }

  static async find(source: TableSource, text: string): Promise<CellSearch> {
    const { source: results, problems } = await source.derive!({ kind: 'find', text })
    return new CellSearch(results, problems.length > 0)
  }

  /**
   * Moves to the next or previous match, and wraps around at the ends.
   *
   * @returns The position of the match, with the column index in the source, or `undefined` if nothing matches.
   */
  async step(direction: 1 | -1): Promise<CellPosition | undefined> {
    if (this.count === 0) return undefined
    this.index = this.index < 0 && direction < 0 ? this.count - 1 : (this.index + direction + this.count) % this.count
    const page = tableFromIPC(await this.#results.page(this.index, 1))
    const [row, column] = [page.getChildAt(0)?.at(0), page.getChildAt(1)?.at(0)]
    return row === undefined || column === undefined ? undefined : { row: Number(row), column: Number(column) }
  }
}
