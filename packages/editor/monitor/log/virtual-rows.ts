import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { textScale } from '../../styles/text-scale.ts'

type RowsHost = ReactiveControllerHost & { readonly renderRoot: HTMLElement | DocumentFragment }

export interface VirtualRowsOptions {
  /** Height of a row in CSS pixels at the default text size. */
  rowHeight: number
  /** The scroller, and the height above its rows. */
  selector: string
  headHeight?: number
  count: () => number
  /** A row became the active one by keyboard. */
  onActive?: (index: number) => void
  onEnter?: (index: number) => void
}

/**
 * Renders only the visible rows of a long list with rows of equal height. The focus stays on the scroll container,
 * which refers to the active row by `aria-activedescendant`.
 */
export class VirtualRows implements ReactiveController {
  active = -1
  readonly #host: RowsHost
  readonly #options: VirtualRowsOptions
  #top = 0
  #height = 600
  #observed: Element | undefined
  #scale = 1
  readonly #observer = new ResizeObserver(() => this.#measure())

  constructor(host: RowsHost, options: VirtualRowsOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  hostConnected(): void {
    this.#scale = textScale()
  }

  hostUpdated(): void {
    const scroller = this.#scroller
    if (scroller === this.#observed) return
    this.#observer.disconnect()
    this.#observed = scroller
    if (scroller) this.#observer.observe(scroller)
  }

  hostDisconnected(): void {
    this.#observer.disconnect()
    this.#observed = undefined
  }

  /** The height of a row in CSS pixels at the current text size. */
  get rowHeight(): number {
    return this.#options.rowHeight * this.#scale
  }

  /** The range of rendered rows; `end` is exclusive. */
  get range(): readonly [first: number, end: number] {
    const { rowHeight } = this
    const { count } = this.#options
    const first = Math.max(0, Math.floor(this.#top / rowHeight) - 4)
    const end = Math.min(count(), Math.ceil((this.#top + this.#height) / rowHeight) + 4)
    return [Math.min(first, Math.max(0, count() - 1)), end]
  }

  /** The height of all rows and the offset of the drawn ones. */
  get spaceStyle(): string {
    return `height: ${this.#options.count() * this.rowHeight}px`
  }
  get rowsStyle(): string {
    return `transform: translateY(${this.range[0] * this.rowHeight}px)`
  }

  readonly onScroll = (): void => {
    const scroller = this.#scroller
    if (!scroller || Math.abs(scroller.scrollTop - this.#top) < 1) return
    this.#top = scroller.scrollTop
    this.#host.requestUpdate()
  }

  readonly onKey = (event: KeyboardEvent): void => {
    const { rowHeight } = this
    const { count, onActive, onEnter } = this.#options
    const page = Math.max(1, Math.floor(this.#height / rowHeight) - 1)
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }
    if (event.altKey || event.ctrlKey || event.metaKey || count() === 0) return
    if (event.key === 'Enter' || event.key === ' ') {
      if (this.active < 0) return
      event.preventDefault()
      onEnter?.(this.active)
      return
    }
    const to =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? count() - 1
          : steps[event.key] === undefined
            ? undefined
            : this.active + steps[event.key]!
    if (to === undefined) return
    event.preventDefault()
    this.activate(Math.max(0, Math.min(count() - 1, to)))
    onActive?.(this.active)
  }

  /** Makes a row active and reveals it. */
  activate(index: number): void {
    this.active = index
    this.reveal(index)
    this.#host.requestUpdate()
  }

  reveal(index: number): void {
    const scroller = this.#scroller
    if (!scroller || index < 0) return
    const { rowHeight } = this
    const headHeight = (this.#options.headHeight ?? 0) * this.#scale
    const top = index * rowHeight
    const seen = scroller.clientHeight - headHeight
    if (top < scroller.scrollTop) scroller.scrollTop = top
    else if (top + rowHeight > scroller.scrollTop + seen) scroller.scrollTop = top + rowHeight - seen
    this.onScroll()
  }

  /** True if the last row is visible. */
  get atEnd(): boolean {
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
