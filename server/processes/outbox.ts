/**
 * Creates a function that sends messages to another process in batches, one per event loop iteration. Sending them
 * individually would take an iteration per message in both processes.
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
