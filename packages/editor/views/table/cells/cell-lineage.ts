import type { CellStep } from '@aw-flow/schema/internal'
import type { CellChanges } from './cell-changes.ts'

interface LineageRequest {
  readonly changes: CellChanges
  readonly row: number
  readonly column: string
}

/** Loads the lineage of the current cell once, and ignores results for cells that are no longer current. */
export class CellLineage {
  readonly #onChange: () => void
  #request: LineageRequest | undefined
  #steps: readonly CellStep[] | undefined

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** Returns the lineage of a cell, or `undefined` while it is loading or if it is unavailable. */
  get(changes: CellChanges | undefined, row: number, column: string): readonly CellStep[] | undefined {
    const request = this.#request
    if (request?.changes === changes && request?.row === row && request.column === column) return this.#steps
    this.#request = changes && { changes, row, column }
    this.#steps = undefined
    if (this.#request && changes?.getLineage) void this.#load(changes.getLineage(row, column), this.#request)
    return undefined
  }

  async #load(lineage: Promise<readonly CellStep[]>, request: LineageRequest): Promise<void> {
    // If loading fails, the cell details are shown without the lineage.
    const steps = await lineage.catch(() => undefined)
    if (!steps || request !== this.#request) return
    this.#steps = steps
    this.#onChange()
  }
}
