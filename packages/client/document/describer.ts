import type { WorkflowDescription } from '@aw-flow/schema'

/** Keeps a document's description up to date. */
export interface Describer {
  /** Updates the description after the debounce delay. */
  schedule(): void
  destroy(): void
}

interface Options {
  /** Describes the current document. Returns `undefined` on failure. */
  describe: () => Promise<WorkflowDescription | undefined>
  onDescription: (description: WorkflowDescription) => void
  /** The debounce delay, in ms. */
  delayMs?: number
}

/** Creates a describer. It sends one request at a time and ignores outdated responses. */
export function createDescriber({ describe, onDescription, delayMs = 50 }: Options): Describer {
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The sequence numbers of the most recently scheduled and finished updates. */
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
