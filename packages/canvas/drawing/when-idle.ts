/** Creates a task that runs when the page is idle. Repeated requests before that are combined into one run. */
export function createIdleTask(run: () => void): { request(): void; destroy(): void } {
  const hasIdleCallback = typeof requestIdleCallback === 'function'
  let handle: number | undefined
  const onIdle = (): void => {
    handle = undefined
    run()
  }
  return {
    request() {
      // Safari does not support `requestIdleCallback`. A short delay is sufficient there.
      handle ??= hasIdleCallback ? requestIdleCallback(onIdle, { timeout: 1_000 }) : window.setTimeout(onIdle, 100)
    },
    destroy() {
      if (handle === undefined) return
      if (hasIdleCallback) cancelIdleCallback(handle)
      else clearTimeout(handle)
      handle = undefined
    },
  }
}
