/** Calls `run` when the page is idle: once, even after several requests. */
export function createIdleTask(run: () => void): { request(): void; destroy(): void } {
  const hasIdleCallback = typeof requestIdleCallback === 'function'
  let handle: number | undefined
  const onIdle = (): void => {
    handle = undefined
    run()
  }
  return {
    request() {
      // Safari has no idle callbacks: a short delay is sufficient.
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
