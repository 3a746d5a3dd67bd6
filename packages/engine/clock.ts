/** Port: time as the run sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Milliseconds on a clock that never goes back; for durations. */
  elapsed(): number
  /** Resolves after a time, rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}

const longestTimer = 2 ** 31 - 1

/** The computer's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const end = Date.now() + milliseconds
      const wait = (left: number): ReturnType<typeof setTimeout> =>
        setTimeout(
          () => {
            // A timer of the platform reaches 24 days far at most.
            if (left > longestTimer) handle = wait(end - Date.now())
            else {
              signal.removeEventListener('abort', stop)
              resolve()
            }
          },
          Math.min(left, longestTimer),
        )
      let handle = wait(milliseconds)
      const stop = (): void => {
        clearTimeout(handle)
        reject(signal.reason)
      }
      signal.addEventListener('abort', stop, { once: true })
    }),
}
