interface Options {
  /** Sends a message to the worker. Settles when the worker has handled it, or has ended. */
  ping(): Promise<void>
  /** Returns whether the worker may be busy, or is not ready. */
  isPaused(): boolean
  /** Called when the worker has not handled a message within the timeout. */
  onUnresponsive(): void
  /** The timeout, in ms. */
  timeoutMs: number
}

/** Number of intervals in a timeout. */
const intervals = 12

/**
 * Watches whether a worker handles messages while requests wait for it. Counts intervals instead of measuring time,
 * because a computer that was asleep continues timers before the worker can respond.
 *
 * @returns A function that starts watching for one request. It returns a function that stops watching for it.
 */
export function createResponseWatch({ ping, isPaused, onUnresponsive, timeoutMs }: Options): () => () => void {
  let waitingRequests = 0
  let timer: ReturnType<typeof setInterval> | undefined
  let pending: Promise<void> | undefined
  let missedIntervals = 0

  const check = (): void => {
    if (isPaused()) {
      missedIntervals = 0
      return
    }
    if (pending) {
      if (++missedIntervals < intervals) return
      pending = undefined
      onUnresponsive()
      return
    }
    missedIntervals = 0
    const sent: Promise<void> = ping()
      .catch(() => undefined)
      .finally(() => {
        if (pending === sent) pending = undefined
      })
    pending = sent
  }

  return () => {
    waitingRequests++
    timer ??= setInterval(check, timeoutMs / intervals)
    let isWatching = true
    return () => {
      if (!isWatching) return
      isWatching = false
      if (--waitingRequests > 0) return
      clearInterval(timer)
      timer = pending = undefined
      missedIntervals = 0
    }
  }
}
