import { retryPolicySchema, type RetryPolicy } from '@aw-flow/schema'
import { readChoice } from './stored-choice.ts'

const builtIn: RetryPolicy = { count: 3, delaysMs: [5_000, 30_000, 120_000] }

/** Default retries of new workflows in this browser. */
export function retryDefault(): RetryPolicy {
  try {
    const parsed = retryPolicySchema.safeParse(JSON.parse(readChoice('retry') ?? ''))
    return parsed.success ? parsed.data : builtIn
  } catch {
    return builtIn
  }
}

/** The delays as text, in seconds. */
export const retryText = ({ count, delaysMs }: RetryPolicy): string =>
  count === 0 ? '' : delaysMs.map((ms) => ms / 1000).join(', ')

/** Result of parsing delays: a policy with one retry per delay, the first invalid delay, or that there are too many. */
export type WrittenRetry =
  | { policy: RetryPolicy; wrong?: undefined; tooMany?: undefined }
  | { policy?: undefined; wrong: string; tooMany?: undefined }
  | { policy?: undefined; wrong?: undefined; tooMany: number }

const maxWaits = 10

export function retryOfText(text: string): WrittenRetry {
  const parts = text.split(',').map((part) => part.trim())
  if (parts.length === 1 && parts[0] === '') return { policy: { ...builtIn, count: 0 } }
  const wrong = parts.find((part) => !Number.isSafeInteger(msOf(part)))
  if (wrong !== undefined) return { wrong: wrong.length > 40 ? `${wrong.slice(0, 40)}…` : wrong }
  if (parts.length > maxWaits) return { tooMany: parts.length }
  return { policy: { count: parts.length, delaysMs: parts.map(msOf) } }
}

const msOf = (seconds: string): number =>
  /^\d+(\.\d+)?$/.test(seconds) ? Math.round(Number(seconds) * 1000) : Number.NaN
