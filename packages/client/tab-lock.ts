/** Runs `work` while no other tab, and no other call in this tab, runs work with the same lock name. */
export type TabLock = <T>(name: string, work: () => Promise<T>) => Promise<T>

/**
 * Holds a lock until `signal` aborts. Resolves with `false` if another tab holds it, or if the browser has no Web Locks,
 * so that nobody knows.
 */
export function holdTabLock(name: string, signal: AbortSignal): Promise<boolean> {
  const { locks } = (globalThis as { navigator?: { locks?: LockManager } }).navigator ?? {}
  if (!locks || signal.aborted) return Promise.resolve(false)
  return new Promise((resolve, reject) => {
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      resolve(lock !== null)
      if (lock) return new Promise((release) => signal.addEventListener('abort', () => release(), { once: true }))
      return undefined
    }
    locks.request(name, { ifAvailable: true }, hold).catch(reject)
  })
}

/** Returns whether any tab holds a lock. */
export async function isTabLockHeld(name: string): Promise<boolean> {
  const { locks } = (globalThis as { navigator?: { locks?: LockManager } }).navigator ?? {}
  return (await locks?.query())?.held?.some((lock) => lock.name === name) ?? false
}

/** Creates a mutex across tabs. Web Locks require a secure context; without them, only this tab's calls are serialized. */
export function createTabLock(): TabLock {
  const lastOperations = new Map<string, Promise<unknown>>()
  return (name, work) => {
    const { locks } = (globalThis as { navigator?: { locks?: LockManager } }).navigator ?? {}
    if (locks) return locks.request(name, work)
    const result = (lastOperations.get(name) ?? Promise.resolve()).then(work)
    const settledOperation = result
      .catch(() => undefined)
      .finally(() => {
        if (lastOperations.get(name) === settledOperation) lastOperations.delete(name)
      })
    lastOperations.set(name, settledOperation)
    return result
  }
}
