import type { Clock } from './clock.ts'

/** How long a node that is told to stop may take for that, in ms. */
const graceMs = 2_000

/** Waits for nodes that stop when a signal says so. One is shared by all nodes with the same signal. */
export interface Patience {
  /** What a node gives. One that does not heed the signal is left to itself after a while: nothing of it counts. */
  for<T>(work: Promise<T>): Promise<T>
  /** Nothing is waited for any more. */
  close(): void
}

export function openPatience(signal: AbortSignal, clock: Clock): Patience {
  const waiting = new Set<(reason: unknown) => void>()
  let grace: AbortController | undefined
  const leave = (): void => {
    for (const reject of waiting) reject(signal.reason)
    waiting.clear()
  }
  const stop = (): void => {
    if (waiting.size === 0) return
    grace = new AbortController()
    clock.sleep(graceMs, grace.signal).then(leave, () => undefined)
  }
  signal.addEventListener('abort', stop, { once: true })
  return {
    for: (work) =>
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
