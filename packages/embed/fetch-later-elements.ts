/**
 * Calls back when the page has nothing better to do, at the latest after a second: pages that draw all the time never have.
 * Safari has no idle callbacks.
 */
export function whenIdle(callback: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(callback, { timeout: 1_000 })
  else setTimeout(callback, 200)
}

/** Before it is tried again, in ms. */
const pause = 3_000

/**
 * Fetches what is met only after something was done, when the page has nothing better to do, and again until it is there.
 * `onLacking` is told when it could not be fetched, and when it is there after all.
 */
export function fetchLaterElements(onLacking?: (isLacking: boolean) => void): void {
  const attempt = async (isFirst: boolean): Promise<void> => {
    try {
      await import('./later-elements.ts')
      onLacking?.(false)
    } catch {
      if (isFirst) onLacking?.(true)
      setTimeout(() => void attempt(false), pause)
    }
  }
  whenIdle(() => void attempt(true))
}
