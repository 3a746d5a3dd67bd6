import type { Clock } from './clock.ts'

/** The time for which a node may continue to run after its signal is aborted, in milliseconds. */
const gracePeriodMs = 2_000

/**
 * Limits how long the engine waits for nodes after their signal is aborted. Shared by all nodes with the same signal.
 */
export interface GracePeriod {
  /** Waits for a node's work. Rejects if the work does not complete within the grace period after an abort. */
  wait<T>(work: Promise<T>): Promise<T>
  /** Stops observing the signal. */
  close(): void
}

/** Creates a grace period for a signal. */
export function createGracePeriod(signal: AbortSignal, clock: Clock): GracePeriod {
  const pendingRejections = new Set<(reason: unknown) => void>()
  let timerAbort: AbortController | undefined
  const rejectAll = (): void => {
    for (const reject of pendingRejections) reject(signal.reason)
    pendingRejections.clear()
  }
  const startTimer = (): void => {
    if (pendingRejections.size === 0) return
    timerAbort = new AbortController()
    clock.sleep(gracePeriodMs, timerAbort.signal).then(rejectAll, () => undefined)
  }
  signal.addEventListener('abort', startTimer, { once: true })
  return {
    wait: (work) =>
      new Promise((resolve, reject) => {
        const settle = async (): Promise<void> => {
          try {
            resolve(await work)
          } catch (reason) {
            reject(reason)
          }
          pendingRejections.delete(reject)
          if (pendingRejections.size === 0) timerAbort?.abort()
        }
        pendingRejections.add(reject)
        if (signal.aborted && pendingRejections.size === 1) startTimer()
        void settle()
      }),
    close() {
      signal.removeEventListener('abort', startTimer)
      timerAbort?.abort()
    },
  }
}
