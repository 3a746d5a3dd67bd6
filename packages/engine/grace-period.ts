import type { Clock } from './clock.ts'

/** The time that a node has to stop after its signal is aborted, in ms. */
const graceMs = 2_000

/** Waits for nodes; once their signal is aborted, for a limited time only. Shared by all nodes with the same signal. */
export interface GracePeriod {
  /** Waits for a node; rejects if it does not stop within the grace period after an abort. */
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
    clock.sleep(graceMs, timerAbort.signal).then(rejectAll, () => undefined)
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
