import { html, LitElement, nothing, type PropertyValues } from 'lit'
import { typeFamily, type Column, type TableFilter } from '@aw-flow/schema'
import { placePopover, type Anchor } from '../elements/place-popover.ts'
import { formatCount } from '../format.ts'
import { icon } from '../icons/icon.ts'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { withCode } from '../with-code.ts'
import { styles } from './aw-data-table.styles.ts'
import { isNumeric, typeIcons } from './format-cell.ts'
import { loading } from './page-cache.ts'
import { cellDetail } from './table/cell-detail.ts'
import type { CellChanges } from './table/cell-changes.ts'
import { isInRange, rangeOf, rangeSize, type CellPlace, type CellRange } from './table/cell-range.ts'
import { columnMenu, filterForm, isComplete } from './table/column-menu.ts'
import { copyCells, mostCopied } from './table/copy-cells.ts'
import { resizeColumn } from './table/resize-column.ts'
import { TableGrid } from './table/table-grid.ts'
import { movedBy } from './table/table-keys.ts'
import { TableQuestions } from './table/table-questions.ts'
import { placeUnder, TableSelection } from './table/table-selection.ts'
import { dataTableStrings, type DataTableStrings } from './table/table-strings.ts'
import { tableToolbar } from './table/table-toolbar.ts'
import { directionOf, filteredBy, nextDirection, sortedBy, wholeTable, type TableView } from './table/table-view.ts'
import { problemOf, type TableSource } from './table-source.ts'

/** A person has asked for other rows, or another order. */
export class TableViewEvent extends Event {
  static readonly type = 'aw-table-view'
  readonly view: TableView
  constructor(view: TableView) {
    super(TableViewEvent.type)
    this.view = view
  }
}

declare global {
  interface HTMLElementEventMap {
    'aw-table-view': TableViewEvent
  }
  interface HTMLElementTagNameMap {
    'aw-data-table': AwDataTable
  }
}

/**
 * A table of any number of rows and columns: only what is seen is in the page, pages are fetched as they are reached.
 * Arrow keys move the current cell, with Shift they select; Page Up and Down go by a view, Home and End along the row, with
 * Ctrl to the first and last row. Above the first row is the head: Enter opens a column's menu there, and the whole cell
 * elsewhere. Ctrl+C copies, Ctrl+F finds. What is sorted, filtered and found is asked of the source (`derive`).
 *
 * @event {TableViewEvent} aw-table-view - Other rows or another order were asked for; `view` has changed already.
 * @csspart scroller - What scrolls.
 * @csspart status - The line below, with the row count and the current cell.
 */
export class AwDataTable extends LitElement {
  static override styles = [tokens, controls, styles]
  static override properties = {
    source: { attribute: false },
    view: { attribute: false },
    changes: { attribute: false },
    label: {},
    strings: { attribute: false },
    _menu: { state: true },
    _detail: { state: true },
    _told: { state: true },
  }

  declare source: TableSource | undefined
  /** Which rows are shown, in which order. Another source begins whole, unless it comes with a view. */
  declare view: TableView
  /** Cells that are marked as changed. */
  declare changes: CellChanges | undefined
  declare label: string
  declare strings: DataTableStrings
  /** The column whose menu or filter is open. */
  declare private _menu: { column: Column; at: 'menu' | 'filter'; filter: TableFilter | undefined } | undefined
  declare private _detail: boolean
  /** What has just been done, or could not be. */
  declare private _told: string

  readonly #grid = new TableGrid(this.#gridHost())
  readonly #selection = new TableSelection(() => this.requestUpdate())
  #menuAnchor: Anchor | undefined
  readonly #questions = new TableQuestions({
    requestUpdate: () => this.requestUpdate(),
    showRows: (source) => this.#showRows(source),
  })

  constructor() {
    super()
    this.label = ''
    this.strings = dataTableStrings
    this.view = wholeTable
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
      if (!changed.has('view')) this.view = wholeTable
      this.#take(this.source)
    } else if (changed.has('view') && this.view !== this.#questions.view) void this.#questions.ask(this.view)
  }

  override updated(): void {
    this.#grid.layout()
    this.#grid.schedule()
    const popover = this.renderRoot.querySelector<HTMLElement>('[popover]')
    if (this._menu && this.#menuAnchor && popover && !popover.matches(':popover-open')) {
      placePopover(popover, this.#menuAnchor)
      popover.querySelector<HTMLElement>('[role=menuitem], select')?.focus()
    }
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
        onView: (next) => this.#ask(next),
        onFilter: (column, anchor) => this.#openFilter(column, anchor.getBoundingClientRect()),
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
      ${this.#renderStatus()} ${this._menu ? this.#renderMenu(this._menu) : nothing}
    `
  }

  #emptyWords(): string {
    const { source, strings } = this
    return !source ? strings.nothing : source.rows === 0 ? strings.empty : strings.noMatch
  }

  /** Moves the view so that a row (from 0) is seen. */
  scrollToRow(row: number): void {
    this.#grid.scrollToRow(row)
  }

  get #scroller(): HTMLElement | undefined {
    return this.renderRoot.querySelector<HTMLElement>('.scroller') ?? undefined
  }

  #gridHost(): ConstructorParameters<typeof TableGrid>[0] {
    const part = (selector: string): HTMLElement | undefined =>
      this.hasUpdated ? (this.renderRoot.querySelector<HTMLElement>(selector) ?? undefined) : undefined
    const isConnected = (): boolean => this.isConnected
    return {
      get scroller() {
        return part('.scroller')
      },
      get sizer() {
        return part('.sizer')
      },
      get isConnected() {
        return isConnected()
      },
      requestUpdate: () => this.requestUpdate(),
      marks: () => this.#marks(),
    }
  }

  #marks(): ReturnType<ConstructorParameters<typeof TableGrid>[0]['marks']> {
    const { current, range } = this.#selection
    const isMany = range !== undefined && (range.firstRow !== range.lastRow || range.firstColumn !== range.lastColumn)
    const { columns } = this.#grid
    return {
      current,
      nullWord: this.strings.null,
      numberOf: (row) => (this.#hasPlace(row) ? formatCount(this.#placeOf(row) + 1) : ''),
      isSelected: (row, column) => isMany && isInRange(range, row, column),
      isChanged: (row, column) =>
        this.changes !== undefined &&
        this.#hasPlace(row) &&
        this.changes.at(this.#placeOf(row), columns[column]?.name ?? '') !== undefined,
    }
  }

  #renderHead(column: Column, index: number): unknown {
    const { strings } = this
    const { left, width } = this.#grid.placeOf(index)
    const { current } = this.#selection
    const direction = directionOf(this.#questions.view, column.name)
    const isCurrent = current?.row === -1 && current.column === index
    const { canAsk } = this.#questions
    return html`<div
      class="cell ${isNumeric(column.type) ? 'number' : ''} ${index < this.#grid.pinned.length ? 'pinned' : ''} ${canAsk ? 'sortable' : ''} ${isCurrent ? 'current' : ''}"
      role="columnheader"
      id=${isCurrent ? 'current' : nothing}
      aria-colindex=${index + 2}
      aria-sort=${direction ?? (canAsk ? 'none' : nothing)}
      title="${column.name} (${column.type})"
      .style=${`left: ${left}px; width: ${width}px`}
    >
      ${icon(typeIcons[typeFamily(column.type)])}
      <span class="name" @click=${(event: MouseEvent) => this.#sortByHead(column.name, event.shiftKey)}
        >${column.name}</span
      >
      ${
        direction
          ? html`<span class="direction"
              >${icon(direction === 'ascending' ? 'arrow-up-narrow-wide' : 'arrow-down-wide-narrow')}</span
            >`
          : nothing
      }
      <button
        type="button"
        class="quiet icon menu-button"
        tabindex="-1"
        aria-haspopup="menu"
        aria-expanded=${this._menu?.column === column ? 'true' : 'false'}
        aria-label=${strings.menu(column.name)}
        @click=${(event: Event) => this.#openMenu(column, (event.currentTarget as Element).getBoundingClientRect())}
      >
        ${icon('ellipsis-vertical')}
      </button>
      <span
        class="grip"
        title=${strings.resize(column.name)}
        @pointerdown=${(event: PointerEvent) =>
          resizeColumn(event, width, (wanted) => this.#grid.setWidth(index, wanted))}
      ></span>
    </div>`
  }

  #renderStatus(): unknown {
    const { source, strings } = this
    const { shown, failure, isBusy, canAsk } = this.#questions
    const unread = this.#grid.failure
    const problem = unread ?? failure
    const { range } = this.#selection
    const size = range && rangeSize(range)
    return html`<div class="status" part="status">
      ${
        source
          ? html`<span class="size"
              >${shown && shown.rows !== source.rows ? strings.sizeOf(shown.rows, source.rows) : strings.size(source.rows, source.columns.length)}</span
            >`
          : nothing
      }
      ${
        this.changes && this.changes.count > 0
          ? html`<span class="info">${strings.changes(this.changes.count)}</span>`
          : nothing
      }
      ${isBusy ? html`<span role="status">${strings.working}</span>` : nothing}
      ${
        problem === undefined
          ? nothing
          : html`<span class="bad" role="alert"
                >${unread === undefined ? withCode(problemOf(problem).message) : strings.failed(problemOf(problem).message)}</span
              >
              <button @click=${this.#retry}>${strings.retry}</button>`
      }
      ${this._told === '' ? nothing : html`<span role="status">${this._told}</span>`}
      ${size && size.rows * size.columns > 1 ? html`<span>${strings.selected(size.rows, size.columns)}</span>` : nothing}
      ${this.#renderCurrent()}
      ${
        canAsk
          ? html`<button
              type="button"
              class="quiet icon"
              aria-label=${strings.find}
              title=${strings.find}
              @click=${() => this.#openFind()}
            >
              ${icon('search')}
            </button>`
          : nothing
      }
    </div>`
  }

  #renderCurrent(): unknown {
    const { current } = this.#selection
    const column = current && this.#grid.columns[current.column]
    if (!current || !column || current.row < 0) return nothing
    const text = this.#grid.text(current.row, current.column)
    return html`<span class="at">${this.strings.at(this.#placeOf(current.row) + 1, column.name)}</span>
      <span class="value" title=${typeof text === 'string' ? text : nothing}
        >${text === loading ? '' : (text ?? this.strings.null)}</span
      >`
  }

  #renderDetail(): unknown {
    const { current } = this.#selection
    const column = current && this.#grid.columns[current.column]
    if (!current || !column || current.row < 0) return nothing
    const text = this.#grid.text(current.row, current.column)
    const row = this.#placeOf(current.row)
    return cellDetail({
      row: row + 1,
      column,
      text: text === loading ? '' : text,
      change: this.changes?.at(row, column.name),
      strings: this.strings,
      onCopy: () => void this.#copy(rangeOf(current, current)),
      onClose: () => this.#closeDetail(),
    })
  }

  #renderMenu({ column, at, filter }: NonNullable<AwDataTable['_menu']>): unknown {
    const { strings } = this
    const { view, canAsk } = this.#questions
    const close = (act: () => void) => (): void => {
      this.#closeMenu()
      act()
    }
    const onToggle = (event: Event): void => {
      if ((event as ToggleEvent).newState === 'closed') this.#closeMenu()
    }
    return html`<div popover="auto" @toggle=${onToggle} @keydown=${(event: Event) => event.stopPropagation()}>
      ${
        at === 'filter'
          ? filterForm(column, filter, strings, {
              onChange: (next) => (this._menu = { column, at, filter: next }),
              onApply: close(() =>
                this.#ask(filteredBy(view, column.name, filter && isComplete(filter) ? filter : undefined)),
              ),
              onClear: close(() => this.#ask(filteredBy(view, column.name, undefined))),
            })
          : columnMenu({
              column,
              strings,
              direction: directionOf(view, column.name),
              isPinned: this.#grid.pinned.includes(column.name),
              canDerive: canAsk,
              onSort: (direction) => close(() => this.#ask(sortedBy(view, column.name, direction)))(),
              onFilter: () => {
                const anchor = this.#menuAnchor
                this.#closeMenu()
                if (anchor) void this.updateComplete.then(() => this.#openFilter(column.name, anchor))
              },
              onPin: close(() => {
                this.#selection.clear()
                this.#grid.pin(column.name)
              }),
              onFit: close(() => this.#grid.fit(column)),
              onCopyName: close(() => void this.#write(column.name, 1)),
            })
      }
    </div>`
  }

  #take(source: TableSource | undefined): void {
    this._detail = false
    this._menu = undefined
    this._told = ''
    this.#grid.open(source)
    this.#questions.open(source, this.view)
  }

  /** Other rows of the same columns. */
  #showRows(source: TableSource | undefined): void {
    this.#grid.showRows(source)
    this.#selection.clear()
  }

  #hasPlace(row: number): boolean {
    const { placeAt } = this.#questions
    return placeAt < 0 || this.#grid.hidden(row, placeAt) !== loading
  }

  /** A shown row's place in the source, from 0. */
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
            c: () => void this.#copy(this.#selection.range),
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

  /** What Enter does: the menu of a head, the whole of a cell. */
  #open(): void {
    const { current } = this.#selection
    const column = current && this.#grid.columns[current.column]
    if (!column) return
    if (current.row >= 0) this._detail = !this._detail
    else this.#openMenu(column, this.renderRoot.querySelector('#current')?.getBoundingClientRect() ?? new DOMRect())
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
    // A row's number stands for the whole row.
    if (place.column < 0) {
      this.#selection.takeRow(place.row, this.#grid.columns.length, event.shiftKey)
      return
    }
    if (event.shiftKey) event.preventDefault()
    this.#selection.goTo(place, event.shiftKey)
    if (event.pointerType === 'mouse') this.#selection.followDrag(place)
  }

  async #copy(range: CellRange | undefined): Promise<void> {
    const { shown } = this.#questions
    if (!range || !shown) return
    const { rows, columns } = rangeSize(range)
    if (rows * columns > mostCopied) {
      this._told = this.strings.copyTooMany(rows * columns, mostCopied)
      return
    }
    try {
      await this.#write(await copyCells(shown, range, (column) => this.#grid.sourceColumn(column)), rows * columns)
    } catch (cause) {
      this._told = this.strings.failed(problemOf(cause).message)
    }
  }

  async #write(text: string, cells: number): Promise<void> {
    try {
      await navigator.clipboard.writeText(text)
      this._told = this.strings.copied(cells)
    } catch {
      this._told = this.strings.copyFailed
    }
  }

  #ask(view: TableView): void {
    this.view = view
    void this.#questions.ask(view)
    this.dispatchEvent(new TableViewEvent(view))
    this.#scroller?.focus({ preventScroll: true })
  }

  #sortByHead(column: string, add: boolean): void {
    const { view, canAsk } = this.#questions
    if (canAsk) this.#ask(sortedBy(view, column, nextDirection(directionOf(view, column)), add))
  }

  #openMenu(column: Column, anchor: Anchor): void {
    this.#menuAnchor = anchor
    this._menu = { column, at: 'menu', filter: undefined }
  }

  #openFilter(name: string, anchor: Anchor): void {
    const column = this.source?.columns.find((one) => one.name === name)
    if (!column) return
    this.#menuAnchor = anchor
    this._menu = { column, at: 'filter', filter: this.#questions.view.filters.find((one) => one.column === name) }
  }

  #closeMenu(): void {
    if (!this._menu) return
    this._menu = undefined
    this.#scroller?.focus({ preventScroll: true })
  }

  #closeDetail(): void {
    this._detail = false
    this.#scroller?.focus({ preventScroll: true })
  }

  #openFind(): void {
    this.#questions.openFind()
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.find input')?.focus())
  }

  #closeFind(): void {
    this.#questions.closeFind()
    this.#scroller?.focus({ preventScroll: true })
  }

  async #step(by: 1 | -1): Promise<void> {
    const place = await this.#questions.step(by)
    if (place) this.#goTo({ row: place.row, column: this.#grid.shownColumn(place.column) })
  }

  #retry = (): void => {
    if (this.#grid.failure === undefined) void this.#questions.ask(this.#questions.view)
    else this.#grid.retry()
    this.requestUpdate()
  }
}
