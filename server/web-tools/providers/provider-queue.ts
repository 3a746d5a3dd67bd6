import pLimit, { type LimitFunction } from 'p-limit'

/** Limits the number of concurrent requests to each provider, and pauses providers that rejected requests. */
export type ProviderQueue = ReturnType<typeof createProviderQueue>

/** Maximum number of concurrent requests from one workspace to one provider. */
const maxConcurrentRequests = 4
/** Maximum number of tracked providers. The least recently used one is evicted first. */
const maxTrackedProviders = 10_000

export function createProviderQueue(now: () => number) {
  const limits = new Map<string, LimitFunction>()
  const pausedUntil = new Map<string, number>()
  const evictOldest = (map: Map<string, unknown>): void => {
    if (map.size > maxTrackedProviders) map.delete(map.keys().next().value!)
  }
  return {
    /** Waits for a free slot and then calls `work`. */
    run<T>(key: string, work: () => Promise<T>): Promise<T> {
      const limit = limits.get(key) ?? pLimit(maxConcurrentRequests)
      limits.delete(key)
      limits.set(key, limit)
      evictOldest(limits)
      return limit(work)
    },
    /** Pauses requests to a provider for `ms` milliseconds. */
    pause(key: string, ms: number): void {
      pausedUntil.delete(key)
      pausedUntil.set(key, now() + ms)
      evictOldest(pausedUntil)
    },
    /** Returns the remaining pause for a provider in ms; 0 if it is not paused. */
    getPauseMs: (key: string): number => Math.max(0, (pausedUntil.get(key) ?? 0) - now()),
  }
}
