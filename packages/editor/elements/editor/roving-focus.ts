import type { ReactiveController, ReactiveControllerHost } from 'lit'

/**
 * Makes a group of controls a single tab stop; arrow keys, Home and End move within it. Templates must not bind
 * `tabindex` of the controls.
 *
 * @internal
 */
export class RovingFocus implements ReactiveController {
  readonly #items: () => readonly HTMLElement[]
  #current: HTMLElement | undefined

  /** @param items - Returns the controls in their order; hidden and disabled ones are skipped. */
  constructor(host: ReactiveControllerHost, items: () => Iterable<HTMLElement>) {
    this.#items = () => [...items()].filter((item) => !item.matches(':disabled') && item.checkVisibility())
    host.addController(this)
  }

  hostUpdated(): void {
    this.update()
  }

  /** Sets the stop of the group; called when its controls have changed without a rendering of the host. */
  update = (): void => {
    const items = this.#items()
    const current = items.find((item) => item === this.#current) ?? items[0]
    for (const item of items) item.tabIndex = item === current ? 0 : -1
  }

  /** Listener of `focusin` on the group: makes the focused control its tab stop. */
  onFocus = (event: Event): void => {
    const item = this.#itemOf(event)
    if (!item) return
    this.#current = item
    this.update()
  }

  /** Listener of `keydown` on the group. */
  onKey = (event: KeyboardEvent): void => {
    const item = this.#itemOf(event)
    if (!item || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const items = this.#items()
    const at = items.indexOf(item)
    const ahead = item.matches(':dir(rtl)') ? -1 : 1
    const next = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      ArrowRight: at + ahead,
      ArrowLeft: at - ahead,
      Home: 0,
      End: items.length - 1,
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    items[(next + items.length) % items.length]?.focus()
  }

  #itemOf(event: Event): HTMLElement | undefined {
    const path = event.composedPath()
    return this.#items().find((item) => path.includes(item))
  }
}
