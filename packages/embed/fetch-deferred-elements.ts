/** Calls `callback` when the page is idle, or after 1 second at the latest. In Safari, waits 200 ms instead. */
export function whenIdle(callback: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(callback, { timeout: 1_000 })
  else setTimeout(callback, 200)
}

const retryDelayMs = 3_000

/**
 * Loads the deferred elements when the page is idle. Retries until they are loaded.
 *
 * @param onMissing - Called with true if the first attempt fails, and with false when the elements are loaded.
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
