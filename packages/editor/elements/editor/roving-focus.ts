import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { getKey } from '../../get-key.ts'

/**
 * Makes a group of controls a single tab stop. Arrow keys, Home and End move focus within the group. Templates must not
 * bind the controls' `tabindex`.
 *
 * @internal
 */
export class RovingFocus implements ReactiveController {
  readonly #listItems: () => readonly HTMLElement[]
  #currentItem: HTMLElement | undefined
  #isScheduled = false

  /** @param getItems - Returns the controls in focus order. Hidden and disabled controls are skipped. */
  constructor(host: ReactiveControllerHost, getItems: () => Iterable<HTMLElement>) {
    this.#listItems = () => [...getItems()].filter((item) => !item.matches(':disabled') && item.checkVisibility())
    host.addController(this)
  }

  hostUpdated(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    // Visibility depends on computed styles. Waiting for the next frame computes them once for all hosts.
    requestAnimationFrame(() => {
      this.#isScheduled = false
      this.update()
    })
  }

  /** Updates the tab stop. Call it if the controls change without a host update. */
  update = (): void => {
    const items = this.#listItems()
    const current = items.find((item) => item === this.#currentItem) ?? items[0]
    for (const item of items) {
      const tabIndex = item === current ? '0' : '-1'
      if (item.getAttribute('tabindex') !== tabIndex) item.setAttribute('tabindex', tabIndex)
    }
  }

  /** Handles `focusin` on the group: makes the focused control the tab stop. */
  onFocus = (event: Event): void => {
    const item = this.#findItem(event)
    if (!item) return
    this.#currentItem = item
    this.update()
  }

  /** Handles `keydown` on the group: moves focus to another control. */
  onKey = (event: KeyboardEvent): void => {
    const item = this.#findItem(event)
    if (!item || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const items = this.#listItems()
    const index = items.indexOf(item)
    const forwardStep = item.matches(':dir(rtl)') ? -1 : 1
    const nextIndex = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      ArrowRight: index + forwardStep,
      ArrowLeft: index - forwardStep,
      Home: 0,
      End: items.length - 1,
    }[getKey(event)]
    if (nextIndex === undefined) return
    event.preventDefault()
    items[(nextIndex + items.length) % items.length]?.focus()
  }

  #findItem(event: Event): HTMLElement | undefined {
    const path = event.composedPath()
    return this.#listItems().find((item) => path.includes(item))
  }
}
