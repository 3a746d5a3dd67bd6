/** Lets so many in at a time, in the order in which they came. Answers how to leave, which counts once. */
export function createPlaces(most: number): () => Promise<() => void> {
  let free = most
  const waiting: (() => void)[] = []
  return async () => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    let isIn = true
    return () => {
      if (!isIn) return
      isIn = false
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
