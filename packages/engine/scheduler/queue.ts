/** First in, first out, as a value; both ways cost O(1) on average. (Two lists, after Hood and Melville.) */
export interface Queue<T> {
  readonly front: Cell<T> | undefined
  readonly back: Cell<T> | undefined
}

/** A list as a value, its last item first. */
export interface Cell<T> {
  readonly item: T
  readonly rest: Cell<T> | undefined
}

export const emptyQueue: Queue<never> = { front: undefined, back: undefined }

export const isEmpty = ({ front, back }: Queue<unknown>): boolean => !front && !back

export const enqueue = <T>({ front, back }: Queue<T>, item: T): Queue<T> => ({ front, back: { item, rest: back } })

/** The first item and the queue without it; nothing of an empty queue. */
export function dequeue<T>({ front, back }: Queue<T>): { item: T; rest: Queue<T> } | undefined {
  let first = front
  let after = back
  if (!first) {
    for (let cell = back; cell; cell = cell.rest) first = { item: cell.item, rest: first }
    after = undefined
  }
  return first && { item: first.item, rest: { front: first.rest, back: after } }
}
