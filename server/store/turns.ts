/** Runs one piece of work at a time, in the order of the calls. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>

/** Turns of one resource that bears no work at the same time. A piece that fails does not hold up the next. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine.catch(() => undefined)
    return mine
  }
}
