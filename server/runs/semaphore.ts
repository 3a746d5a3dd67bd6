/** Creates a fair counting semaphore. Acquiring it resolves with a function that releases it once. */
export function createSemaphore(limit: number): () => Promise<() => void> {
  let available = limit
  const queue: (() => void)[] = []
  return async () => {
    if (available > 0) available--
    else await new Promise<void>((resolve) => queue.push(resolve))
    let isAcquired = true
    return () => {
      if (!isAcquired) return
      isAcquired = false
      const next = queue.shift()
      if (next) next()
      else available++
    }
  }
}
