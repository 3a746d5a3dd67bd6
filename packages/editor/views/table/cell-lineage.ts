import type { CellStep } from '@aw-flow/schema'
import type { CellChanges } from './cell-changes.ts'

interface Asked {
  readonly of: CellChanges
  readonly row: number
  readonly column: string
}

/** The lineage of the current cell, requested once; late answers are dropped. */
export class CellLineage {
  readonly #changed: () => void
  #asked: Asked | undefined
  #steps: readonly CellStep[] | undefined

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** The lineage of a cell; `undefined` while it is loading, and if it is not available. */
  of(changes: CellChanges | undefined, row: number, column: string): readonly CellStep[] | undefined {
    const asked = this.#asked
    if (asked?.of === changes && asked?.row === row && asked.column === column) return this.#steps
    this.#asked = changes && { of: changes, row, column }
    this.#steps = undefined
    if (this.#asked && changes?.story) void this.#ask(changes.story(row, column), this.#asked)
    return undefined
  }

  async #ask(answer: Promise<readonly CellStep[]>, asked: Asked): Promise<void> {
    // If this fails, the cell is shown without its lineage.
    const steps = await answer.catch(() => undefined)
    if (!steps || asked !== this.#asked) return
    this.#steps = steps
    this.#changed()
  }
}
