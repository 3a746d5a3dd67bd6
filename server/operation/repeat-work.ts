import type { Clock } from '@aw-flow/engine'
import { runWithTrace } from './current-trace.ts'

/** Work that is repeated in the background. */
export interface RepeatedWork {
  /** Repeats the work now, or again after the repetition in progress. */
  wake(): void
  /** Stops repeating after the repetition in progress. */
  close(): Promise<void>
}

export interface RepeatOptions {
  /** Delay after a failure in ms. */
  retryMs: number
  /** Receives the first of consecutive failures: while the database is down, the others are the same. */
  onError(cause: unknown): void
}

/**
 * Starts repeating `work`, which returns the delay in ms until the next repetition. Repetitions never overlap, and
 * their timer does not keep the process alive.
 */
export function repeatWork(work: () => Promise<number>, { retryMs, onError }: RepeatOptions): RepeatedWork {
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let hasFailed = false
  let isWoken = false
  let current: Promise<void> | undefined

  const perform = async (): Promise<void> => {
    isWoken = false
    let delayMs = retryMs
    try {
      delayMs = await work()
      hasFailed = false
    } catch (cause) {
      if (!hasFailed && !isClosed) onError(cause)
      hasFailed = true
    }
    current = undefined
    if (isClosed) return
    timer = setTimeout(start, isWoken && !hasFailed ? 0 : delayMs)
    timer.unref()
  }
  const start = (): void => {
    if (isClosed) return
    clearTimeout(timer)
    current = runWithTrace(undefined, perform)
  }
  start()
  return {
    wake() {
      if (current) isWoken = true
      else start()
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      await current
    },
  }
}

const hourMs = 3_600_000

/** Returns a function that performs `work` on its first call, and then at most once per hour of the monotonic clock. */
export function limitToHourly(clock: Pick<Clock, 'elapsed'>, work: () => Promise<unknown>): () => Promise<void> {
  let nextAt = 0
  return async () => {
    if (clock.elapsed() < nextAt) return
    await work()
    nextAt = clock.elapsed() + hourMs
  }
}

const pollMs = 1_000

export interface RepeatBatchesOptions {
  clock: Pick<Clock, 'elapsed'>
  /** Processes due rows and returns their number. If it is not 0, more may be due. */
  processBatch(): Promise<number>
  /** Deletes rows that were processed long ago. Called once per hour. */
  deleteOld?(): Promise<unknown>
  onError(cause: unknown): void
}

/** Starts processing batches of due rows. Polls every second while none are due. */
export function repeatBatches({ clock, processBatch, deleteOld, onError }: RepeatBatchesOptions): RepeatedWork {
  const deleteOldHourly = limitToHourly(clock, async () => deleteOld?.())
  return repeatWork(
    async () => {
      const count = await processBatch()
      await deleteOldHourly()
      return count > 0 ? 0 : pollMs
    },
    { retryMs: pollMs, onError },
  )
}
