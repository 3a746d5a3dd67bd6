import type { RunEvent, RunProgress } from '@aw-flow/schema'

/** Reports the events and progress of a run to the page. */
export interface RunReporter {
  /** Resolves once the page has stored the events. */
  sendEvents(events: readonly RunEvent[]): Promise<void>
  sendProgress(progress: RunProgress): void
  /** Resolves once the page has received everything. */
  flush(): Promise<void>
}

interface Options {
  onEvents: (events: RunEvent[]) => Promise<void>
  onProgress: (progress: RunProgress) => Promise<void>
  /** Returns the time of a monotonic clock, in ms. */
  elapsed: () => number
  /** The minimum interval between progress updates of a node, in ms. */
  throttleMs?: number
}

/**
 * Creates a reporter. Events are sent immediately, because the worker may be busy with SQL afterward. Progress updates
 * are throttled. `flush` waits for them, so that no update arrives after the run has settled.
 */
export function createRunReporter({ onEvents, onProgress, elapsed, throttleMs = 50 }: Options): RunReporter {
  const pendingSends = new Set<Promise<void>>()
  const lastSentTimes = new Map<string, number>()
  let failure: unknown

  const trackDelivery = (delivery: Promise<void>): void => {
    const settledDelivery = delivery.then(
      () => void pendingSends.delete(settledDelivery),
      (cause: unknown) => {
        failure ??= cause
        pendingSends.delete(settledDelivery)
      },
    )
    pendingSends.add(settledDelivery)
  }

  return {
    async sendEvents(batch) {
      await onEvents([...batch])
    },
    sendProgress(update) {
      const now = elapsed()
      const lastTime = lastSentTimes.get(update.node) ?? Number.NEGATIVE_INFINITY
      if (now - lastTime < throttleMs && update.done !== update.total) return
      lastSentTimes.set(update.node, now)
      trackDelivery(onProgress(update))
    },
    async flush() {
      await Promise.all(pendingSends)
      if (failure) throw failure
    },
  }
}
