/**
 * Batches messages to another process per event loop iteration, because each message takes up an iteration in both
 * processes.
 */
export function createOutbox<T>(send: (messages: readonly T[]) => void): (message: T) => void {
  let pending: T[] = []
  return (message) => {
    if (pending.push(message) > 1) return
    setImmediate(() => {
      const messages = pending
      pending = []
      send(messages)
    })
  }
}
