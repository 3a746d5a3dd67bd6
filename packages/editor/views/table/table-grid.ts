import type { Column } from '@aw-flow/schema'
import { formatCount } from '@aw-flow/messages'
import { getTextScale } from '../../styles/text-scale.ts'
import { loading, PageCache, type CellText } from '../page-cache.ts'
import { createTableBody, markWidth, type BodyView } from '../table-body.ts'
import { isNumeric } from '../format-cell.ts'
import { hasGroupedNumbers, localizeCell } from '../localize-number.ts'
import { findColumnDecimals, getMissingDecimals } from '../align-decimals.ts'
import { findColumnsBetween, estimateWidth, computeLeftEdges, minColumnWidth } from '../table-columns.ts'
import {
  getBodyHeight,
  clampPosition,
  isScaled,
  toRowPosition,
  computePositionToReveal,
  toScrollTop,
  type TableScroll,
} from '../table-scroll.ts'
import type { TableSource } from '../table-source.ts'
import type { ColumnFormatter } from './formats/column-format.ts'

export const rowHeight = 28
const headerHeight = 40

interface GridHost {
  /**
   * The scroll container and its inner element, which has the total size. Both are undefined before the first render.
   */
  readonly scroller: HTMLElement | undefined
  readonly sizer: HTMLElement | undefined
  readonly isConnected: boolean
  requestUpdate(): void
  /** The language used to format numbers, as a BCP 47 tag. */
  readonly language: string
  /** Returns how to render and mark rows and cells. Called on each render. */
  getBodyOptions(): Pick<
    BodyView,
    'current' | 'nullLabel' | 'findRenderer' | 'formatRowNumber' | 'isSelected' | 'isChanged'
  >
}

/**
 * Lays out and renders the visible rows and columns. Manages the row position, column widths, column order (pinned
 * columns first), and the visible pages. Columns are indexed in display order.
 */
export class TableGrid {
  readonly #host: GridHost
  #columns: readonly Column[] = []
  #displayedSource: TableSource | undefined
  #totalRows = 0
  #cache: PageCache | undefined
  #body: ReturnType<typeof createTableBody> | undefined
  #position = 0
  #lastScrollTop = 0
  #frame = 0
  #hasEstimatedWidths = false
  /** Source indices of columns whose width the user has set. */
  readonly #userSizedColumns = new Set<number>()
  /** Ratio of the text size to the default text size, read when a table is displayed. */
  #scale = 1
  /** Number of decimals that each numeric column is aligned to, keyed by source index. Values only increase. */
  readonly #decimals = new Map<number, number>()
  /** Source indices of numeric columns with numbers of more than four digits. */
  readonly #longNumberColumns = new Set<number>()
  #columnEdges: number[] = [0]
  #widths: readonly number[] = []
  #sortedColumns: readonly string[] = []
  #displayOrder: readonly number[] = []
  #observer: ResizeObserver | undefined
  /** Names of the pinned columns, in order. */
  pinnedColumns: readonly string[] = []
  #hiddenColumns: readonly string[] = []
  #formatters: ReadonlyMap<string, ColumnFormatter> = new Map()
  /** First and last visible unpinned column. */
  visibleColumns: readonly [first: number, last: number] = [0, -1]

  constructor(host: GridHost) {
    this.#host = host
  }

  /** Starts rendering. Call this after the host has rendered. */
  start(): void {
    const { scroller, sizer } = this.#host
    if (!scroller || !sizer || this.#observer) return
    if (!this.#body) {
      this.#body = createTableBody(sizer)
      scroller.addEventListener('wheel', this.#onWheel, { passive: false })
      scroller.addEventListener('scroll', this.#onScroll)
    }
    this.#scale = getTextScale()
    this.#observer = new ResizeObserver(() => this.scheduleRender())
    this.#observer.observe(scroller)
  }

  stop(): void {
    this.#observer?.disconnect()
    this.#observer = undefined
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  /** Sets a new table and resets the column order and widths. */
  setSource(source: TableSource | undefined): void {
    this.#columns = source?.columns ?? []
    this.#totalRows = source?.rows ?? 0
    this.#hasEstimatedWidths = false
    this.#userSizedColumns.clear()
    this.#decimals.clear()
    this.#longNumberColumns.clear()
    this.#scale = getTextScale()
    this.pinnedColumns = []
    this.#hiddenColumns = []
    this.#updateOrder()
    this.#setWidths(this.#columns.map((column) => this.#estimateWidth(column, [])))
  }

  /** Displays other rows with the same columns and scrolls to the first row. */
  showRows(source: TableSource | undefined): void {
    this.#cache?.close()
    this.#displayedSource = source
    const pageSize = (source?.columns.length ?? 0) > 60 ? 128 : 256
    this.#cache = source && new PageCache(source, () => this.#onPageLoaded(), { pageSize })
    this.#position = 0
    this.#lastScrollTop = 0
    const { scroller } = this.#host
    scroller?.scrollTo(scroller.scrollLeft, 0)
  }

  /** The columns in display order, pinned columns first. */
  get columns(): readonly Column[] {
    return this.#displayOrder.map((index) => this.#columns[index]!)
  }

  /** Why rows could not be read, if reading failed. */
  get failure(): unknown {
    return this.#cache?.failure
  }

  get rowNumberWidth(): number {
    return Math.round(20 + Math.max(3, formatCount(this.#totalRows).length) * 7 * this.#scale)
  }

  /** Number of rows that Page Up and Page Down move by. One row remains visible for context. */
  get rowsPerPage(): number {
    return Math.max(1, Math.floor(this.#scroll.viewHeight / this.#rowHeight) - 1)
  }

  get firstRow(): number {
    return Math.ceil(this.#position)
  }

  /** Display indices of the columns whose headers are rendered. */
  get headerColumns(): number[] {
    const [first, last] = this.visibleColumns
    const unpinnedColumns = Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset)
    return [...this.pinnedColumns.keys(), ...unpinnedColumns].filter((index) => index < this.#displayOrder.length)
  }

  getColumnBounds(column: number): { left: number; width: number } {
    const left = this.rowNumberWidth + (this.#columnEdges[column] ?? 0)
    return { left, width: this.#widths[this.toSourceColumn(column)] ?? minColumnWidth }
  }

  /** Returns the position and size of a cell within the scrolled element, in CSS pixels. */
  getCellBounds(row: number, column: number): { left: number; top: number; width: number; height: number } {
    const top = this.#headerHeight + (this.#host.scroller?.scrollTop ?? 0) + (row - this.#position) * this.#rowHeight
    return { ...this.getColumnBounds(column), top, height: this.#rowHeight }
  }

  /** Converts the index of a displayed column to its index in the source. */
  toSourceColumn(column: number): number {
    return this.#displayOrder[column] ?? -1
  }

  toDisplayColumn(sourceColumn: number): number {
    return Math.max(0, this.#displayOrder.indexOf(sourceColumn))
  }

  getText(row: number, column: number): CellText {
    return this.#cache?.getCell(row, this.toSourceColumn(column)) ?? undefined
  }

  /** Returns the full length of a cell in characters, or `undefined` if the loaded text is not truncated. */
  getLength(row: number, column: number): number | undefined {
    return this.#cache?.getCellLength(row, this.toSourceColumn(column))
  }

  /** Loads more text for the truncated cells of a row. */
  loadRow(row: number): void {
    this.#cache?.loadRow(row)
  }

  /** Returns a cell by the column's index in the source, which may have columns that are not displayed. */
  getSourceCell(row: number, sourceColumn: number): CellText {
    return this.#cache?.getCell(row, sourceColumn)
  }

  setWidth(column: number, width: number): void {
    const source = this.toSourceColumn(column)
    this.#userSizedColumns.add(source)
    this.#setWidths(this.#widths.map((currentWidth, index) => (index === source ? width : currentWidth)))
  }

  /** Fits the width of a column to its name and its visible cells. */
  fitColumn(column: Column): void {
    const index = this.#columns.indexOf(column)
    if (index >= 0) this.setWidth(this.toDisplayColumn(index), this.#computeFittingWidth(column, index))
  }

  /** Sets the pinned columns. Hidden and unknown columns are ignored. */
  setPinnedColumns(names: readonly string[]): void {
    const newPinnedColumns = names.filter((name) => !this.#hiddenColumns.includes(name) && this.#columns.some((column) => column.name === name)) // oxfmt-ignore
    if (newPinnedColumns.join('\n') === this.pinnedColumns.join('\n')) return
    this.pinnedColumns = newPinnedColumns
    this.#updateOrder()
    this.#setWidths(this.#widths)
  }

  /** Sets which columns are hidden. */
  setHiddenColumns(names: readonly string[]): void {
    if (names.length === this.#hiddenColumns.length && names.every((name) => this.#hiddenColumns.includes(name))) return
    this.#hiddenColumns = names
    this.pinnedColumns = this.pinnedColumns.filter((name) => !names.includes(name))
    this.#updateOrder()
    this.#setWidths(this.#widths)
    this.scheduleRender()
  }

  /** Sets the column formatters, keyed by column name, and adjusts the widths of columns whose format has changed. */
  setFormatters(formatters: ReadonlyMap<string, ColumnFormatter>): void {
    const previousFormatters = this.#formatters
    if (previousFormatters === formatters) return
    this.#formatters = formatters
    this.scheduleRender()
    if (!this.#hasEstimatedWidths) return
    this.#setWidths(
      this.#columns.map((column, index) => {
        const isUnchanged = previousFormatters.get(column.name) === formatters.get(column.name)
        const width = this.#widths[index] ?? minColumnWidth
        return isUnchanged || this.#userSizedColumns.has(index) ? width : this.#computeFittingWidth(column, index)
      }),
    )
  }

  /** Sets the columns whose headers show a sort direction. New ones are widened so that their names stay readable. */
  setSortedColumns(names: readonly string[]): void {
    const newSortedColumns = names.filter((name) => !this.#sortedColumns.includes(name))
    this.#sortedColumns = names
    if (!this.#hasEstimatedWidths || newSortedColumns.length === 0) return
    this.#setWidths(
      this.#columns.map((column, index) => {
        const width = this.#widths[index] ?? minColumnWidth
        const isWidened = newSortedColumns.includes(column.name) && !this.#userSizedColumns.has(index)
        return isWidened ? Math.max(width, this.#computeFittingWidth(column, index)) : width
      }),
    )
  }

  #updateOrder(): void {
    const findIndexByName = (name: string): number => this.#columns.findIndex((column) => column.name === name)
    const unpinnedColumns = this.#columns.flatMap(({ name }, index) =>
      this.pinnedColumns.includes(name) || this.#hiddenColumns.includes(name) ? [] : [index],
    )
    this.#displayOrder = [...this.pinnedColumns.map(findIndexByName), ...unpinnedColumns]
  }

  retry(): void {
    this.#cache?.retry()
    this.scheduleRender()
  }

  scrollToRow(row: number): void {
    const { scroller } = this.#host
    if (!scroller) return
    this.#scrollToPosition(computePositionToReveal(this.#scroll, this.#position, row))
  }

  scrollToColumn(column: number): void {
    const { scroller } = this.#host
    if (!scroller || column < this.pinnedColumns.length) return
    const [left, right] = [this.#columnEdges[column] ?? 0, this.#columnEdges[column + 1] ?? 0]
    const pinnedWidth = this.#columnEdges[this.pinnedColumns.length] ?? 0
    const visibleWidth = scroller.clientWidth - this.rowNumberWidth
    if (left < scroller.scrollLeft + pinnedWidth || right - left > visibleWidth - pinnedWidth)
      scroller.scrollLeft = left - pinnedWidth
    else if (right > scroller.scrollLeft + visibleWidth) scroller.scrollLeft = right - visibleWidth
  }

  /** Sets the size of the inner element to the total size of all rows and columns. */
  updateTotalSize(): void {
    const { sizer } = this.#host
    if (!sizer) return
    sizer.style.height = `${this.#headerHeight + getBodyHeight(this.#scroll)}px`
    sizer.style.width = `${this.rowNumberWidth + (this.#columnEdges.at(-1) ?? 0)}px`
  }

  scheduleRender(): void {
    if (this.#frame === 0 && this.#host.isConnected) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0
        this.#paint()
      })
    }
  }

  /** Row and header heights scale with the text size. */
  get #rowHeight(): number {
    return rowHeight * this.#scale
  }
  get #headerHeight(): number {
    return headerHeight * this.#scale
  }

  get #scroll(): TableScroll {
    const height = this.#host.scroller?.clientHeight ?? 0
    return {
      rows: this.#displayedSource?.rows ?? 0,
      rowHeight: this.#rowHeight,
      viewHeight: Math.max(0, height - this.#headerHeight),
    }
  }

  #setWidths(widths: readonly number[]): void {
    this.#widths = widths
    this.#columnEdges = computeLeftEdges(this.#displayOrder.map((index) => widths[index] ?? minColumnWidth))
    this.#host.requestUpdate()
  }

  #onPageLoaded(): void {
    // The initial widths are based on the first rows.
    if (!this.#hasEstimatedWidths && this.#cache?.getCell(0, 0) !== loading) {
      this.#hasEstimatedWidths = true
      this.#setWidths(this.#columns.map((column, index) => this.#computeFittingWidth(column, index)))
    }
    this.#host.requestUpdate()
    this.scheduleRender()
  }

  #computeFittingWidth(column: Column, index: number): number {
    const first = Math.floor(this.#position)
    const sampleCount = Math.min((this.#displayedSource?.rows ?? 0) - first, 60)
    const samples = Array.from({ length: Math.max(0, sampleCount) }, (_, row) =>
      this.#cache?.getCell(first + row, index),
    )
    const values = samples.filter((text) => text !== loading) as (string | undefined)[]
    return this.#estimateWidth(column, this.#formatAligned(values, column, index))
  }

  #estimateWidth(column: Column, samples: readonly (string | undefined)[]): number {
    const visibleWidth = this.#host.scroller?.clientWidth ?? 0
    const extraWidth = this.#formatters.get(column.name)?.hasMarks ? markWidth : 0
    return (
      extraWidth +
      estimateWidth(column, samples, {
        scale: this.#scale,
        hasMenu: matchMedia('(hover: none)').matches,
        isSorted: this.#sortedColumns.includes(column.name),
        ...(visibleWidth > 0 ? { availableWidth: visibleWidth - this.rowNumberWidth - extraWidth } : {}),
      })
    )
  }

  #paint(): void {
    const { scroller } = this.#host
    if (!scroller || !this.#body) return
    const scroll = this.#scroll
    this.#position = clampPosition(scroll, this.#position)
    const firstRow = Math.floor(this.#position)
    const lastRow = Math.min(scroll.rows - 1, Math.ceil(this.#position + scroll.viewHeight / scroll.rowHeight))
    const left = scroller.scrollLeft
    const pinnedCount = this.pinnedColumns.length
    const [firstColumn, lastColumn] = findColumnsBetween(
      this.#columnEdges,
      left + (this.#columnEdges[pinnedCount] ?? 0),
      left + scroller.clientWidth - this.rowNumberWidth,
    )
    const visibleColumns = [Math.max(pinnedCount, firstColumn), lastColumn] as const
    if (visibleColumns[0] !== this.visibleColumns[0] || visibleColumns[1] !== this.visibleColumns[1]) {
      this.visibleColumns = visibleColumns
      this.#host.requestUpdate()
    }
    if (lastRow >= firstRow) this.#cache?.setVisibleRows(firstRow, lastRow)
    this.#fitNumericColumns(firstRow, lastRow)
    this.#body.paint({
      ...this.#host.getBodyOptions(),
      language: this.#host.language,
      scale: this.#scale,
      columns: this.columns,
      edges: this.#columnEdges,
      rowNumberWidth: this.rowNumberWidth,
      firstRow,
      lastRow,
      top: this.#headerHeight + scroller.scrollTop - (this.#position - firstRow) * scroll.rowHeight,
      rowHeight: scroll.rowHeight,
      pinnedCount,
      firstColumn: visibleColumns[0],
      lastColumn: visibleColumns[1],
      getCell: (row, column) => this.getText(row, column),
      getFormatter: (column) => this.#formatters.get(this.#columns[this.toSourceColumn(column)]?.name ?? ''),
      shouldGroupFourDigits: (column) => this.#longNumberColumns.has(this.toSourceColumn(column)),
      getDecimals: (column) => this.#decimals.get(this.toSourceColumn(column)) ?? 0,
    })
  }

  /**
   * Aligns the decimals of visible numbers, and widens columns when larger numbers scroll into view, unless the user
   * has set the column width.
   */
  #fitNumericColumns(firstRow: number, lastRow: number): void {
    let widths: number[] | undefined
    for (const displayIndex of this.headerColumns) {
      const index = this.toSourceColumn(displayIndex)
      const column = this.#columns[index]
      if (!column || !isNumeric(column.type)) continue
      const values: string[] = []
      for (let row = firstRow; row <= lastRow; row++) {
        const text = this.#cache?.getCell(row, index)
        if (typeof text === 'string') values.push(text)
      }
      const width = this.#estimateWidth(column, this.#formatAligned(values, column, index))
      if (!this.#userSizedColumns.has(index) && width > (this.#widths[index] ?? 0))
        (widths ??= [...this.#widths])[index] = width
    }
    if (widths) this.#setWidths(widths)
  }

  /**
   * Formats cells for display. In numeric columns, values are padded to the number of decimals that the column reserves
   * space for.
   */
  #formatAligned(
    values: readonly (string | undefined)[],
    { name, type }: Column,
    index: number,
  ): readonly (string | undefined)[] {
    const { language } = this.#host
    const format = this.#formatters.get(name)?.format
    if (format) return values.map((text) => text && format(text))
    if (isNumeric(type) && hasGroupedNumbers(values)) this.#longNumberColumns.add(index)
    const formattedValues = values.map(
      (text) => text && localizeCell(text, type, language, this.#longNumberColumns.has(index)),
    )
    if (!isNumeric(type)) return formattedValues
    const numbers = formattedValues.filter((text) => text !== undefined)
    const decimals = findColumnDecimals(numbers, language, this.#decimals.get(index))
    this.#decimals.set(index, decimals)
    return formattedValues.map((text) => text && text + getMissingDecimals(text, decimals, language))
  }

  #scrollToPosition(position: number): void {
    const { scroller } = this.#host
    if (!scroller) return
    this.#position = clampPosition(this.#scroll, position)
    scroller.scrollTop = toScrollTop(this.#scroll, this.#position)
    this.#lastScrollTop = scroller.scrollTop
    this.scheduleRender()
  }

  #onScroll = (): void => {
    const { scroller } = this.#host
    if (!scroller) return
    // The browser rounds scroll offsets to pixels, and one pixel may represent many rows, so offsets set by this class
    // are ignored.
    if (Math.abs(scroller.scrollTop - this.#lastScrollTop) >= 1 || !isScaled(this.#scroll)) {
      this.#position = toRowPosition(this.#scroll, scroller.scrollTop)
      this.#lastScrollTop = scroller.scrollTop
    }
    this.scheduleRender()
  }

  #onWheel = (event: WheelEvent): void => {
    if (!isScaled(this.#scroll) || event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
      return
    const unit = event.deltaMode === 1 ? this.#rowHeight : event.deltaMode === 2 ? this.#scroll.viewHeight : 1
    const position = clampPosition(this.#scroll, this.#position + (event.deltaY * unit) / this.#rowHeight)
    if (position === this.#position) return
    event.preventDefault()
    this.#scrollToPosition(position)
  }
}
