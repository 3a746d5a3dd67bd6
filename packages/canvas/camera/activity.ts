/** Tells whether a resize of a surface was caused by the user, such as by opening a panel, or by the page. */
export interface Activity {
  /** True until the user first presses a key or a pointer, and while the window has a new size. */
  readonly isLayingOut: boolean
  /** Starts listening on the outermost element that an element belongs to, such as the editor around a canvas. */
  observe(element: Element): void
  /** A resize was handled. */
  onResized(): void
  destroy(): void
}

export function createActivity(): Activity {
  let hasActed = false
  let size = ''
  let listening: AbortController | undefined
  const windowSize = (): string => `${innerWidth} ${innerHeight}`

  return {
    get isLayingOut() {
      return !hasActed || windowSize() !== size
    },
    observe(element) {
      listening?.abort()
      listening = new AbortController()
      const { signal } = listening
      hasActed = false
      size = windowSize()
      for (const type of ['pointerdown', 'keydown', 'wheel']) {
        outermost(element).addEventListener(type, () => (hasActed = true), {
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
    destroy: () => listening?.abort(),
  }
}

const outermost = (element: Element): Element => {
  const root = element.getRootNode()
  return root instanceof ShadowRoot ? outermost(root.host) : element
}
