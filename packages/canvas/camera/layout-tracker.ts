export function createLayoutTracker() {
  let hasUserActed = false
  let size = ''
  let abortController: AbortController | undefined
  const getWindowSize = (): string => `${innerWidth} ${innerHeight}`

  return {
    /**
     * True until the first focus, key press, pointer press, wheel event or drop. True again after a window resize until
     * `markResizeHandled` is called.
     */
    get isLayingOut(): boolean {
      return !hasUserActed || getWindowSize() !== size
    },
    /** Starts listening on the outermost host element that contains `element`, such as a canvas's editor. */
    observe(element: Element): void {
      abortController?.abort()
      abortController = new AbortController()
      const { signal } = abortController
      hasUserActed = false
      size = getWindowSize()
      for (const type of ['pointerdown', 'keydown', 'focusin', 'wheel', 'click', 'drop']) {
        findOutermostElement(element).addEventListener(type, () => (hasUserActed = true), {
          capture: true,
          passive: true,
          once: true,
          signal,
        })
      }
    },
    /** Marks the current window size as handled. */
    markResizeHandled(): void {
      size = getWindowSize()
    },
    destroy: (): void => abortController?.abort(),
  }
}

const findOutermostElement = (element: Element): Element => {
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? findOutermostElement(root.host) : element
}
