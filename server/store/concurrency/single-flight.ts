/**
 * Shares one read between callers with the same key. Calls made before the statement has started share it. Calls made
 * while it executes share the next one, so that each caller reads the state after its call. Unlike in
 * `createKeyLoader`, different keys do not wait for each other.
 */
export function singleFlight<V>(read: (key: string) => Promise<V>): (key: string) => Promise<V> {
  /** Reads that have not started. */
  const unstarted = new Map<string, Promise<V>>()
  /** The last read of each key, started or not; they never reject. */
  const lastReads = new Map<string, Promise<unknown>>()
  return (key) => {
    const pendingRead = unstarted.get(key)
    if (pendingRead) return pendingRead
    const start = (): Promise<V> => {
      unstarted.delete(key)
      return read(key)
    }
    // Calls in the same event loop iteration share the read.
    const previous = lastReads.get(key) ?? new Promise((resolve) => setImmediate(resolve))
    const current = previous.then(start)
    const settled = current
      .catch(() => undefined)
      .finally(() => {
        if (lastReads.get(key) === settled) lastReads.delete(key)
      })
    unstarted.set(key, current)
    lastReads.set(key, settled)
    return current
  }
}
