export interface RateLimit {
  /** Counts a request. Returns the seconds to wait if there were too many. */
  count(key: string): { retryAfter: number } | undefined
}

const hour = 3_600_000
/** Maximum number of tracked keys; the least recently used ones are evicted first. */
const maxKeys = 100_000

/**
 * A token bucket per key: `perHour` requests per hour, refilled continuously, so short bursts pass. 0: no limit. Each
 * process counts separately.
 */
export function createRateLimit(perHour: number, now: () => number = Date.now): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>()
  return {
    count(key) {
      if (perHour <= 0) return undefined
      const time = now()
      const bucket = buckets.get(key) ?? { left: perHour, at: time }
      bucket.left = Math.min(perHour, bucket.left + ((time - bucket.at) / hour) * perHour)
      bucket.at = time
      buckets.delete(key)
      buckets.set(key, bucket)
      if (buckets.size > maxKeys) buckets.delete(buckets.keys().next().value!)
      if (bucket.left >= 1) {
        bucket.left--
        return undefined
      }
      return { retryAfter: Math.max(1, Math.ceil(((1 - bucket.left) / perHour) * 3600)) }
    },
  }
}
