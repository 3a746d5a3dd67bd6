/** Calls `callback` when the page is idle, or after 1 second at the latest. In Safari, waits 200 ms instead. */
export function runWhenIdle(callback: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(callback, { timeout: 1_000 })
  else setTimeout(callback, 200)
}

const retryDelayMs = 3_000

/**
 * Loads the deferred elements when the page is idle. Retries until they are loaded.
 *
 * @param onMissingChange - Called with true if the first attempt fails, and with false when the elements are loaded.
 */
export function fetchDeferredElements(onMissingChange?: (isMissing: boolean) => void): void {
  const tryImport = async (isFirstAttempt: boolean): Promise<void> => {
    try {
      await import('./deferred-elements.ts')
      onMissingChange?.(false)
    } catch {
      if (isFirstAttempt) onMissingChange?.(true)
      setTimeout(() => void tryImport(false), retryDelayMs)
    }
  }
  runWhenIdle(() => void tryImport(true))
}
