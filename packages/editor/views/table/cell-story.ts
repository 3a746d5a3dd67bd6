import type { CellStep } from '@aw-flow/schema'
import type { CellChanges } from './cell-changes.ts'

interface Asked {
  readonly of: CellChanges
  readonly row: number
  readonly column: string
}

/** The story of the cell that is looked at, asked for once; an answer that comes after the next question is dropped. */
export class CellStory {
  readonly #changed: () => void
  #asked: Asked | undefined
  #steps: readonly CellStep[] | undefined

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** What happened to a cell; `undefined` while that is asked, and where nobody can tell. */
  of(changes: CellChanges | undefined, row: number, column: string): readonly CellStep[] | undefined {
    const asked = this.#asked
    if (asked?.of === changes && asked?.row === row && asked.column === column) return this.#steps
    this.#asked = changes && { of: changes, row, column }
    this.#steps = undefined
    if (this.#asked && changes?.story) void this.#ask(changes.story(row, column), this.#asked)
    return undefined
  }

  async #ask(answer: Promise<readonly CellStep[]>, asked: Asked): Promise<void> {
    // A story is an extra: the cell is shown without it where nobody knows it any more.
    const steps = await answer.catch(() => undefined)
    if (!steps || asked !== this.#asked) return
    this.#steps = steps
    this.#changed()
  }
}
