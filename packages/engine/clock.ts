/** Port: time as the run sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Milliseconds on a clock that never goes back; for durations. */
  elapsed(): number
  /** Resolves after a time, rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}

/** The computer's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const handle = setTimeout(() => {
        signal.removeEventListener('abort', stop)
        resolve()
      }, milliseconds)
      const stop = (): void => {
        clearTimeout(handle)
        reject(signal.reason)
      }
      signal.addEventListener('abort', stop, { once: true })
    }),
}
