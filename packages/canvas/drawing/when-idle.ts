/** Calls back when the page is idle: once, even after several requests. */
export function whenIdle(run: () => void): { request(): void; destroy(): void } {
  const idle = typeof requestIdleCallback === 'function'
  let handle: number | undefined
  const done = (): void => {
    handle = undefined
    run()
  }
  return {
    request() {
      // Safari has no idle callbacks: a short delay is sufficient.
      handle ??= idle ? requestIdleCallback(done, { timeout: 1_000 }) : window.setTimeout(done, 100)
    },
    destroy() {
      if (handle === undefined) return
      if (idle) cancelIdleCallback(handle)
      else clearTimeout(handle)
      handle = undefined
    },
  }
}
