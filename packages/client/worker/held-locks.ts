import type { EngineApi } from './engine-api.ts'

/** Creates locks that another thread waits for. */
export function createHeldLocks(): Pick<EngineApi, 'hold' | 'release'> {
  const releases = new Map<string, () => void>()
  return {
    hold: (lock) =>
      new Promise((resolve, reject) => {
        const holdUntilReleased = (): Promise<void> => {
          resolve()
          return new Promise((release) => releases.set(lock, release))
        }
        navigator.locks.request(lock, holdUntilReleased).catch(reject)
      }),
    async release(lock) {
      releases.get(lock)?.()
      releases.delete(lock)
    },
  }
}
