import { error } from '@aw-flow/schema'
import { Rejection } from '../http/rejection.ts'

export type RateLimiter = ReturnType<typeof createRateLimiter>

/** How near a caller is to a rate limit. */
export interface RateLimitState {
  limit: number
  /** Requests that are allowed now. */
  remaining: number
  /** Time at which all requests are allowed again, in seconds since the Unix epoch. */
  resetAt: number
}

const hourMs = 3_600_000
/** Maximum number of tracked keys. The least recently used key is evicted first. */
const maxTrackedKeys = 100_000

/**
 * Creates a rate limit with one token bucket per key: `max` requests per `periodMs` (one hour by default), refilled
 * continuously so that short bursts are allowed. A `max` of 0 means unlimited. `shareRateLimit` lets several servers count
 * together.
 */
export function createRateLimiter(max: number, now: () => number = Date.now, periodMs: number = hourMs) {
  const buckets = new Map<string, { tokens: number; updatedAt: number }>()
  /** Counted requests that other servers do not know. Absent until they are first taken. */
  let counts: Map<string, number> | undefined
  return {
    max,
    periodMs,
    /** Returns the requests that were counted since the last call, by key. */
    takeCounts(): ReadonlyMap<string, number> {
      const taken = counts ?? new Map<string, number>()
      counts = new Map()
      return taken
    },
    /** Counts requests that other servers have handled. */
    charge(key: string, requests: number): void {
      const bucket = buckets.get(key)
      if (bucket) bucket.tokens = Math.max(0, bucket.tokens - requests)
    },
    /** Counts a request. Returns the seconds to wait if the limit is exceeded. */
    count(key: string): { retryAfter: number } | undefined {
      if (max <= 0) return undefined
      const time = now()
      const bucket = buckets.get(key) ?? { tokens: max, updatedAt: time }
      // The clock can be set back, which must not use up requests.
      const elapsedMs = Math.max(0, time - bucket.updatedAt)
      bucket.tokens = Math.min(max, bucket.tokens + (elapsedMs / periodMs) * max)
      bucket.updatedAt = time
      buckets.delete(key)
      buckets.set(key, bucket)
      if (buckets.size > maxTrackedKeys) buckets.delete(buckets.keys().next().value!)
      if (bucket.tokens >= 1) {
        bucket.tokens--
        counts?.set(key, (counts.get(key) ?? 0) + 1)
        return undefined
      }
      return { retryAfter: Math.max(1, Math.ceil((((1 - bucket.tokens) / max) * periodMs) / 1000)) }
    },
    /** Returns the state after the last request. Without a limit, or before a request, there is none. */
    describe(key: string): RateLimitState | undefined {
      const bucket = buckets.get(key)
      if (max <= 0 || !bucket) return undefined
      const fullAt = bucket.updatedAt + ((max - bucket.tokens) / max) * periodMs
      return { limit: max, remaining: Math.floor(bucket.tokens), resetAt: Math.ceil(fullAt / 1000) }
    },
  }
}

/** @throws {Rejection} 429 if a request exceeds a rate limit. */
export function requireRate(limiter: Pick<RateLimiter, 'count'>, key: string): void {
  const exceededLimit = limiter.count(key)
  if (exceededLimit) throw createRateRejection(exceededLimit.retryAfter)
}

export const createRateRejection = (seconds: number): Rejection =>
  new Rejection(429, error('rate.limit', { seconds }), undefined, seconds)
