import type { RetryPolicy } from '@aw-flow/schema'
import { retryPolicySchema } from '@aw-flow/schema/internal'
import { readPreference } from './stored-preference.ts'

const defaultPolicy: RetryPolicy = { count: 3, delaysMs: [5_000, 30_000, 120_000] }

/** Returns the retry policy for new workflows in this browser. */
export function getDefaultRetry(): RetryPolicy {
  try {
    const parsed = retryPolicySchema.safeParse(JSON.parse(readPreference('retry') ?? ''))
    return parsed.success ? parsed.data : defaultPolicy
  } catch {
    return defaultPolicy
  }
}

/** Formats the retry delays in seconds. Empty if retries are disabled. */
export const formatRetryDelays = ({ count, delaysMs }: RetryPolicy): string =>
  count === 0 ? '' : delaysMs.map((ms) => ms / 1000).join(', ')

/**
 * Result of parsing retry delays: a policy with one retry per delay, the first invalid delay, or the number of delays
 * if there are too many.
 */
export type ParsedRetryDelays =
  | { policy: RetryPolicy; invalidDelay?: undefined; delayCount?: undefined }
  | { policy?: undefined; invalidDelay: string; delayCount?: undefined }
  | { policy?: undefined; invalidDelay?: undefined; delayCount: number }

const maxRetries = 10

export function parseRetryDelays(text: string): ParsedRetryDelays {
  const delays = text.split(',').map((delay) => delay.trim())
  if (delays.length === 1 && delays[0] === '') return { policy: { ...defaultPolicy, count: 0 } }
  const invalidDelay = delays.find((delay) => !Number.isSafeInteger(parseMs(delay)))
  if (invalidDelay !== undefined)
    return { invalidDelay: invalidDelay.length > 40 ? `${invalidDelay.slice(0, 40)}…` : invalidDelay }
  if (delays.length > maxRetries) return { delayCount: delays.length }
  return { policy: { count: delays.length, delaysMs: delays.map(parseMs) } }
}

const parseMs = (seconds: string): number =>
  /^\d+(\.\d+)?$/.test(seconds) ? Math.round(Number(seconds) * 1000) : Number.NaN
