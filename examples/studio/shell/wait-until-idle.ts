/**
 * Events that indicate an active user. Others, such as pointer moves, do not mean that the user is waiting for a
 * response.
 */
const inputEvents = ['pointerdown', 'click', 'keydown', 'wheel', 'dragover']

const defaults = {
  /** How long the page must have been idle, in ms. */
  idleMs: 1_500,
  /** How often the state is checked, in ms. */
  intervalMs: 250,
  /** Maximum time to wait, even if the page is never idle, in ms. */
  maxWaitMs: 60_000,
}

/**
 * Waits until `isBusy` has returned false and the user has not clicked, typed or scrolled for some time, so that
 * background work does not delay responses.
 */
export async function waitUntilIdle(isBusy: () => boolean, options: Partial<typeof defaults> = {}): Promise<void> {
  const { idleMs, intervalMs, maxWaitMs } = { ...defaults, ...options }
  const abortController = new AbortController()
  const start = performance.now()
  let lastBusyAt = start
  const recordActivity = (): void => void (lastBusyAt = performance.now())
  for (const type of inputEvents) {
    window.addEventListener(type, recordActivity, { capture: true, passive: true, signal: abortController.signal })
  }
  while (performance.now() - lastBusyAt < idleMs && performance.now() - start < maxWaitMs) {
    await new Promise((resolve) => setTimeout(resolve, intervalMs))
    if (isBusy()) recordActivity()
  }
  abortController.abort()
}
