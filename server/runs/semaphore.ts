/** A fair counting semaphore. Acquiring it resolves with a function that releases it once. */
export function createSemaphore(limit: number): () => Promise<() => void> {
  let free = limit
  const waiting: (() => void)[] = []
  return async () => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    let isAcquired = true
    return () => {
      if (!isAcquired) return
      isAcquired = false
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
