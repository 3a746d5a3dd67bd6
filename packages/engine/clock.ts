/**
 * The source of time for a run.
 *
 * @public
 */
export interface Clock {
  /** Returns the current time in milliseconds since the Unix epoch. */
  now(): number
  /** Returns the reading of a monotonic clock in milliseconds. Use it to measure durations. */
  elapsed(): number
  /** Resolves after the delay, or rejects with the signal's reason if it is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}

/** The longest delay that platform timers support: about 24 days. */
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
