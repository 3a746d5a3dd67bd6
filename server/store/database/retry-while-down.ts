import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseDown } from './database-down.ts'

export interface RetryOptions {
  /** Returns whether the caller has stopped. If so, the next failure is not retried. */
  isStopped(): boolean
  /** Called once, with the error that caused the first retry. */
  onUnavailable(cause: unknown): void
}

/**
 * Retries an idempotent operation while the database is unavailable. Rejects if the operation fails for any other
 * reason.
 */
export async function retryWhileDatabaseIsDown<T>(
  work: () => Promise<T>,
  { isStopped, onUnavailable }: RetryOptions,
): Promise<T> {
  for (let delayMs = 100; ; delayMs = Math.min(2000, delayMs * 2)) {
    try {
      return await work()
    } catch (cause) {
      if (isStopped() || !isDatabaseDown(cause)) throw cause
      if (delayMs === 100) onUnavailable(cause)
      await sleep(delayMs)
    }
  }
}
