import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseGone } from './database-gone.ts'

export interface Patience {
  /** Whether nobody waits any more: the next failure is the last. */
  isOver(): boolean
  /** Told once of the failure that is waited out. */
  onGone(cause: unknown): void
}

/**
 * Does what may be done twice, again and again while the database does not answer. Rejects with every other failure.
 */
export async function untilDatabaseAnswers<T>(work: () => Promise<T>, { isOver, onGone }: Patience): Promise<T> {
  for (let pause = 100; ; pause = Math.min(2000, pause * 2)) {
    try {
      return await work()
    } catch (cause) {
      if (isOver() || !isDatabaseGone(cause)) throw cause
      if (pause === 100) onGone(cause)
      await sleep(pause)
    }
  }
}
