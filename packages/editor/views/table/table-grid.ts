import type { Column } from '@aw-flow/schema'
import { formatCount } from '@aw-flow/messages'
import { textScale } from '../../styles/text-scale.ts'
import { loading, PageCache, type CellText } from '../page-cache.ts'
import { createTableBody, type BodyView } from '../table-body.ts'
import { isNumeric } from '../format-cell.ts'
import { writtenCell } from '../written-number.ts'
import { columnsBetween, guessWidth, leftEdges, minColumnWidth } from '../table-columns.ts'
import {
  bodyHeight,
  clampPosition,
  isScaled,
  positionOf,
  positionShowing,
  scrollTopOf,
  type TableScroll,
} from '../table-scroll.ts'
import type { TableSource } from '../table-source.ts'

export const rowHeight = 28
const headHeight = 34

interface GridHost {
  /** The scroll container and the inner element of the total size; absent before the first rendering. */
  readonly scroller: HTMLElement | undefined
  readonly sizer: HTMLElement | undefined
  readonly isConnected: boolean
  requestUpdate(): void
  /** The language of numbers: a BCP 47 tag. */
  readonly language: string
  /** Returns how rows are marked, for each rendering. */
  marks(): Pick<BodyView, 'current' | 'nullWord' | 'rendererOf' | 'numberOf' | 'isSelected' | 'isChanged'>
}

/**
 * The layout and rendering of visible rows and columns: row position, widths, column order with pinned columns first,
 * and the visible pages. Columns are indexed in display order.
 */
export class TableGrid {
  readonly #host: GridHost
  #columns: readonly Column[] = []
  #rows: TableSource | undefined
  #all = 0
  #cache: PageCache | undefined
  #body: ReturnType<typeof createTableBody> | undefined
  #position = 0
  #setTop = 0
  #frame = 0
  #guessed = false
  /** The columns whose width the user has set, by their index in the source. */
  readonly #sized = new Set<number>()
  /** The ratio of the text size to the default, read with each table. */
  #scale = 1
  #edges: number[] = [0]
  #widths: readonly number[] = []
  #order: readonly number[] = []
  #observer: ResizeObserver | undefined
  /** The names of pinned columns. */
  pinned: readonly string[] = []
  /** The first and last visible column after the pinned ones. */
  seen: readonly [first: number, last: number] = [0, -1]

  constructor(host: GridHost) {
    this.#host = host
  }

  /** Starts rendering, after the host has rendered. */
  start(): void {
    const { scroller, sizer } = this.#host
    if (!scroller || !sizer || this.#observer) return
    if (!this.#body) {
      this.#body = createTableBody(sizer)
      scroller.addEventListener('wheel', this.#onWheel, { passive: false })
      scroller.addEventListener('scroll', this.#onScroll)
    }
    this.#scale = textScale()
    this.#observer = new ResizeObserver(() => this.schedule())
    this.#observer.observe(scroller)
  }

  stop(): void {
    this.#observer?.disconnect()
    this.#observer = undefined
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  /** Sets another table: its columns in order, with their initial widths. */
  open(source: TableSource | undefined): void {
    this.#columns = source?.columns ?? []
    this.#all = source?.rows ?? 0
    this.#guessed = false
    this.#sized.clear()
    this.#scale = textScale()
    this.pinned = []
    this.#order = this.#columns.map((_, index) => index)
    this.#setWidths(this.#columns.map((column) => this.#guessWidth(column, [])))
  }

  /** Sets other rows of the same columns, and scrolls to the first. */
  showRows(source: TableSource | undefined): void {
    this.#cache?.close()
    this.#rows = source
    const pageSize = (source?.columns.length ?? 0) > 60 ? 128 : 256
    this.#cache = source && new PageCache(source, () => this.#arrived(), { pageSize })
    this.#position = 0
    this.#setTop = 0
    const { scroller } = this.#host
    scroller?.scrollTo(scroller.scrollLeft, 0)
  }

  /** The columns in display order: pinned ones first. */
  get columns(): readonly Column[] {
    return this.#order.map((index) => this.#columns[index]!)
  }

  /** Why rows could not be read. */
  get failure(): unknown {
    return this.#cache?.failure
  }

  get indexWidth(): number {
    return Math.round(20 + Math.max(3, formatCount(this.#all).length) * 7 * this.#scale)
  }

  /** Number of rows per page, with an overlap of one row for orientation. */
  get pageRows(): number {
    return Math.max(1, Math.floor(this.#scroll.viewHeight / this.#rowHeight) - 1)
  }

  get firstRow(): number {
    return Math.ceil(this.#position)
  }

  /** The columns whose headers are rendered. */
  get heads(): number[] {
    const [first, last] = this.seen
    const others = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset)
    return [...this.pinned.keys(), ...others].filter((index) => index < this.#order.length)
  }

  placeOf(column: number): { left: number; width: number } {
    const left = this.indexWidth + (this.#edges[column] ?? 0)
    return { left, width: this.#widths[this.sourceColumn(column)] ?? minColumnWidth }
  }

  /** The source's index of a column. */
  sourceColumn(column: number): number {
    return this.#order[column] ?? -1
  }

  shownColumn(source: number): number {
    return Math.max(0, this.#order.indexOf(source))
  }

  text(row: number, column: number): CellText {
    return this.#cache?.cell(row, this.sourceColumn(column)) ?? undefined
  }

  /** A cell by its column in the source of the rows, which may have more columns than are displayed. */
  hidden(row: number, sourceColumn: number): CellText {
    return this.#cache?.cell(row, sourceColumn)
  }

  setWidth(column: number, width: number): void {
    const source = this.sourceColumn(column)
    this.#sized.add(source)
    this.#setWidths(this.#widths.map((other, index) => (index === source ? width : other)))
  }

  /** Fits a column to its name and the visible rows. */
  fit(column: Column): void {
    const index = this.#columns.indexOf(column)
    if (index >= 0) this.setWidth(this.shownColumn(index), this.#widthFor(column, index))
  }

  /** Pins or unpins a column. */
  pin(name: string): void {
    this.pinned = this.pinned.includes(name) ? this.pinned.filter((other) => other !== name) : [...this.pinned, name]
    const placeOf = (one: string): number => this.#columns.findIndex((column) => column.name === one)
    const others = this.#columns.flatMap(({ name: one }, index) => (this.pinned.includes(one) ? [] : [index]))
    this.#order = [...this.pinned.map(placeOf), ...others]
    this.#setWidths(this.#widths)
  }

  retry(): void {
    this.#cache?.retry()
    this.schedule()
  }

  scrollToRow(row: number): void {
    const { scroller } = this.#host
    if (!scroller) return
    this.#go(positionShowing(this.#scroll, this.#position, row))
  }

  scrollToColumn(column: number): void {
    const { scroller } = this.#host
    if (!scroller || column < this.pinned.length) return
    const [left, right] = [this.#edges[column] ?? 0, this.#edges[column + 1] ?? 0]
    const pinnedWidth = this.#edges[this.pinned.length] ?? 0
    const view = scroller.clientWidth - this.indexWidth
    if (left < scroller.scrollLeft + pinnedWidth || right - left > view - pinnedWidth)
      scroller.scrollLeft = left - pinnedWidth
    else if (right > scroller.scrollLeft + view) scroller.scrollLeft = right - view
  }

  /** Sets the total size of all rows and columns. */
  layout(): void {
    const { sizer } = this.#host
    if (!sizer) return
    sizer.style.height = `${this.#headHeight + bodyHeight(this.#scroll)}px`
    sizer.style.width = `${this.indexWidth + (this.#edges.at(-1) ?? 0)}px`
  }

  schedule(): void {
    if (this.#frame === 0 && this.#host.isConnected) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0
        this.#paint()
      })
    }
  }

  /** Heights of rows and the header follow their text. */
  get #rowHeight(): number {
    return rowHeight * this.#scale
  }
  get #headHeight(): number {
    return headHeight * this.#scale
  }

  get #scroll(): TableScroll {
    const height = this.#host.scroller?.clientHeight ?? 0
    return {
      rows: this.#rows?.rows ?? 0,
      rowHeight: this.#rowHeight,
      viewHeight: Math.max(0, height - this.#headHeight),
    }
  }

  #setWidths(widths: readonly number[]): void {
    this.#widths = widths
    this.#edges = leftEdges(this.#order.map((index) => widths[index] ?? minColumnWidth))
    this.#host.requestUpdate()
  }

  #arrived(): void {
    // The first rows determine the initial widths once; after that only the user changes them.
    if (!this.#guessed && this.#cache?.cell(0, 0) !== loading) {
      this.#guessed = true
      this.#setWidths(this.#columns.map((column, index) => this.#widthFor(column, index)))
    }
    this.#host.requestUpdate()
    this.schedule()
  }

  #widthFor(column: Column, index: number): number {
    const first = Math.floor(this.#position)
    const sampled = Math.min((this.#rows?.rows ?? 0) - first, 60)
    const samples = Array.from({ length: Math.max(0, sampled) }, (_, row) => this.#cache?.cell(first + row, index))
    const texts = samples.filter((text) => text !== loading) as (string | undefined)[]
    return this.#guessWidth(
      column,
      texts.map((text) => text && this.#written(text, column)),
    )
  }

  #guessWidth(column: Column, samples: readonly (string | undefined)[]): number {
    return guessWidth(column, samples, { scale: this.#scale, hasMenu: matchMedia('(hover: none)').matches })
  }

  #paint(): void {
    const { scroller } = this.#host
    if (!scroller || !this.#body) return
    const scroll = this.#scroll
    this.#position = clampPosition(scroll, this.#position)
    const firstRow = Math.floor(this.#position)
    const lastRow = Math.min(scroll.rows - 1, Math.ceil(this.#position + scroll.viewHeight / scroll.rowHeight))
    const left = scroller.scrollLeft
    const pinned = this.pinned.length
    const [from, to] = columnsBetween(
      this.#edges,
      left + (this.#edges[pinned] ?? 0),
      left + scroller.clientWidth - this.indexWidth,
    )
    const seen = [Math.max(pinned, from), to] as const
    if (seen[0] !== this.seen[0] || seen[1] !== this.seen[1]) {
      this.seen = seen
      this.#host.requestUpdate()
    }
    if (lastRow >= firstRow) this.#cache?.want(firstRow, lastRow)
    this.#widenNumbers(firstRow, lastRow)
    this.#body.paint({
      ...this.#host.marks(),
      language: this.#host.language,
      scale: this.#scale,
      columns: this.columns,
      edges: this.#edges,
      indexWidth: this.indexWidth,
      firstRow,
      lastRow,
      top: this.#headHeight + scroller.scrollTop - (this.#position - firstRow) * scroll.rowHeight,
      rowHeight: scroll.rowHeight,
      pinned,
      firstColumn: seen[0],
      lastColumn: seen[1],
      cell: (row, column) => this.text(row, column),
    })
  }

  /** Widens columns for larger numbers that are scrolled into view, unless the user has set their width. */
  #widenNumbers(firstRow: number, lastRow: number): void {
    let widths: number[] | undefined
    for (const shown of this.heads) {
      const index = this.sourceColumn(shown)
      const column = this.#columns[index]
      if (!column || !isNumeric(column.type) || this.#sized.has(index)) continue
      const texts: string[] = []
      for (let row = firstRow; row <= lastRow; row++) {
        const text = this.#cache?.cell(row, index)
        if (typeof text === 'string') texts.push(this.#written(text, column))
      }
      const width = this.#guessWidth(column, texts)
      if (width > (this.#widths[index] ?? 0)) (widths ??= [...this.#widths])[index] = width
    }
    if (widths) this.#setWidths(widths)
  }

  #written(text: string, { type }: Column): string {
    return writtenCell(text, type, this.#host.language)
  }

  #go(position: number): void {
    const { scroller } = this.#host
    if (!scroller) return
    this.#position = clampPosition(this.#scroll, position)
    scroller.scrollTop = scrollTopOf(this.#scroll, this.#position)
    this.#setTop = scroller.scrollTop
    this.schedule()
  }

  #onScroll = (): void => {
    const { scroller } = this.#host
    if (!scroller) return
    // Offsets that were set here are read back rounded to pixels, each of which may be many rows.
    if (Math.abs(scroller.scrollTop - this.#setTop) >= 1 || !isScaled(this.#scroll)) {
      this.#position = positionOf(this.#scroll, scroller.scrollTop)
      this.#setTop = scroller.scrollTop
    }
    this.schedule()
  }

  #onWheel = (event: WheelEvent): void => {
    if (!isScaled(this.#scroll) || event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
      return
    const unit = event.deltaMode === 1 ? this.#rowHeight : event.deltaMode === 2 ? this.#scroll.viewHeight : 1
    const position = clampPosition(this.#scroll, this.#position + (event.deltaY * unit) / this.#rowHeight)
    if (position === this.#position) return
    event.preventDefault()
    this.#go(position)
  }
}
