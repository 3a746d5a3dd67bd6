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

/** A policy with these waits, one a try; `undefined` where the text says none. */
export function retryOfText(text: string): RetryPolicy | undefined {
  const parts = text.split(',').map((part) => part.trim())
  if (parts.length === 1 && parts[0] === '') return { ...builtIn, count: 0 }
  const delaysMs = parts.map((part) => (/^\d+(\.\d+)?$/.test(part) ? Math.round(Number(part) * 1000) : Number.NaN))
  const parsed = retryPolicySchema.safeParse({ count: delaysMs.length, delaysMs })
  return delaysMs.length <= 10 && parsed.success ? parsed.data : undefined
}
