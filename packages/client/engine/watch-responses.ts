interface Options {
  /** Sends a message to the worker. Settles once the worker has handled it or has been terminated. */
  ping(): Promise<void>
  /** Returns whether to pause watching because the worker may be busy or is not ready. */
  isPaused(): boolean
  /** Called if the worker does not handle a message within the timeout. */
  onUnresponsive(): void
  /** The timeout, in ms. */
  timeoutMs: number
}

/** The number of checks per timeout. */
const checksPerTimeout = 12

/**
 * Monitors whether the worker handles messages while requests are pending. Counts intervals rather than measuring
 * time, because after a computer wakes up, timers resume before the worker can respond.
 *
 * @returns A function that starts watching for one request. It returns a function that stops watching for that request.
 */
export function createResponseWatch({ ping, isPaused, onUnresponsive, timeoutMs }: Options): () => () => void {
  let waitingRequests = 0
  let timer: ReturnType<typeof setInterval> | undefined
  let pending: Promise<void> | undefined
  let missedChecks = 0

  const check = (): void => {
    if (isPaused()) {
      missedChecks = 0
      return
    }
    if (pending) {
      if (++missedChecks < checksPerTimeout) return
      pending = undefined
      onUnresponsive()
      return
    }
    missedChecks = 0
    const sent: Promise<void> = ping()
      .catch(() => undefined)
      .finally(() => {
        if (pending === sent) pending = undefined
      })
    pending = sent
  }

  return () => {
    waitingRequests++
    timer ??= setInterval(check, timeoutMs / checksPerTimeout)
    let isWatching = true
    return () => {
      if (!isWatching) return
      isWatching = false
      if (--waitingRequests > 0) return
      clearInterval(timer)
      timer = pending = undefined
      missedChecks = 0
    }
  }
}
