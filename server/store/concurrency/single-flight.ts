/**
 * Creates a function that shares one read among concurrent callers with the same key. A call made before the read
 * starts joins it. A call made while the read executes joins the next one, so each caller reads the state after its
 * call. Unlike in `createKeyLoader`, reads of different keys do not wait for each other.
 */
export function createSingleFlight<V>(read: (key: string) => Promise<V>): (key: string) => Promise<V> {
  /** Reads that have not started yet, by key. */
  const unstartedReads = new Map<string, Promise<V>>()
  /** The latest read of each key, started or not. These promises never reject. */
  const lastReads = new Map<string, Promise<unknown>>()
  return (key) => {
    const pendingRead = unstartedReads.get(key)
    if (pendingRead) return pendingRead
    const start = (): Promise<V> => {
      unstartedReads.delete(key)
      return read(key)
    }
    // Waits for the end of the event loop iteration, so that all its calls share the read.
    const previousRead = lastReads.get(key) ?? new Promise((resolve) => setImmediate(resolve))
    const currentRead = previousRead.then(start)
    const settledRead = currentRead
      .catch(() => undefined)
      .finally(() => {
        if (lastReads.get(key) === settledRead) lastReads.delete(key)
      })
    unstartedReads.set(key, currentRead)
    lastReads.set(key, settledRead)
    return currentRead
  }
}
