import type { RunEvent, RunProgress } from '@aw-flow/schema'

/** Reports a run to the page. */
export interface RunReporter {
  /** Settles when the page has stored the events. */
  events(events: readonly RunEvent[]): Promise<void>
  progress(progress: RunProgress): void
  /** Settles when everything has arrived. */
  flush(): Promise<void>
}

interface Options {
  events: (events: RunEvent[]) => Promise<void>
  progress: (progress: RunProgress) => Promise<void>
  /** Milliseconds of a monotonic clock. */
  elapsed: () => number
  /** Minimum interval between progress updates of a node, in ms. */
  throttleMs?: number
}

/**
 * Creates a reporter. Events are sent immediately, because the worker may be busy with SQL afterwards, and awaited
 * until they are stored. Progress is throttled and only awaited by `flush`, so that no update arrives after the run has
 * settled.
 */
export function createRunReporter({ events, progress, elapsed, throttleMs = 50 }: Options): RunReporter {
  const outgoing = new Set<Promise<void>>()
  const lastSent = new Map<string, number>()
  let failure: unknown

  const send = (delivery: Promise<void>): void => {
    const settled = delivery.then(
      () => void outgoing.delete(settled),
      (cause: unknown) => {
        failure ??= cause
        outgoing.delete(settled)
      },
    )
    outgoing.add(settled)
  }

  return {
    async events(batch) {
      await events([...batch])
    },
    progress(update) {
      const now = elapsed()
      const last = lastSent.get(update.node) ?? Number.NEGATIVE_INFINITY
      if (now - last < throttleMs && update.done !== update.total) return
      lastSent.set(update.node, now)
      send(progress(update))
    },
    async flush() {
      await Promise.all(outgoing)
      if (failure) throw failure
    },
  }
}
