/** Determines whether a surface was resized by the user (for example by opening a panel) or by the page. */
export interface Activity {
  /**
   * True until the first key press, pointer press or wheel event, and after a window resize until `onResized` is
   * called.
   */
  readonly isLayingOut: boolean
  /** Starts listening on the outermost element that contains an element, such as the editor around a canvas. */
  observe(element: Element): void
  /** Call after a resize has been handled. */
  onResized(): void
  destroy(): void
}

export function createActivity(): Activity {
  let hasUserActed = false
  let size = ''
  let abortController: AbortController | undefined
  const windowSize = (): string => `${innerWidth} ${innerHeight}`

  return {
    get isLayingOut() {
      return !hasUserActed || windowSize() !== size
    },
    observe(element) {
      abortController?.abort()
      abortController = new AbortController()
      const { signal } = abortController
      hasUserActed = false
      size = windowSize()
      for (const type of ['pointerdown', 'keydown', 'wheel']) {
        findOutermostElement(element).addEventListener(type, () => (hasUserActed = true), {
          capture: true,
          passive: true,
          once: true,
          signal,
        })
      }
    },
    onResized() {
      size = windowSize()
    },
    destroy: () => abortController?.abort(),
  }
}

const findOutermostElement = (element: Element): Element => {
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? findOutermostElement(root.host) : element
}
