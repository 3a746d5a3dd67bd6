import type { WorkflowDescription } from '@aw-flow/schema'

export interface Describer {
  /** Describes anew, soon. */
  schedule(): void
  destroy(): void
}

interface Options {
  /** Describes things as they stand; `undefined` when it could not. */
  describe: () => Promise<WorkflowDescription | undefined>
  onDescription: (description: WorkflowDescription) => void
  /** Quiet time before, in ms. */
  delay?: number
}

/** Keeps a description up to date: one at a time, the latest wins, a late answer never covers a newer one. */
export function createDescriber({ describe, onDescription, delay = 50 }: Options): Describer {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wanted = 0
  let told = 0
  let busy = false

  const run = async (): Promise<void> => {
    if (busy) return
    busy = true
    try {
      while (told < wanted) {
        const turn = wanted
        const description = await describe()
        told = turn
        if (description && turn === wanted) onDescription(description)
      }
    } finally {
      busy = false
    }
  }

  return {
    schedule() {
      wanted++
      clearTimeout(timer)
      timer = setTimeout(() => void run(), delay)
    },
    destroy() {
      clearTimeout(timer)
      told = wanted = Number.POSITIVE_INFINITY
    },
  }
}
