/** Calls `callback` when the page is idle, after a second at the latest. Safari has no idle callbacks. */
export function whenIdle(callback: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(callback, { timeout: 1_000 })
  else setTimeout(callback, 200)
}

const retryDelayMs = 3_000

/**
 * Fetches the elements that are not part of the first load when the page is idle, and retries until they are loaded.
 *
 * @param onLacking Called when they could not be fetched, and when they are loaded.
 */
export function fetchLaterElements(onLacking?: (isLacking: boolean) => void): void {
  const attempt = async (isFirst: boolean): Promise<void> => {
    try {
      await import('./later-elements.ts')
      onLacking?.(false)
    } catch {
      if (isFirst) onLacking?.(true)
      setTimeout(() => void attempt(false), retryDelayMs)
    }
  }
  whenIdle(() => void attempt(true))
}
