/**
 * Reads once what several ask for under the same key: those who ask before the statement has begun share it, those who ask
 * while it is under way share the next, so that each reads what stands there after it asked. Keys do not wait for one
 * another, as those of `readTogether` do.
 */
export function shareReads<V>(read: (key: string) => Promise<V>): (key: string) => Promise<V> {
  /** Those that have not begun. */
  const open = new Map<string, Promise<V>>()
  /** The last of each key, begun or not; they never reject. */
  const last = new Map<string, Promise<unknown>>()
  return (key) => {
    const shared = open.get(key)
    if (shared) return shared
    const begin = (): Promise<V> => {
      open.delete(key)
      return read(key)
    }
    // What comes in the same turn of the loop goes along.
    const before = last.get(key) ?? new Promise((resolve) => setImmediate(resolve))
    const asked = before.then(begin)
    const settled = asked
      .catch(() => undefined)
      .finally(() => {
        if (last.get(key) === settled) last.delete(key)
      })
    open.set(key, asked)
    last.set(key, settled)
    return asked
  }
}
