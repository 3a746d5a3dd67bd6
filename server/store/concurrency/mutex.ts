/** Executes one function at a time, in the order of the calls. */
export type Mutex = <T>(work: () => Promise<T>) => Promise<T>

/** Creates a mutex. A function that fails does not block the next one. */
export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const current = last.then(work, work)
    last = current.catch(() => undefined)
    return current
  }
}
