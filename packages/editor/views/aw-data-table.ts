import { defineEvent, local } from '../define-event.ts'
import { ExtensionsController } from '../extensions/extensions-controller.ts'
import { html, LitElement, nothing, type PropertyValues } from 'lit'
import type { Column } from '@aw-flow/schema'
import { formatCount } from '@aw-flow/messages'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-data-table.styles.ts'
import { loading } from './page-cache.ts'
import { cellDetail } from './table/cell-detail.ts'
import type { CellChanges } from './table/cell-changes.ts'
import { CellLineage } from './table/cell-lineage.ts'
import { isInRange, rangeOf, rangeSize, type CellPlace } from './table/cell-range.ts'
import { ColumnPopover } from './table/column-popover.ts'
import { TableCopier } from './table/table-copier.ts'
import { TableDownload } from './table/table-download.ts'
import { TableGrid } from './table/table-grid.ts'
import { tableHead } from './table/table-head.ts'
import { movedBy } from './table/table-keys.ts'
import { TableQueries } from './table/table-queries.ts'
import { placeUnder, TableSelection } from './table/table-selection.ts'
import { tableStatus } from './table/table-status.ts'
import { dataTableStrings, type DataTableStrings } from './table/table-strings.ts'
import { tableToolbar } from './table/table-toolbar.ts'
import { directionOf, isWhole, nextDirection, sortedBy, unfilteredView, type TableView } from './table/table-view.ts'
import type { TableSource } from './table-source.ts'

/** The user has changed the filter or the order of rows. @public */
export class TableViewEvent extends defineEvent<{ readonly view: TableView }>('aw-table-view', local) {}

declare global {
  interface HTMLElementEventMap {
    'aw-table-view': TableViewEvent
  }
  interface HTMLElementTagNameMap {
    'aw-data-table': AwDataTable
  }
}

/**
 * A table of any number of rows and columns: only visible cells are rendered, and pages are loaded as they become
 * visible. Arrow keys move the current cell and select with Shift; Page Up and Page Down move by a view, Home and End
 * along the row, with Ctrl to the first and last row. Above the first row is the header, where Enter opens a column's
 * menu; elsewhere it opens the detail of a cell. Ctrl+C copies, Ctrl+F searches. Sorting, filtering and search are
 * performed by the source (`derive`), and the result can be downloaded (`write`).
 *
 * @event {TableViewEvent} aw-table-view - The user has changed filter or order; `view` has the new value.
 * @csspart scroller - The scroll container.
 * @csspart status - The line below, with the row count and the current cell.
 * @csspart download-button - The download button of a table.
 * @csspart download-more - The button that opens the other formats.
 *
 * @public
 */
export class AwDataTable extends LitElement {
  static override styles = [tokens, controls, ...styles]
  static override properties = {
    source: { attribute: false },
    view: { attribute: false },
    changes: { attribute: false },
    label: {},
    strings: { attribute: false },
    _detail: { state: true },
    _told: { state: true },
  }

  declare source: TableSource | undefined
  /** Filter and order of rows. Another source resets them unless it is set with a view. */
  declare view: TableView
  /** Cells that are marked as changed; the cell detail explains the change if known. */
  declare changes: CellChanges | undefined
  declare label: string
  declare strings: DataTableStrings
  declare private _detail: boolean
  /** The last action or error, for the status line. */
  declare private _told: string

  readonly #extensions = new ExtensionsController(this)
  readonly #grid = new TableGrid(this.#gridHost())
  readonly #selection = new TableSelection(() => this.requestUpdate())
  readonly #story = new CellLineage(() => this.requestUpdate())
  readonly #questions = new TableQueries({
    requestUpdate: () => this.requestUpdate(),
    showRows: (source) => {
      this.#grid.showRows(source)
      this.#selection.clear()
    },
  })
  readonly #copier = new TableCopier({
    strings: () => this.strings,
    sourceColumn: (column) => this.#grid.sourceColumn(column),
    reported: (words) => (this._told = words),
  })
  readonly #download = new TableDownload({
    label: () => this.label,
    strings: () => this.strings,
    requestUpdate: () => this.requestUpdate(),
    reported: (words) => (this._told = words),
  })
  readonly #popover = new ColumnPopover(this.#popoverHost())

  constructor() {
    super()
    this.label = ''
    this.strings = dataTableStrings
    this.view = unfilteredView
    this._detail = false
    this._told = ''
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#grid.stop()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#grid.start()
  }

  override firstUpdated(): void {
    this.#grid.start()
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('source')) {
      if (!changed.has('view')) this.view = unfilteredView
      this.#take(this.source)
    } else if (changed.has('view') && this.view !== this.#questions.view) void this.#questions.ask(this.view)
  }

  override updated(): void {
    this.#grid.layout()
    this.#grid.schedule()
    this.#popover.place(this.renderRoot)
  }

  override render(): unknown {
    const { strings } = this
    const { shown, view } = this.#questions
    const { current } = this.#selection
    const { columns, heads, indexWidth } = this.#grid
    return html`
      ${tableToolbar({
        view,
        strings,
        find: this.#questions.find,
        files: this.#download.view(this.source, view),
        onView: (next) => this.#ask(next),
        onFilter: (name, anchor) => {
          const column = this.source?.columns.find((one) => one.name === name)
          if (column) this.#popover.openFilter(column, anchor.getBoundingClientRect())
        },
        onFind: (text) => this.#questions.search(text, () => void this.#step(1)),
        onStep: (by) => void this.#step(by),
        onFindClose: () => this.#closeFind(),
      })}
      <div class="whole">
        <div
          class="scroller"
          part="scroller"
          role="grid"
          tabindex="0"
          aria-label=${this.label || strings.label}
          aria-rowcount=${(shown?.rows ?? 0) + 1}
          aria-colcount=${columns.length + 1}
          aria-activedescendant=${current ? 'current' : nothing}
          aria-busy=${this.#questions.isBusy ? 'true' : nothing}
          aria-multiselectable="true"
          aria-readonly="true"
          @keydown=${this.#onKey}
          @pointerdown=${this.#onPointerDown}
          @dblclick=${() => (this._detail = current !== undefined && current.row >= 0)}
        >
          <div class="sizer">
            <div class="head" role="row" aria-rowindex="1">
              <span class="index" role="columnheader" aria-colindex="1" .style=${`width: ${indexWidth}px`}
                ><span class="visually-hidden">${strings.row}</span></span
              >
              ${heads.map((index) => this.#renderHead(columns[index]!, index))}
            </div>
          </div>
          ${!shown || shown.rows === 0 ? html`<div class="note">${this.#emptyWords()}</div>` : nothing}
        </div>
        ${this._detail ? this.#renderDetail() : nothing}
      </div>
      ${this.#renderStatus()} ${this.#popover.view()}
    `
  }

  #emptyWords(): string {
    const { source, strings } = this
    return !source ? strings.nothing : source.rows === 0 ? strings.empty : strings.noMatch
  }

  /** Scrolls until a row (from 0) is visible. */
  scrollToRow(row: number): void {
    this.#grid.scrollToRow(row)
  }

  /** Focuses a cell by its row (from 0) in the source; without a column, or with an unknown one, the first. */
  showCell(row: number, column?: string): void {
    if (!isWhole(this.#questions.view)) this.#ask(unfilteredView)
    const at = this.#grid.columns.findIndex(({ name }) => name === column)
    this.#goTo({ row, column: Math.max(0, at) })
    this.#focusRows()
  }

  get #scroller(): HTMLElement | undefined {
    return this.renderRoot.querySelector<HTMLElement>('.scroller') ?? undefined
  }

  #gridHost(): ConstructorParameters<typeof TableGrid>[0] {
    const part = (selector: string): HTMLElement | undefined =>
      this.hasUpdated ? (this.renderRoot.querySelector<HTMLElement>(selector) ?? undefined) : undefined
    const isConnected = (): boolean => this.isConnected
    const language = (): string => this.strings.language
    return {
      get scroller() {
        return part('.scroller')
      },
      get sizer() {
        return part('.sizer')
      },
      get language() {
        return language()
      },
      get isConnected() {
        return isConnected()
      },
      requestUpdate: () => this.requestUpdate(),
      marks: () => this.#marks(),
    }
  }

  #popoverHost(): ConstructorParameters<typeof ColumnPopover>[0] {
    return {
      grid: this.#grid,
      strings: () => this.strings,
      view: () => this.#questions.view,
      canAsk: () => this.#questions.canAsk,
      updated: () => this.updateComplete,
      requestUpdate: () => this.requestUpdate(),
      ask: (view) => this.#ask(view),
      pin: (column) => {
        this.#selection.clear()
        this.#grid.pin(column)
      },
      copyName: (column) => void this.#copier.copyText(column, 1),
      closed: () => this.#focusRows(),
    }
  }

  #marks(): ReturnType<ConstructorParameters<typeof TableGrid>[0]['marks']> {
    const { current, range } = this.#selection
    const isMany = range !== undefined && (range.firstRow !== range.lastRow || range.firstColumn !== range.lastColumn)
    const { columns } = this.#grid
    const { cellRenderers } = this.#extensions
    return {
      current,
      nullWord: this.strings.null,
      rendererOf: (column) => column && cellRenderers.find((renderer) => renderer.matches(column)),
      numberOf: (row) => (this.#hasPlace(row) ? formatCount(this.#placeOf(row) + 1, this.strings.language) : ''),
      isSelected: (row, column) => isMany && isInRange(range, row, column),
      isChanged: (row, column) =>
        this.changes !== undefined &&
        this.#hasPlace(row) &&
        this.changes.at(this.#placeOf(row), columns[column]?.name ?? '') !== undefined,
    }
  }

  #renderHead(column: Column, index: number): unknown {
    const { current } = this.#selection
    const { view, canAsk } = this.#questions
    const direction = directionOf(view, column.name)
    return tableHead({
      column,
      index,
      ...this.#grid.placeOf(index),
      isPinned: index < this.#grid.pinned.length,
      isCurrent: current?.row === -1 && current.column === index,
      isMenuOpen: this.#popover.isMenuOf(column),
      canSort: canAsk,
      direction,
      strings: this.strings,
      onSort: (add) => canAsk && this.#ask(sortedBy(view, column.name, nextDirection(direction), add)),
      onMenu: (anchor) => this.#popover.openMenu(column, anchor),
      onWidth: (wanted) => this.#grid.setWidth(index, wanted),
    })
  }

  #renderStatus(): unknown {
    const { source, strings } = this
    const { shown, failure, isBusy, canAsk } = this.#questions
    const { range } = this.#selection
    const cell = this.#currentCell()
    return tableStatus({
      strings,
      size: source && { rows: source.rows, columns: source.columns.length, shown: shown?.rows ?? source.rows },
      changed: this.changes?.count ?? 0,
      isBusy,
      unread: this.#grid.failure,
      failure,
      reported: this._told,
      selected: range && rangeSize(range),
      current: cell && {
        row: cell.place + 1,
        column: cell.column.name,
        text: cell.text,
      },
      canFind: canAsk,
      onRetry: () => this.#retry(),
      onFind: () => this.#openFind(),
    })
  }

  /** The current cell of a row, with the row's index in the source. */
  #currentCell() {
    const { current } = this.#selection
    const column = current && this.#grid.columns[current.column]
    if (!current || !column || current.row < 0) return undefined
    const text = this.#grid.text(current.row, current.column)
    return { current, column, place: this.#placeOf(current.row), text: typeof text === 'symbol' ? '' : text }
  }

  #renderDetail(): unknown {
    const cell = this.#currentCell()
    if (!cell) return nothing
    const { current, column, place, text } = cell
    return cellDetail({
      row: place + 1,
      column,
      text,
      change: this.changes?.at(place, column.name),
      story: this.#story.of(this.changes, place, column.name),
      strings: this.strings,
      onCopy: () => void this.#copier.copyRange(this.#questions.shown, rangeOf(current, current)),
      onClose: () => this.#closeDetail(),
    })
  }

  #take(source: TableSource | undefined): void {
    this._detail = false
    this._told = ''
    this.#popover.forget()
    this.#grid.open(source)
    this.#questions.open(source, this.view)
  }

  #hasPlace(row: number): boolean {
    const { placeAt } = this.#questions
    return placeAt < 0 || this.#grid.hidden(row, placeAt) !== loading
  }

  /** A displayed row's index in the source, from 0. */
  #placeOf(row: number): number {
    const { placeAt } = this.#questions
    const place = placeAt < 0 ? row : this.#grid.hidden(row, placeAt)
    return typeof place === 'symbol' ? row : Number(place ?? row)
  }

  #onKey = (event: KeyboardEvent): void => {
    const { shown } = this.#questions
    const whole = event.ctrlKey || event.metaKey
    if (event.target !== event.currentTarget || event.altKey) return
    const columns = this.#grid.columns.length
    const acts: Record<string, () => void> = {
      ...(whole
        ? {
            c: () => void this.#copier.copyRange(shown, this.#selection.range),
            f: () => this.#openFind(),
            a: () => this.#selection.takeAll(shown?.rows ?? 0, columns),
          }
        : {}),
      Enter: () => this.#open(),
      ...(this._detail ? { Escape: () => this.#closeDetail() } : {}),
    }
    if (whole && event.key === 'f' && !this.#questions.canAsk) return
    const act = acts[event.key]
    if (act) {
      event.preventDefault()
      act()
      return
    }
    if (!shown || columns === 0) return
    const { current } = this.#selection
    const now = current ?? { row: this.#grid.firstRow, column: 0 }
    const size = { rows: shown.rows, columns, page: this.#grid.pageRows, hasHead: !event.shiftKey }
    const to = movedBy(event, now, size)
    if (!to) return
    event.preventDefault()
    const isFirst = current === undefined && event.key.startsWith('Arrow') && !whole && shown.rows > 0
    this.#goTo(isFirst ? now : to, event.shiftKey, now)
  }

  /** Enter opens the menu of a header, or the detail of a cell. */
  #open(): void {
    const { current } = this.#selection
    const column = current && this.#grid.columns[current.column]
    if (!column) return
    if (current.row >= 0) this._detail = !this._detail
    else
      this.#popover.openMenu(
        column,
        this.renderRoot.querySelector('#current')?.getBoundingClientRect() ?? new DOMRect(),
      )
  }

  #goTo(place: CellPlace, extend = false, from?: CellPlace): void {
    this._told = ''
    this.#selection.goTo(place, extend, from)
    if (place.row >= 0) this.#grid.scrollToRow(place.row)
    this.#grid.scrollToColumn(place.column)
  }

  #onPointerDown = (event: PointerEvent): void => {
    const place = placeUnder(event)
    if (!place || event.button !== 0) return
    this._told = ''
    // A row's number selects the complete row.
    if (place.column < 0) {
      this.#selection.takeRow(place.row, this.#grid.columns.length, event.shiftKey)
      return
    }
    if (event.shiftKey) event.preventDefault()
    this.#selection.goTo(place, event.shiftKey)
    if (event.pointerType === 'mouse') this.#selection.followDrag(place, this.renderRoot as ShadowRoot)
  }

  #ask(view: TableView): void {
    this.view = view
    void this.#questions.ask(view)
    this.dispatchEvent(new TableViewEvent({ view }))
    this.#focusRows()
  }

  #closeDetail(): void {
    this._detail = false
    this.#focusRows()
  }

  #openFind(): void {
    this.#questions.openFind()
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.find input')?.focus())
  }

  #closeFind(): void {
    this.#questions.closeFind()
    this.#focusRows()
  }

  #focusRows(): void {
    this.#scroller?.focus({ preventScroll: true })
  }

  async #step(by: 1 | -1): Promise<void> {
    const place = await this.#questions.step(by)
    if (place) this.#goTo({ row: place.row, column: this.#grid.shownColumn(place.column) })
  }

  #retry(): void {
    if (this.#grid.failure === undefined) void this.#questions.ask(this.#questions.view)
    else this.#grid.retry()
    this.requestUpdate()
  }
}
