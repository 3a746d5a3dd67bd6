/** Batches messages to another process per event loop iteration, because each message costs both processes one. */
export function createOutbox<T>(send: (messages: readonly T[]) => void): (message: T) => void {
  let waiting: T[] = []
  return (message) => {
    if (waiting.push(message) > 1) return
    setImmediate(() => {
      const messages = waiting
      waiting = []
      send(messages)
    })
  }
}
