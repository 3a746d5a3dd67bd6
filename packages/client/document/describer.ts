import type { WorkflowDescription } from '@aw-flow/schema'

interface Options {
  /** Describes the current document. Returns `undefined` on failure. */
  describe: () => Promise<WorkflowDescription | undefined>
  onDescription: (description: WorkflowDescription) => void
  /** The debounce delay, in ms. */
  delayMs?: number
}

/** Creates a describer. It sends one request at a time and ignores outdated responses. */
export function createDescriber({ describe, onDescription, delayMs = 50 }: Options) {
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The sequence numbers of the most recently scheduled and finished updates. */
  let scheduledUpdate = 0
  let finishedUpdate = 0
  let isBusy = false

  const run = async (): Promise<void> => {
    if (isBusy) return
    isBusy = true
    try {
      while (finishedUpdate < scheduledUpdate) {
        const currentUpdate = scheduledUpdate
        const description = await describe()
        finishedUpdate = currentUpdate
        if (description && currentUpdate === scheduledUpdate) onDescription(description)
      }
    } finally {
      isBusy = false
    }
  }

  return {
    /** Updates the description after the debounce delay. */
    schedule(): void {
      scheduledUpdate++
      clearTimeout(timer)
      timer = setTimeout(() => void run(), delayMs)
    },
    destroy(): void {
      clearTimeout(timer)
      finishedUpdate = scheduledUpdate = Number.POSITIVE_INFINITY
    },
  }
}
