import type { Clock } from './clock.ts'

/** Time that a node has to stop after its signal was aborted, in ms. */
const graceMs = 2_000

/** Waits for nodes, and for a limited time once their signal is aborted. Shared by all nodes with the same signal. */
export interface GracePeriod {
  /** Waits for a node; rejects if it does not stop within the grace period after an abort. */
  wait<T>(work: Promise<T>): Promise<T>
  /** Stops observing the signal. */
  close(): void
}

/** Creates a grace period for a signal. */
export function createGracePeriod(signal: AbortSignal, clock: Clock): GracePeriod {
  const waiting = new Set<(reason: unknown) => void>()
  let grace: AbortController | undefined
  const rejectAll = (): void => {
    for (const reject of waiting) reject(signal.reason)
    waiting.clear()
  }
  const stop = (): void => {
    if (waiting.size === 0) return
    grace = new AbortController()
    clock.sleep(graceMs, grace.signal).then(rejectAll, () => undefined)
  }
  signal.addEventListener('abort', stop, { once: true })
  return {
    wait: (work) =>
      new Promise((resolve, reject) => {
        const follow = async (): Promise<void> => {
          try {
            resolve(await work)
          } catch (reason) {
            reject(reason)
          }
          waiting.delete(reject)
          if (waiting.size === 0) grace?.abort()
        }
        waiting.add(reject)
        if (signal.aborted && waiting.size === 1) stop()
        void follow()
      }),
    close() {
      signal.removeEventListener('abort', stop)
      grace?.abort()
    },
  }
}
