import type { RunEvent, RunProgress } from '@aw-flow/schema'

export interface RunReporter {
  /** Settles when the page has recorded them. */
  events(events: readonly RunEvent[]): Promise<void>
  progress(progress: RunProgress): void
  /** Settles when everything has arrived. */
  flush(): Promise<void>
}

interface Options {
  events: (events: RunEvent[]) => Promise<void>
  progress: (progress: RunProgress) => Promise<void>
  /** Milliseconds on a clock that never goes back. */
  elapsed: () => number
  /** At most one progress a node in this time, in ms. */
  every?: number
}

/**
 * Tells the page of a run. Events go out at once, for the worker may be busy with SQL the next moment, and in order, and
 * are answered when they are recorded; progress is thinned and not waited for until the end, since a call whose answer is
 * not awaited may arrive after the run has settled.
 */
export function createRunReporter({ events, progress, elapsed, every = 50 }: Options): RunReporter {
  const outgoing = new Set<Promise<void>>()
  const lastTold = new Map<string, number>()
  let failure: unknown

  const send = (sent: Promise<void>): void => {
    const settled = sent.then(
      () => void outgoing.delete(settled),
      (cause: unknown) => {
        failure ??= cause
        outgoing.delete(settled)
      },
    )
    outgoing.add(settled)
  }

  return {
    async events(told) {
      await events([...told])
    },
    progress(told) {
      const now = elapsed()
      if (now - (lastTold.get(told.node) ?? Number.NEGATIVE_INFINITY) < every && told.done !== told.total) return
      lastTold.set(told.node, now)
      send(progress(told))
    },
    async flush() {
      await Promise.all(outgoing)
      if (failure) throw failure
    },
  }
}
