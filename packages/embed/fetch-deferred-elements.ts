/** Calls `callback` when the page is idle, at the latest after one second. Safari has no idle callbacks. */
export function whenIdle(callback: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(callback, { timeout: 1_000 })
  else setTimeout(callback, 200)
}

const retryDelayMs = 3_000

/**
 * Fetches the elements that are not part of the first load when the page is idle, and retries until they are loaded.
 *
 * @param onMissing - Called when they could not be fetched, and when they are loaded.
 */
export function fetchDeferredElements(onMissing?: (isMissing: boolean) => void): void {
  const tryImport = async (isFirst: boolean): Promise<void> => {
    try {
      await import('./deferred-elements.ts')
      onMissing?.(false)
    } catch {
      if (isFirst) onMissing?.(true)
      setTimeout(() => void tryImport(false), retryDelayMs)
    }
  }
  whenIdle(() => void tryImport(true))
}
