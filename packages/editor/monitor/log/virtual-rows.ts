import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { getTextScale } from '../../styles/text-scale.ts'
import { getKey } from '../../get-key.ts'

type RowsHost = ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment }

export interface VirtualRowsOptions {
  /** Row height in CSS pixels at the default text size. */
  rowHeight: number
  /** Selector of the scroll container. */
  selector: string
  /** Height of the header above the rows, in CSS pixels at the default text size. */
  headerHeight?: number
  getRowCount: () => number
  /** Called when the user moves to another row with the keyboard. */
  onActiveChange?: (index: number) => void
  onEnter?: (index: number) => void
}

/**
 * Renders only the visible rows of a long list. All rows have the same height. Focus stays on the scroll container,
 * which refers to the active row through `aria-activedescendant`.
 */
export class VirtualRows implements ReactiveController {
  activeIndex = -1
  readonly #host: RowsHost
  readonly #options: VirtualRowsOptions
  #scrollTop = 0
  #height = 600
  #observedScroller: Element | undefined
  #scale = 1
  readonly #observer = new ResizeObserver(() => this.#measure())

  constructor(host: RowsHost, options: VirtualRowsOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  hostConnected(): void {
    this.#scale = getTextScale()
  }

  hostUpdated(): void {
    const scroller = this.#scroller
    if (scroller === this.#observedScroller) return
    this.#observer.disconnect()
    this.#observedScroller = scroller
    if (scroller) this.#observer.observe(scroller)
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
    this.#observedScroller = undefined
  }

  /** Row height in CSS pixels at the current text size. */
  get rowHeight(): number {
    return this.#options.rowHeight * this.#scale
  }

  /** The range of rendered rows. `end` is exclusive. */
  get range(): readonly [first: number, end: number] {
    const { rowHeight } = this
    const { getRowCount } = this.#options
    const first = Math.max(0, Math.floor(this.#scrollTop / rowHeight) - 4)
    const end = Math.min(getRowCount(), Math.ceil((this.#scrollTop + this.#height) / rowHeight) + 4)
    return [Math.min(first, Math.max(0, getRowCount() - 1)), end]
  }

  /** Style of the element that takes up the height of all rows. */
  get spacerStyle(): string {
    return `height: ${this.#options.getRowCount() * this.rowHeight}px`
  }
  /** Style that moves the rendered rows to their offset. */
  get rowsStyle(): string {
    return `transform: translateY(${this.range[0] * this.rowHeight}px)`
  }

  readonly onScroll = (): void => {
    const scroller = this.#scroller
    if (!scroller || Math.abs(scroller.scrollTop - this.#scrollTop) < 1) return
    this.#scrollTop = scroller.scrollTop
    this.#host.requestUpdate()
  }

  readonly onKey = (event: KeyboardEvent): void => {
    const { rowHeight } = this
    const { getRowCount, onActiveChange, onEnter } = this.#options
    const pageSize = Math.max(1, Math.floor(this.#height / rowHeight) - 1)
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: pageSize, PageUp: -pageSize }
    if (event.altKey || event.ctrlKey || event.metaKey || getRowCount() === 0) return
    const key = getKey(event)
    if (key === 'Enter' || key === ' ') {
      if (this.activeIndex < 0) return
      event.preventDefault()
      onEnter?.(this.activeIndex)
      return
    }
    const target =
      key === 'Home'
        ? 0
        : key === 'End'
          ? getRowCount() - 1
          : steps[key] === undefined
            ? undefined
            : this.activeIndex + steps[key]!
    if (target === undefined) return
    event.preventDefault()
    this.activate(Math.max(0, Math.min(getRowCount() - 1, target)))
    onActiveChange?.(this.activeIndex)
  }

  /** Makes a row active and scrolls it into view. */
  activate(index: number): void {
    this.activeIndex = index
    this.reveal(index)
    this.#host.requestUpdate()
  }

  reveal(index: number): void {
    const scroller = this.#scroller
    if (!scroller || index < 0) return
    const { rowHeight } = this
    const headerHeight = (this.#options.headerHeight ?? 0) * this.#scale
    const top = index * rowHeight
    const visibleHeight = scroller.clientHeight - headerHeight
    if (top < scroller.scrollTop) scroller.scrollTop = top
    else if (top + rowHeight > scroller.scrollTop + visibleHeight) scroller.scrollTop = top + rowHeight - visibleHeight
    this.onScroll()
  }

  /** Whether the end of the list is visible. */
  get isAtEnd(): boolean {
    const scroller = this.#scroller
    return !scroller || scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 4
  }

  get #scroller(): HTMLElement | undefined {
    return this.#host.renderRoot?.querySelector<HTMLElement>(this.#options.selector) ?? undefined
  }

  #measure(): void {
    const height = this.#scroller?.clientHeight ?? 0
    if (height === 0 || height === this.#height) return
    this.#height = height
    this.#host.requestUpdate()
  }
}
