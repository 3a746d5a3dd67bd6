interface ScheduleOptions {
  /** Sends the pending documents. Resolves with true if some of them must be sent again later. */
  sendPending: (options: { isStart: boolean }) => Promise<boolean>
  /** Calls `wake` when an attempt is likely to succeed. Returns a function that unsubscribes. Replaced in tests. */
  subscribe?: (wake: () => void) => () => void
  /** Returns a number from 0 to 1 that spreads the attempts of several pages. Replaced in tests. */
  random?: () => number
}

/** The delay before the first retry, in ms. It doubles with each failure. */
export const minRetryDelayMs = 5_000
export const maxRetryDelayMs = 300_000

/** Creates retries of pending documents, without a request storm while the server is unavailable. */
export function createSyncSchedule({
  sendPending,
  subscribe = subscribeToPage,
  random = Math.random,
}: ScheduleOptions) {
  let state: 'new' | 'started' | 'stopped' = 'new'
  let timer: ReturnType<typeof setTimeout> | undefined
  let failureCount = 0
  let isSending = false
  /** Whether an attempt was requested while another one, which may be about to fail, was in progress. */
  let isRequested = false
  let unsubscribe: (() => void) | undefined

  const attempt = async (isStart = false): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    if (isSending) {
      isRequested = true
      return
    }
    isSending = true
    const isPending = await sendPending({ isStart }).catch(() => true)
    isSending = false
    if (state !== 'started') return
    if (isRequested) {
      isRequested = false
      await attempt()
    } else if (isPending) {
      scheduleAttempt()
    } else {
      failureCount = 0
    }
  }
  const scheduleAttempt = (): void => {
    const delayMs = Math.min(maxRetryDelayMs, minRetryDelayMs * 2 ** failureCount)
    failureCount += 1
    timer = setTimeout(() => void attempt(), delayMs * (1 + random() / 4))
  }
  const wake = (): void => {
    failureCount = 0
    void attempt()
  }

  return {
    /** Sends all pending documents now, and again whenever the network returns or the page becomes visible. */
    start(): void {
      if (state !== 'new') return
      state = 'started'
      unsubscribe = subscribe(wake)
      void attempt(true)
    },
    /** Schedules an attempt, unless one is already scheduled or in progress. */
    notifyPending(): void {
      if (state === 'started' && !isSending && timer === undefined) scheduleAttempt()
    },
    stop(): void {
      state = 'stopped'
      clearTimeout(timer)
      unsubscribe?.()
    },
  }
}

function subscribeToPage(wake: () => void): () => void {
  // Outside a browser, only the timer retries.
  if (typeof window === 'undefined') return () => undefined
  const onVisibilityChange = (): void => {
    if (document.visibilityState === 'visible') wake()
  }
  window.addEventListener('online', wake)
  document.addEventListener('visibilitychange', onVisibilityChange)
  return () => {
    window.removeEventListener('online', wake)
    document.removeEventListener('visibilitychange', onVisibilityChange)
  }
}
