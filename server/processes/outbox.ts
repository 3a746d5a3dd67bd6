/**
 * Creates a function that sends messages to another process in batches, one per event loop iteration. Sending them
 * individually would take an iteration per message in both processes.
 */
export function createOutbox<T>(send: (messages: readonly T[]) => void): (message: T) => void {
  let pendingMessages: T[] = []
  return (message) => {
    if (pendingMessages.push(message) > 1) return
    setImmediate(() => {
      const messages = pendingMessages
      pendingMessages = []
      send(messages)
    })
  }
}
