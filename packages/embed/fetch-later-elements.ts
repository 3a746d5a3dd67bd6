/** Calls back when the page has nothing better to do; Safari has no idle callbacks. */
export const whenIdle: (callback: () => void) => void =
  globalThis.requestIdleCallback ?? ((callback) => setTimeout(callback, 200))

/** Fetches what is met only after something was done, when the page has nothing better to do. */
export const fetchLaterElements = (): void => whenIdle(() => void import('./later-elements.ts'))
