import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { typeFamily, type Column } from '@aw-flow/schema'
import { formatCount } from '../format.ts'
import { icon } from '../icons/icon.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-data-table.styles.ts'
import { isNumeric, typeIcons } from './format-cell.ts'
import { loading, PageCache, type PageSource } from './page-cache.ts'
import { createTableBody } from './table-body.ts'
import { columnsBetween, guessWidth, leftEdges, maxColumnWidth, minColumnWidth } from './table-columns.ts'
import {
  bodyHeight,
  clampPosition,
  isScaled,
  positionOf,
  positionShowing,
  scrollTopOf,
  type TableScroll,
} from './table-scroll.ts'

/** What a table shows: its columns, how many rows, and pages of them as Arrow IPC streams. */
export interface TableSource extends PageSource {
  readonly columns: readonly Column[]
}

/** The table's words; replace some of them by the `strings` property. */
export const dataTableStrings = {
  label: 'Table',
  null: 'null',
  row: 'row',
  size: (rows: number, columns: number): string =>
    `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'} × ${formatCount(columns)} ${columns === 1 ? 'column' : 'columns'}`,
  at: (row: number, column: string): string => `row ${formatCount(row)}, ${column}`,
  empty: 'This table has no rows.',
  nothing: 'Run the workflow, then choose a node to see its table.',
  failed: (reason: string): string => `The rows could not be read: ${reason}`,
  retry: 'Try again',
  resize: (column: string): string => `Drag to make “${column}” wider or narrower`,
}
export type DataTableStrings = typeof dataTableStrings

const rowHeight = 28
const headHeight = 34

declare global {
  interface HTMLElementTagNameMap {
    'aw-data-table': AwDataTable
  }
}

/**
 * A table of any number of rows and columns: only what is seen is in the page, pages are fetched as they are reached.
 * Arrow keys move the current cell, Page Up and Down by a view, Home and End along the row, with Ctrl to the first and
 * last row. The whole text of the current cell stands below.
 *
 * @csspart scroller - What scrolls.
 * @csspart status - The line below, with the row count and the current cell.
 */
export class AwDataTable extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    source: { attribute: false },
    label: {},
    strings: { attribute: false },
    _current: { state: true },
    _shown: { state: true },
    _widths: { state: true },
    _failure: { state: true },
  }

  declare source: TableSource | undefined
  declare label: string
  declare strings: DataTableStrings
  declare private _current: { row: number; column: number } | undefined
  declare private _shown: readonly [first: number, last: number]
  declare private _widths: readonly number[]
  declare private _failure: unknown

  #cache: PageCache | undefined
  #body: ReturnType<typeof createTableBody> | undefined
  #position = 0
  #setTop = 0
  #frame = 0
  #guessed = false
  #edges: number[] = [0]
  #observer: ResizeObserver | undefined

  constructor() {
    super()
    this.label = ''
    this.strings = dataTableStrings
    this._shown = [0, -1]
    this._widths = []
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#observer?.disconnect()
    this.#observer = undefined
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) this.#observe()
  }

  override firstUpdated(): void {
    const sizer = this.renderRoot.querySelector<HTMLElement>('.sizer')
    if (sizer) this.#body = createTableBody(sizer)
    this.#scroller?.addEventListener('wheel', this.#onWheel, { passive: false })
    this.#observe()
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('source')) this.#take(this.source)
  }

  override updated(): void {
    this.#layout()
    this.#schedule()
  }

  override render(): unknown {
    const { source, strings } = this
    const columns = source?.columns ?? []
    const [first, last] = this._shown
    const indexWidth = this.#indexWidth
    return html`
      <div
        class="scroller"
        part="scroller"
        role="grid"
        tabindex="0"
        aria-label=${this.label || strings.label}
        aria-rowcount=${(source?.rows ?? 0) + 1}
        aria-colcount=${columns.length + 1}
        aria-activedescendant=${this._current ? 'current' : nothing}
        aria-readonly="true"
        @scroll=${this.#onScroll}
        @keydown=${this.#onKey}
        @pointerdown=${this.#onPointerDown}
      >
        <div class="sizer">
          <div class="head" role="row" aria-rowindex="1">
            <span class="index" role="columnheader" aria-colindex="1" .style=${`width: ${indexWidth}px`}
              ><span class="visually-hidden">${strings.row}</span></span
            >
            ${columns.slice(first, last + 1).map((column, offset) => this.#renderHead(column, first + offset))}
          </div>
        </div>
        ${
          !source || source.rows === 0
            ? html`<div class="note">${source ? strings.empty : strings.nothing}</div>`
            : nothing
        }
      </div>
      <div class="status" part="status">
        ${source ? html`<span class="size">${strings.size(source.rows, columns.length)}</span>` : nothing}
        ${
          this._failure === undefined
            ? nothing
            : html`<span class="bad" role="alert">${strings.failed(reasonOf(this._failure))}</span>
                <button @click=${this.#retry}>${strings.retry}</button>`
        }
        ${this.#renderCurrent()}
      </div>
    `
  }

  /** Moves the view so that a row (from 0) is seen. */
  scrollToRow(row: number): void {
    this.#go(positionShowing(this.#scroll, this.#position, row))
  }

  get #scroller(): HTMLElement | undefined {
    return this.renderRoot.querySelector<HTMLElement>('.scroller') ?? undefined
  }

  get #scroll(): TableScroll {
    const height = this.#scroller?.clientHeight ?? 0
    return { rows: this.source?.rows ?? 0, rowHeight, viewHeight: Math.max(0, height - headHeight) }
  }

  get #indexWidth(): number {
    return Math.round(20 + Math.max(3, formatCount(this.source?.rows ?? 0).length) * 7)
  }

  #renderHead(column: Column, index: number): unknown {
    const left = this.#indexWidth + (this.#edges[index] ?? 0)
    const width = this._widths[index] ?? minColumnWidth
    return html`<div
      class="cell ${isNumeric(column.type) ? 'number' : ''}"
      role="columnheader"
      aria-colindex=${index + 2}
      title="${column.name} (${column.type})"
      .style=${`left: ${left}px; width: ${width}px`}
    >
      ${icon(typeIcons[typeFamily(column.type)])}
      <span class="name">${column.name}</span>
      <span
        class="grip"
        title=${this.strings.resize(column.name)}
        @pointerdown=${(event: PointerEvent) => this.#resize(event, index)}
      ></span>
    </div>`
  }

  #renderCurrent(): unknown {
    const current = this._current
    const column = current && this.source?.columns[current.column]
    if (!current || !column) return nothing
    const text = this.#cache?.cell(current.row, current.column)
    return html`<span class="at">${this.strings.at(current.row + 1, column.name)}</span>
      <span class="value" title=${typeof text === 'string' ? text : nothing}
        >${text === loading ? '' : (text ?? this.strings.null)}</span
      >`
  }

  #observe(): void {
    const scroller = this.#scroller
    if (!scroller || this.#observer) return
    this.#observer = new ResizeObserver(() => this.#schedule())
    this.#observer.observe(scroller)
  }

  #take(source: TableSource | undefined): void {
    this.#cache?.close()
    this.#cache =
      source && new PageCache(source, () => this.#arrived(), { pageSize: source.columns.length > 60 ? 128 : 256 })
    this.#guessed = false
    this.#position = 0
    this.#setTop = 0
    this._current = undefined
    this._failure = undefined
    this.#setWidths((source?.columns ?? []).map((column) => guessWidth(column, [])))
    const scroller = this.#scroller
    if (scroller) scroller.scrollTo(0, 0)
  }

  #setWidths(widths: readonly number[]): void {
    this._widths = widths
    this.#edges = leftEdges(widths)
  }

  #arrived(): void {
    this._failure = this.#cache?.failure
    this.#guessOnce()
    if (this._current) this.requestUpdate()
    this.#schedule()
  }

  /** Columns take their widths from the first rows, once; after that only the person changes them. */
  #guessOnce(): void {
    const { source } = this
    if (this.#guessed || !source || this.#cache?.cell(0, 0) === loading) return
    this.#guessed = true
    const sampled = Math.min(source.rows, 60)
    this.#setWidths(
      source.columns.map((column, index) => {
        const samples = Array.from({ length: sampled }, (_, row) => this.#cache?.cell(row, index))
        return guessWidth(column, samples.filter((text) => text !== loading) as (string | undefined)[])
      }),
    )
  }

  #layout(): void {
    const sizer = this.renderRoot.querySelector<HTMLElement>('.sizer')
    if (!sizer) return
    sizer.style.height = `${headHeight + bodyHeight(this.#scroll)}px`
    sizer.style.width = `${this.#indexWidth + (this.#edges.at(-1) ?? 0)}px`
  }

  #schedule(): void {
    if (this.#frame === 0 && this.isConnected) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0
        this.#paint()
      })
    }
  }

  #paint(): void {
    const { source } = this
    const scroller = this.#scroller
    if (!scroller || !this.#body) return
    const scroll = this.#scroll
    this.#position = clampPosition(scroll, this.#position)
    const firstRow = Math.floor(this.#position)
    const lastRow = Math.min((source?.rows ?? 0) - 1, Math.ceil(this.#position + scroll.viewHeight / rowHeight))
    const left = scroller.scrollLeft
    const shown = columnsBetween(this.#edges, left, left + scroller.clientWidth - this.#indexWidth)
    if (shown[0] !== this._shown[0] || shown[1] !== this._shown[1]) this._shown = shown
    if (source && lastRow >= firstRow) this.#cache?.want(firstRow, lastRow)
    this.#body.paint({
      columns: source?.columns ?? [],
      edges: this.#edges,
      indexWidth: this.#indexWidth,
      firstRow,
      lastRow,
      top: headHeight + scroller.scrollTop - (this.#position - firstRow) * rowHeight,
      rowHeight,
      firstColumn: shown[0],
      lastColumn: shown[1],
      current: this._current,
      nullWord: this.strings.null,
      cell: (row, column) => this.#cache?.cell(row, column) ?? undefined,
    })
  }

  #go(position: number): void {
    const scroller = this.#scroller
    if (!scroller) return
    this.#position = clampPosition(this.#scroll, position)
    scroller.scrollTop = scrollTopOf(this.#scroll, this.#position)
    this.#setTop = scroller.scrollTop
    this.#schedule()
  }

  #onScroll = (): void => {
    const scroller = this.#scroller
    if (!scroller) return
    // What we have set ourselves comes back rounded to pixels, each of which may be many rows.
    if (Math.abs(scroller.scrollTop - this.#setTop) >= 1 || !isScaled(this.#scroll)) {
      this.#position = positionOf(this.#scroll, scroller.scrollTop)
      this.#setTop = scroller.scrollTop
    }
    this.#schedule()
  }

  #onWheel = (event: WheelEvent): void => {
    if (!isScaled(this.#scroll) || event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
      return
    const unit = event.deltaMode === 1 ? rowHeight : event.deltaMode === 2 ? this.#scroll.viewHeight : 1
    const position = clampPosition(this.#scroll, this.#position + (event.deltaY * unit) / rowHeight)
    if (position === this.#position) return
    event.preventDefault()
    this.#go(position)
  }

  #onKey = (event: KeyboardEvent): void => {
    const { source } = this
    if (!source || source.rows === 0 || source.columns.length === 0 || event.altKey) return
    const { row, column } = this._current ?? { row: Math.ceil(this.#position), column: 0 }
    const page = Math.max(1, Math.floor(this.#scroll.viewHeight / rowHeight) - 1)
    const [lastRow, lastColumn] = [source.rows - 1, source.columns.length - 1]
    const whole = event.ctrlKey || event.metaKey
    const moves: Record<string, [number, number]> = {
      ArrowUp: whole ? [0, column] : [row - 1, column],
      ArrowDown: whole ? [lastRow, column] : [row + 1, column],
      ArrowLeft: whole ? [row, 0] : [row, column - 1],
      ArrowRight: whole ? [row, lastColumn] : [row, column + 1],
      PageUp: [row - page, column],
      PageDown: [row + page, column],
      Home: whole ? [0, 0] : [row, 0],
      End: whole ? [lastRow, lastColumn] : [row, lastColumn],
    }
    const to = moves[event.key]
    if (!to) return
    event.preventDefault()
    const first = this._current === undefined
    this.#setCurrent(
      first && event.key.startsWith('Arrow') && !whole
        ? { row, column }
        : { row: Math.min(lastRow, Math.max(0, to[0])), column: Math.min(lastColumn, Math.max(0, to[1])) },
    )
  }

  #setCurrent(current: { row: number; column: number }): void {
    this._current = current
    this.scrollToRow(current.row)
    const scroller = this.#scroller
    if (!scroller) return
    const left = this.#edges[current.column] ?? 0
    const right = this.#edges[current.column + 1] ?? 0
    const view = scroller.clientWidth - this.#indexWidth
    if (left < scroller.scrollLeft || right - left > view) scroller.scrollLeft = left
    else if (right > scroller.scrollLeft + view) scroller.scrollLeft = right - view
  }

  #onPointerDown = (event: PointerEvent): void => {
    const cell = event
      .composedPath()
      .find((target) => target instanceof HTMLElement && target.getAttribute('role') === 'gridcell')
    const row = cell instanceof HTMLElement && cell.parentElement?.getAttribute('aria-rowindex')
    const column = cell instanceof HTMLElement && cell.getAttribute('aria-colindex')
    if (row && column) this._current = { row: Number(row) - 2, column: Number(column) - 2 }
  }

  #resize(event: PointerEvent, index: number): void {
    event.preventDefault()
    event.stopPropagation()
    const grip = event.currentTarget as HTMLElement
    const head = grip.parentElement
    const start = event.clientX
    const width = this._widths[index] ?? minColumnWidth
    const zoom = head && head.offsetWidth ? head.getBoundingClientRect().width / head.offsetWidth : 1
    grip.setPointerCapture(event.pointerId)
    grip.classList.add('active')
    const move = (moved: PointerEvent): void => {
      const wanted = width + (moved.clientX - start) / zoom
      const next = [...this._widths]
      next[index] = Math.round(Math.min(maxColumnWidth, Math.max(minColumnWidth, wanted)))
      this.#setWidths(next)
    }
    const end = (): void => {
      grip.classList.remove('active')
      grip.removeEventListener('pointermove', move)
      grip.removeEventListener('lostpointercapture', end)
    }
    grip.addEventListener('pointermove', move)
    grip.addEventListener('lostpointercapture', end)
  }

  #retry = (): void => {
    this._failure = undefined
    this.#cache?.retry()
    this.#schedule()
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
