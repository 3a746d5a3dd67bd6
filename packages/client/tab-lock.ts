/** Runs `work` while no other tab, and no other call in this tab, runs work with the same lock name. */
export type TabLock = <T>(name: string, work: () => Promise<T>) => Promise<T>

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
