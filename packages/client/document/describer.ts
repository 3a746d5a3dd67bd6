import type { WorkflowDescription } from '@aw-flow/schema'

/** Keeps the description of a document up to date. */
export interface Describer {
  /** Updates the description after the delay. */
  schedule(): void
  destroy(): void
}

interface Options {
  /** Describes the current document. Returns `undefined` on failure. */
  describe: () => Promise<WorkflowDescription | undefined>
  onDescription: (description: WorkflowDescription) => void
  /** Debounce delay, in ms. */
  delayMs?: number
}

/** Describes a document, one request at a time. Drops outdated responses. */
export function createDescriber({ describe, onDescription, delayMs = 50 }: Options): Describer {
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Numbers of the latest scheduled and the latest finished update. */
  let scheduled = 0
  let finished = 0
  let isBusy = false

  const run = async (): Promise<void> => {
    if (isBusy) return
    isBusy = true
    try {
      while (finished < scheduled) {
        const current = scheduled
        const description = await describe()
        finished = current
        if (description && current === scheduled) onDescription(description)
      }
    } finally {
      isBusy = false
    }
  }

  return {
    schedule() {
      scheduled++
      clearTimeout(timer)
      timer = setTimeout(() => void run(), delayMs)
    },
    destroy() {
      clearTimeout(timer)
      finished = scheduled = Number.POSITIVE_INFINITY
    },
  }
}
