import type { Clock } from '@aw-flow/engine'
import { runWithTrace } from './current-trace.ts'

/** A task that is repeated in the background. */
export interface RecurringTask {
  /** Runs the task now or, if a run is in progress, once more after it. */
  wake(): void
  /** Stops repeating the task, and waits for the run in progress. */
  close(): Promise<void>
}

export interface RepeatOptions {
  /** Delay after a failure, in ms. */
  retryMs: number
  /** Called only for the first of several consecutive failures, because the others usually have the same cause. */
  onError(cause: unknown): void
}

/**
 * Starts repeating `work`, which returns the delay until its next run, in ms. Runs never overlap. The timer does not
 * keep the process alive.
 */
export function repeatWork(work: () => Promise<number>, { retryMs, onError }: RepeatOptions): RecurringTask {
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let hasFailed = false
  let shouldRunAgain = false
  let currentRun: Promise<void> | undefined

  const perform = async (): Promise<void> => {
    shouldRunAgain = false
    let delayMs = retryMs
    try {
      delayMs = await work()
      hasFailed = false
    } catch (cause) {
      if (!hasFailed && !isClosed) onError(cause)
      hasFailed = true
    }
    currentRun = undefined
    if (isClosed) return
    timer = setTimeout(start, shouldRunAgain && !hasFailed ? 0 : delayMs)
    timer.unref()
  }
  const start = (): void => {
    if (isClosed) return
    clearTimeout(timer)
    currentRun = runWithTrace(undefined, perform)
  }
  start()
  return {
    wake() {
      if (currentRun) shouldRunAgain = true
      else start()
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      await currentRun
    },
  }
}

const hourMs = 3_600_000

/** Wraps `work` so that it runs on the first call, and after that at most once per hour. */
export function limitToHourly(clock: Pick<Clock, 'elapsed'>, work: () => Promise<unknown>): () => Promise<void> {
  let nextAt = 0
  return async () => {
    if (clock.elapsed() < nextAt) return
    await work()
    nextAt = clock.elapsed() + hourMs
  }
}

const pollIntervalMs = 1_000

export interface RepeatBatchesOptions {
  clock: Pick<Clock, 'elapsed'>
  /**
   * Processes a batch of due rows. Returns the number of rows processed; if it is not 0, the next batch follows
   * immediately.
   */
  processBatch(): Promise<number>
  /** Deletes rows that were processed long ago. Called at most once per hour. */
  deleteOldRows?(): Promise<unknown>
  onError(cause: unknown): void
}

/** Starts processing batches of due rows, polling every second while there are none. */
export function repeatBatches({ clock, processBatch, deleteOldRows, onError }: RepeatBatchesOptions): RecurringTask {
  const deleteOldRowsHourly = limitToHourly(clock, async () => deleteOldRows?.())
  return repeatWork(
    async () => {
      const count = await processBatch()
      await deleteOldRowsHourly()
      return count > 0 ? 0 : pollIntervalMs
    },
    { retryMs: pollIntervalMs, onError },
  )
}
