/** Calls `callback` when the page is idle, or after 1 second at the latest. In Safari, waits 200 ms instead. */
export function runWhenIdle(callback: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(callback, { timeout: 1_000 })
  else setTimeout(callback, 200)
}

const retryDelayMs = 3_000

/** The first signs that somebody uses the page. The pointer arrives before it clicks, so that a click does not wait. */
const useEvents = ['pointermove', 'pointerdown', 'focusin', 'keydown', 'dragenter', 'click']

let fetchOnDemandElements = (): void => undefined
const pageUsed = new Promise<void>((resolve) => {
  fetchOnDemandElements = resolve
  for (const type of useEvents)
    window.addEventListener(type, () => resolve(), { capture: true, passive: true, once: true })
})

/** Loads the on-demand elements now, because the page shows some before anybody has used it. */
export { fetchOnDemandElements }

/**
 * Loads the deferred elements when the page is idle, and the on-demand elements when somebody uses it. Retries until they
 * are loaded.
 *
 * @param onMissingChange - Called with true if a first attempt fails, and with false when all of them are loaded.
 */
export function fetchDeferredElements(onMissingChange?: (isMissing: boolean) => void): void {
  let missing = 0
  const tryImport = async (load: () => Promise<unknown>, isFirstAttempt = true): Promise<void> => {
    try {
      await load()
      if (!isFirstAttempt) missing--
      if (missing === 0) onMissingChange?.(false)
    } catch {
      if (isFirstAttempt && missing++ === 0) onMissingChange?.(true)
      setTimeout(() => void tryImport(load, false), retryDelayMs)
    }
  }
  runWhenIdle(() => void tryImport(() => import('./deferred-elements.ts')))
  // The response to the first click comes first.
  void pageUsed.then(() => runWhenIdle(() => void tryImport(() => import('./on-demand-elements.ts'))))
}
