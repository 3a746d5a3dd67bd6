/**
 * Shares one read between callers with the same key. Calls made before the statement has started share it. Calls made
 * while it executes share the next one, so that each caller reads the state after its call. Different keys do not wait
 * for each other, unlike those of `batchReads`.
 */
export function singleFlight<V>(read: (key: string) => Promise<V>): (key: string) => Promise<V> {
  /** Reads that have not started. */
  const open = new Map<string, Promise<V>>()
  /** The last read of each key, started or not; they never reject. */
  const last = new Map<string, Promise<unknown>>()
  return (key) => {
    const shared = open.get(key)
    if (shared) return shared
    const begin = (): Promise<V> => {
      open.delete(key)
      return read(key)
    }
    // Calls in the same event loop iteration share the read.
    const before = last.get(key) ?? new Promise((resolve) => setImmediate(resolve))
    const current = before.then(begin)
    const settled = current
      .catch(() => undefined)
      .finally(() => {
        if (last.get(key) === settled) last.delete(key)
      })
    open.set(key, current)
    last.set(key, settled)
    return current
  }
}
