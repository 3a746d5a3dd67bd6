/**
 * Provides the time of a run.
 *
 * @public
 */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** Milliseconds of a monotonic clock, for durations. */
  elapsed(): number
  /** Resolves after a delay; rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}

/** Maximum delay that platform timers support in ms, about 24 days. */
const maxTimerMs = 2 ** 31 - 1

/** The system clock. @internal */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const end = performance.now() + milliseconds
      const startTimer = (remainingMs: number): ReturnType<typeof setTimeout> =>
        setTimeout(
          () => {
            if (remainingMs > maxTimerMs) timer = startTimer(end - performance.now())
            else {
              signal.removeEventListener('abort', stop)
              resolve()
            }
          },
          Math.min(remainingMs, maxTimerMs),
        )
      let timer = startTimer(milliseconds)
      const stop = (): void => {
        clearTimeout(timer)
        reject(signal.reason)
      }
      signal.addEventListener('abort', stop, { once: true })
    }),
}
