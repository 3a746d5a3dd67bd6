import type { RunEvent, RunProgress } from '@aw-flow/schema'

/** Reports the events and progress of a run to the page. */
export type RunReporter = ReturnType<typeof createRunReporter>

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
export function createRunReporter({ onEvents, onProgress, elapsed, throttleMs = 50 }: Options) {
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
    /** Resolves once the page has stored the events. */
    async sendEvents(batch: readonly RunEvent[]): Promise<void> {
      await onEvents([...batch])
    },
    sendProgress(update: RunProgress): void {
      const now = elapsed()
      const lastTime = lastSentTimes.get(update.node) ?? Number.NEGATIVE_INFINITY
      if (now - lastTime < throttleMs && update.done !== update.total) return
      lastSentTimes.set(update.node, now)
      trackDelivery(onProgress(update))
    },
    /** Resolves once the page has received everything. */
    async flush(): Promise<void> {
      await Promise.all(pendingSends)
      if (failure) throw failure
    },
  }
}
