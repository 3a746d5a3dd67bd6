import { retryPolicySchema, type RetryPolicy } from '@aw-flow/schema'
import { remembered } from './remembered.ts'

const builtIn: RetryPolicy = { count: 3, delaysMs: [5_000, 30_000, 120_000] }

/** The retries that new workflows of this browser get. */
export function retryDefault(): RetryPolicy {
  try {
    const parsed = retryPolicySchema.safeParse(JSON.parse(remembered('retry') ?? ''))
    return parsed.success ? parsed.data : builtIn
  } catch {
    return builtIn
  }
}

/** The waits as a person writes them, in seconds. */
export const retryText = ({ count, delaysMs }: RetryPolicy): string =>
  count === 0 ? '' : delaysMs.map((ms) => ms / 1000).join(', ')

/** What a text of waits says: a policy with one of them a try, the first that is none, or that there are too many. */
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
