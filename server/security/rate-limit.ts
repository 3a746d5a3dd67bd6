export interface RateLimit {
  /** Counts a request. Answers after how many seconds to ask again, where there were too many. */
  count(key: string): { retryAfter: number } | undefined
}

const hour = 3_600_000
/** So many keys are remembered; those that have been quiet for longest are forgotten first. */
const mostKeys = 100_000

/**
 * So many requests an hour for each key, as a bucket that fills up evenly: short bursts pass, and whoever was refused is
 * let in again as soon as there is room. 0: no limit. Each process counts for itself.
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
      if (buckets.size > mostKeys) buckets.delete(buckets.keys().next().value!)
      if (bucket.left >= 1) {
        bucket.left--
        return undefined
      }
      return { retryAfter: Math.max(1, Math.ceil(((1 - bucket.left) / perHour) * 3600)) }
    },
  }
}
