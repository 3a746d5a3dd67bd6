/** Messages to another process: those of one turn of the loop go together, since each costs both of them a turn. */
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
