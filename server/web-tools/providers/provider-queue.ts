import pLimit, { type LimitFunction } from 'p-limit'

/** Limits the concurrent requests to each provider, and pauses providers that rejected requests. */
export interface ProviderQueue {
  /** Waits for a free slot, then calls `work`. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>
  /** Sends no requests to a provider for a time in ms. */
  pause(key: string, ms: number): void
  /** Returns the time in ms until a provider accepts requests again; 0 if it does now. */
  getPauseMs(key: string): number
}

/** Maximum number of concurrent requests of a workspace to a provider. */
const maxConcurrent = 4
/** Maximum number of providers; the least recently used ones are evicted first. */
const maxKeys = 10_000

export function createProviderQueue(now: () => number): ProviderQueue {
  const limits = new Map<string, LimitFunction>()
  const pausedUntil = new Map<string, number>()
  const evictOldest = (map: Map<string, unknown>): void => {
    if (map.size > maxKeys) map.delete(map.keys().next().value!)
  }
  return {
    run(key, work) {
      const limit = limits.get(key) ?? pLimit(maxConcurrent)
      limits.delete(key)
      limits.set(key, limit)
      evictOldest(limits)
      return limit(work)
    },
    pause(key, ms) {
      pausedUntil.delete(key)
      pausedUntil.set(key, now() + ms)
      evictOldest(pausedUntil)
    },
    getPauseMs: (key) => Math.max(0, (pausedUntil.get(key) ?? 0) - now()),
  }
}
