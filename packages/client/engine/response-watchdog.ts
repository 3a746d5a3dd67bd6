interface Options {
  /** Sends a message to the worker. Settles once the worker has handled it or has been terminated. */
  ping(): Promise<void>
  /** Returns whether to pause the checks because the worker may be busy or is not ready. */
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
 * @returns A function that starts monitoring for one request. It returns a function that stops monitoring for it.
 */
export function createResponseWatchdog({ ping, isPaused, onUnresponsive, timeoutMs }: Options): () => () => void {
  let pendingRequestCount = 0
  let timer: ReturnType<typeof setInterval> | undefined
  let pendingPing: Promise<void> | undefined
  let missedCheckCount = 0

  const check = (): void => {
    if (isPaused()) {
      missedCheckCount = 0
      return
    }
    if (pendingPing) {
      if (++missedCheckCount < checksPerTimeout) return
      pendingPing = undefined
      onUnresponsive()
      return
    }
    missedCheckCount = 0
    const currentPing: Promise<void> = ping()
      .catch(() => undefined)
      .finally(() => {
        if (pendingPing === currentPing) pendingPing = undefined
      })
    pendingPing = currentPing
  }

  return () => {
    pendingRequestCount++
    timer ??= setInterval(check, timeoutMs / checksPerTimeout)
    let isMonitoring = true
    return () => {
      if (!isMonitoring) return
      isMonitoring = false
      if (--pendingRequestCount > 0) return
      clearInterval(timer)
      timer = pendingPing = undefined
      missedCheckCount = 0
    }
  }
}
