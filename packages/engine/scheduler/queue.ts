/** A persistent FIFO queue with amortized O(1) operations, implemented with two lists (Hood and Melville). */
export interface Queue<T> {
  readonly front: Cell<T> | undefined
  readonly back: Cell<T> | undefined
}

/** A cell of a persistent linked list. */
export interface Cell<T> {
  readonly item: T
  readonly rest: Cell<T> | undefined
}

export const emptyQueue: Queue<never> = { front: undefined, back: undefined }

export const isEmpty = ({ front, back }: Queue<unknown>): boolean => !front && !back

export const enqueue = <T>({ front, back }: Queue<T>, item: T): Queue<T> => ({ front, back: { item, rest: back } })

/** Returns the first item and the rest of the queue; `undefined` if the queue is empty. */
export function dequeue<T>({ front, back }: Queue<T>): { item: T; rest: Queue<T> } | undefined {
  let first = front
  let remaining = back
  if (!first) {
    for (let cell = back; cell; cell = cell.rest) first = { item: cell.item, rest: first }
    remaining = undefined
  }
  return first && { item: first.item, rest: { front: first.rest, back: remaining } }
}
