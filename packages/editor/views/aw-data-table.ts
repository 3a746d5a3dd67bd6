import { defineEvent, localEventInit } from '../define-event.ts'
import { ExtensionsController } from '../extensions/extensions-controller.ts'
import { html, nothing, type PropertyValues } from 'lit'
import type { Column } from '@aw-flow/schema'
import { rowIndexColumn } from '@aw-flow/schema/internal'
import { formatCount } from '@aw-flow/messages'
import { controls } from '../styles/controls.styles.ts'
import { tokens } from '../styles/tokens.styles.ts'
import { styles } from './aw-data-table.styles.ts'
import { LinkedView } from './linked-view.ts'
import { loading } from './page-cache.ts'
import { renderCellDetail } from './table/cells/cell-detail.ts'
import type { CellChanges } from './table/cells/cell-changes.ts'
import { CellEditor } from './table/cells/cell-editor.ts'
import { CellLineage } from './table/cells/cell-lineage.ts'
import { isInRange, createRange, getRangeSize, type CellPosition } from './table/cells/cell-range.ts'
import { TableDistributions } from './table/columns/column-shares.ts'
import { ColumnPopover } from './table/columns/column-popover.ts'
import { TableCopier } from './table/cells/table-copier.ts'
import { TableDownload } from './table/table-download.ts'
import { TableGrid } from './table/table-grid.ts'
import type { TableTools } from './table/table-tools.ts'
import { renderTableHeader } from './table/table-header.ts'
import { getTargetCell } from './table/table-keys.ts'
import { TableQueries } from './table/table-queries.ts'
import { findCell, TableSelection } from './table/table-selection.ts'
import { renderTableStatus } from './table/table-status.ts'
import { dataTableStrings, type DataTableStrings } from './table/table-strings.ts'
import { renderTableToolbar } from './table/table-toolbar.ts'
import {
  getDirection,
  isUnfiltered,
  getNextDirection,
  resetView,
  sortBy,
  toggleHidden,
  togglePinned,
  unfilteredView,
  type NodeChain,
  type TableView,
} from './table/table-view.ts'
import { toProblem, type TableSource } from './table-source.ts'
import { getKey } from '../get-key.ts'
import { renderProblemSentences } from '../language/render-problem.ts'
import { element } from '../element.ts'

/** Fired when the user edits a cell of the editable column. @public */
export class CellEditEvent extends defineEvent<{
  /** The row number in the source, starting at 1. */
  readonly row: number
  /** The column name. */
  readonly column: string
  /** The cell's text before the edit, or `null` if the value was null. */
  readonly before: string | null
  /** The entered text. */
  readonly value: string
}>('aw-cell-edit', localEventInit) {}
/** Fired when the user chooses to transform a column by example. @public */
export class ColumnTransformEvent extends defineEvent<{
  /** The column name. */
  readonly column: string
}>('aw-column-transform', localEventInit) {}
/**
 * Fired when the user asks to add nodes to the workflow, either nodes that apply the table's filters, sort order,
 * groups and hidden columns, or a node with the statement that answers a question.
 *
 * @public
 */
export class ViewNodesEvent extends defineEvent<{
  /** The table's filters, sort order, groups and hidden columns, or the nodes to add. */
  readonly view: TableView | NodeChain
  /** Returns a message about the added nodes, in the language of the table, given their labels. */
  readonly describe: (labels: readonly string[]) => string
}>('aw-view-nodes', localEventInit) {}
/** Fired when the user changes the filters or the sort order. @public */
export class TableViewEvent extends defineEvent<{
  /** The filters and sort order after the change. */
  readonly view: TableView
}>('aw-table-view', localEventInit) {}

declare global {
  interface HTMLElementEventMap {
    'aw-cell-edit': CellEditEvent
    'aw-column-transform': ColumnTransformEvent
    'aw-table-view': TableViewEvent
    'aw-view-nodes': ViewNodesEvent
  }
  interface HTMLElementTagNameMap {
    'aw-data-table': AwDataTable
  }
}

/**
 * Shows a table with any number of rows and columns. Only visible cells are rendered, and pages are loaded as they
 * scroll into view. Arrow keys move the current cell, or extend the selection when Shift is held. Page Up and Page Down
 * move by one page, Home and End move to the ends of the row, and Ctrl+arrow keys move to the first or last row or
 * column. Enter opens the cell details or, in the header row, the column menu. Ctrl+C copies and Ctrl+F searches. In
 * the `editable` column, pressing Enter or F2, double-clicking or typing edits the cell.
 * The source sorts, filters and searches the rows (`derive`) and can write the result to a file (`write`).
 *
 * @event {CellEditEvent} aw-cell-edit - Fired when the user edits a cell of the `editable` column.
 * @event {ColumnTransformEvent} aw-column-transform - Fired when the user chooses to transform a column by example.
 * @event {TableViewEvent} aw-table-view - Fired when the user changes the filters or the sort order. The new value is
 * in `view`.
 * @event {ViewNodesEvent} aw-view-nodes - Fired when the user asks to add nodes that apply the filters, sort order and
 * groups, or a node that answers a question.
 * @csspart scroller - The scroll container.
 * @csspart status - The line below the table that shows the row count and the current cell.
 * @csspart download-button - The table's download button.
 * @csspart download-more - The button that opens the menu of other download formats.
 *
 * @public
 */
export class AwDataTable extends element(
  {
    source: undefined as TableSource | undefined,
    /** Filters and sort order of the rows. Setting a new source resets them unless a view is set at the same time. */
    view: unfilteredView as TableView,
    /** Cells marked as changed. The cell details explain a change if its reason is known. */
    changes: undefined as CellChanges | undefined,
    /**
     * The name of the column whose cells can be edited. Edits are only reported as events; the source does not change.
     */
    editable: undefined as string | undefined,
    /** Whether column menus offer to transform the column by example. */
    transformable: false,
    /** Whether the filters, sort order and groups can be added to the workflow as nodes. */
    insertable: false,
    /**
     * Whether linked elements with the same source share the view. The view is kept even while no such element is shown.
     */
    linked: false,
    label: '',
    strings: dataTableStrings as DataTableStrings,
    _isDetailOpen: false,
    /** The result of the last action, shown in the status line. */
    _message: '',
    /** Undefined until loaded. */
    _tools: undefined as TableTools | undefined,
  },
  {
    editable: {},
    transformable: { type: Boolean },
    insertable: { type: Boolean },
    linked: { type: Boolean },
    label: {},
  },
) {
  static override styles = [tokens, controls, ...styles]

  readonly #extensions = new ExtensionsController(this)
  readonly #linkedView = new LinkedView(this, (view) => (this.view = view))
  readonly #grid = new TableGrid(this.#createGridHost())
  readonly #selection = new TableSelection(() => this.requestUpdate())
  readonly #lineage = new CellLineage(() => this.requestUpdate())
  readonly #queries = new TableQueries(this, (source) => {
    this.#showRows(source)
    this.#selection.clear()
  })
  readonly #copier = new TableCopier({
    getStrings: () => this.strings,
    getColumns: () => this.#grid.columns,
    toSourceColumn: (column) => this.#grid.toSourceColumn(column),
    report: (message) => (this._message = message),
  })
  readonly #download = new TableDownload({
    getLabel: () => this.label,
    getStrings: () => this.strings,
    requestUpdate: () => this.requestUpdate(),
    report: (message) => (this._message = message),
  })
  readonly #editor = new CellEditor({
    getBounds: ({ row, column }) => this.#grid.getCellBounds(row, column),
    getLabel: ({ row, column }) =>
      this.strings.editCell(this.#toSourceRow(row) + 1, this.#grid.columns[column]?.name ?? ''),
    requestUpdate: () => this.requestUpdate(),
    onCommit: ({ row, column }, value) => {
      const text = this.#grid.getText(row, column)
      this.dispatchEvent(
        new CellEditEvent({
          row: this.#toSourceRow(row) + 1,
          column: this.#grid.columns[column]?.name ?? '',
          before: typeof text === 'string' ? text : null,
          value,
        }),
      )
    },
    onClosed: () => this.#focusRows(),
  })
  readonly #distributions = new TableDistributions(() => this.requestUpdate())
  readonly #popover = new ColumnPopover(this.#createPopoverHost())

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#grid.stop()
    this.#distributions.stop()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#grid.start()
    this.#distributions.start()
  }

  override firstUpdated(): void {
    this.#grid.start()
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('strings')) void this.#loadTools(this.strings.language)
    if (changed.has('source')) {
      const linkedView = this.#linkedView.link(this.linked ? this.source : undefined)
      // On the first update, `view` is the default from the constructor, not a value set by the host.
      if (!changed.has('view') || this.view === unfilteredView) this.view = linkedView ?? unfilteredView
      this.#openSource(this.source)
    } else if (changed.has('view') && this.view !== this.#queries.view) void this.#queries.query(this.view)
    if (changed.has('view')) {
      this.#linkedView.setView(this.view)
      this.#grid.setSortedColumns(this.view.sort.map(({ column }) => column))
    }
    if (changed.has('source') || changed.has('view')) this.#grid.setPinnedColumns(this.view.pinned ?? [])
    if (['source', 'view', '_tools'].some((name) => changed.has(name))) this.#updateFormatters()
  }

  override updated(): void {
    this.#grid.updateTotalSize()
    this.#grid.scheduleRender()
    this.#popover.place(this.renderRoot)
    this.#editor.focus(this.renderRoot)
  }

  override render(): unknown {
    const { strings } = this
    const { displayedSource, view } = this.#queries
    const { current } = this.#selection
    const { columns, headerColumns, rowNumberWidth } = this.#grid
    return html`
      ${renderTableToolbar({
        view,
        strings,
        find: this.#queries.activeSearch,
        download: this.#download.render(this.source, view),
        onViewChange: (newView) => this.#applyView(newView),
        onFilter: (name, anchor) => void this.#openFilter(name, anchor),
        tools: this._tools,
        columns: this.source?.columns ?? [],
        onOpenGroups: (anchor) => this.#popover.openGroups(anchor.getBoundingClientRect()),
        onOpenHiddenColumns: (anchor) => this.#openHiddenColumns(anchor),
        onAddNodes: this.insertable
          ? () => this.dispatchEvent(new ViewNodesEvent({ view, describe: this.#describeNodes }))
          : undefined,
        onFind: (text) => this.#queries.search(text, () => void this.#step(1)),
        onStep: (direction) => void this.#step(direction),
        onFindClose: () => this.#closeFind(),
      })}
      <div class="main ${this.#grid.failure === undefined ? '' : 'unreadable'}">
        <div
          class="scroller"
          part="scroller"
          role="grid"
          tabindex="0"
          aria-label=${this.label || strings.label}
          aria-rowcount=${(displayedSource?.rows ?? 0) + 1}
          aria-colcount=${columns.length + 1}
          aria-activedescendant=${current ? 'current' : nothing}
          aria-busy=${this.#queries.isBusy ? 'true' : nothing}
          aria-multiselectable="true"
          aria-readonly=${this.editable === undefined ? 'true' : 'false'}
          @keydown=${this.#onKeydown}
          @pointerdown=${this.#onPointerDown}
          @dblclick=${() => current && current.row >= 0 && !this.#editCurrentCell() && (this._isDetailOpen = true)}
        >
          <div class="sizer">
            <div class="head ${this.#distributions.isSupported ? 'with-shares' : ''}" role="row" aria-rowindex="1">
              <span class="index" role="columnheader" aria-colindex="1" .style=${`width: ${rowNumberWidth}px`}
                ><span class="visually-hidden">${strings.row}</span></span
              >
              ${headerColumns.map((index) => this.#renderHead(columns[index]!, index))}
            </div>
            ${this.#editor.render()}
          </div>
          ${this.#renderNote()}
        </div>
        ${this._isDetailOpen ? this.#renderDetail() : nothing}
      </div>
      ${this.#renderStatus()} ${this.#popover.render()}
    `
  }

  /** Renders why there are no rows. */
  #renderNote(): unknown {
    const { source, strings } = this
    const { displayedSource } = this.#queries
    const problem = this.#grid.failure === undefined ? undefined : toProblem(this.#grid.failure)
    if (problem?.severity === 'info')
      return html`<div class="note" role="status">${renderProblemSentences(problem, strings.renderText)}</div>`
    if (displayedSource && displayedSource.rows > 0) return nothing
    const text = !source ? strings.noTable : source.rows === 0 ? strings.empty : strings.noMatch
    return html`<div class="note">${text}</div>`
  }

  /** Scrolls to a row, given its index (from 0). */
  scrollToRow(row: number): void {
    this.#grid.scrollToRow(row)
  }

  /**
   * Scrolls to a cell, makes it current and focuses the table, given the row index in the source (from 0). Removes
   * filters and sorting if there are any. Uses the first column if `column` is missing or unknown.
   */
  showCell(row: number, column?: string): void {
    if (!isUnfiltered(this.#queries.view)) this.#applyView(resetView(this.#queries.view))
    const index = this.#grid.columns.findIndex(({ name }) => name === column)
    this.#moveTo({ row, column: Math.max(0, index) })
    this.#focusRows()
  }

  get #scroller(): HTMLElement | undefined {
    return this.renderRoot.querySelector<HTMLElement>('.scroller') ?? undefined
  }

  #createGridHost(): ConstructorParameters<typeof TableGrid>[0] {
    const findPart = (selector: string): HTMLElement | undefined =>
      this.hasUpdated ? (this.renderRoot.querySelector<HTMLElement>(selector) ?? undefined) : undefined
    const isConnected = (): boolean => this.isConnected
    const getLanguage = (): string => this.strings.language
    return {
      get scroller() {
        return findPart('.scroller')
      },
      get sizer() {
        return findPart('.sizer')
      },
      get language() {
        return getLanguage()
      },
      get isConnected() {
        return isConnected()
      },
      requestUpdate: () => this.requestUpdate(),
      getBodyOptions: () => this.#getBodyOptions(),
    }
  }

  #createPopoverHost(): ConstructorParameters<typeof ColumnPopover>[0] {
    return {
      grid: this.#grid,
      getStrings: () => this.strings,
      getTools: () => this._tools,
      getSource: () => this.source,
      getView: () => this.#queries.view,
      canQuery: () => this.#queries.canQuery,
      whenRendered: () => this.updateComplete,
      requestUpdate: () => this.requestUpdate(),
      query: (view) => this.#applyView(view),
      format: (view) => this.#setView(view),
      pin: (column) => {
        this.#selection.clear()
        this.#setView(togglePinned(this.#queries.view, column))
      },
      getTransform: () =>
        this.transformable ? (column) => this.dispatchEvent(new ColumnTransformEvent({ column })) : undefined,
      copyName: (column) => void this.#copier.copyText(column, 1),
      onClosed: () => this.#focusRows(),
    }
  }

  #getBodyOptions(): ReturnType<ConstructorParameters<typeof TableGrid>[0]['getBodyOptions']> {
    const { current, range } = this.#selection
    const hasMultipleCells =
      range !== undefined && (range.firstRow !== range.lastRow || range.firstColumn !== range.lastColumn)
    const { columns } = this.#grid
    const { cellRenderers } = this.#extensions
    return {
      current,
      nullLabel: this.strings.null,
      findRenderer: (column) => column && cellRenderers.find((renderer) => renderer.matches(column)),
      formatRowNumber: (row) =>
        this.#isSourceRowKnown(row) ? formatCount(this.#toSourceRow(row) + 1, this.strings.language) : '',
      isSelected: (row, column) => hasMultipleCells && isInRange(range, row, column),
      isChanged: (row, column) =>
        this.#queries.view.groups === undefined &&
        this.changes !== undefined &&
        this.#isSourceRowKnown(row) &&
        this.changes.getChange(this.#toSourceRow(row), columns[column]?.name ?? '') !== undefined,
    }
  }

  #renderHead(column: Column, index: number): unknown {
    const { current } = this.#selection
    const { view, canQuery } = this.#queries
    const direction = getDirection(view, column.name)
    return renderTableHeader({
      column,
      index,
      ...this.#grid.getColumnBounds(index),
      isPinned: index < this.#grid.pinnedColumns.length,
      isCurrent: current?.row === -1 && current.column === index,
      isMenuOpen: this.#popover.isOpenFor(column),
      canSort: canQuery,
      direction,
      rank: view.sort.length > 1 ? view.sort.findIndex((sort) => sort.column === column.name) + 1 : 0,
      shares: view.groups ? undefined : this.#distributions.get(column.name),
      strings: this.strings,
      onSort: (shouldAdd) =>
        canQuery && this.#applyView(sortBy(view, column.name, getNextDirection(direction), shouldAdd)),
      onMenu: (anchor) => this.#popover.openMenu(column, anchor),
      onResize: (newWidth) => this.#grid.setWidth(index, newWidth),
    })
  }

  #renderStatus(): unknown {
    const { source, strings } = this
    const { displayedSource, failure, isBusy, canQuery } = this.#queries
    const { range } = this.#selection
    const cell = this.#getCurrentCell()
    return renderTableStatus({
      strings,
      size: source && this.#getTableSize(source),
      changedCellCount: this.changes?.count ?? 0,
      isBusy,
      readFailure: this.#grid.failure,
      failure,
      message: this._message,
      selectionSize: range && getRangeSize(range),
      currentCell: cell && {
        row: cell.sourceRow + 1,
        column: cell.column.name,
        text: cell.text,
      },
      canFind: canQuery,
      copyLabel: this._tools?.strings.copyAs,
      onCopy: displayedSource && displayedSource.rows > 0 ? (anchor) => this.#openCopyMenu(anchor) : undefined,
      askLabel: this._tools?.strings.ask.open,
      onAsk: this.insertable && source?.ask ? (anchor) => this.#openAskPanel(source, anchor) : undefined,
      onRetry: () => this.#retry(),
      onFind: () => this.#openFind(),
    })
  }

  /** Returns the current cell and its row index in the source. */
  #getCurrentCell() {
    const { current } = this.#selection
    const column = current && this.#grid.columns[current.column]
    if (!current || !column || current.row < 0) return undefined
    const text = this.#grid.getText(current.row, current.column)
    return { current, column, sourceRow: this.#toSourceRow(current.row), text: typeof text === 'symbol' ? '' : text }
  }

  #renderDetail(): unknown {
    const cell = this.#getCurrentCell()
    if (!cell) return nothing
    const { current, column, sourceRow, text } = cell
    this.#grid.loadRow(current.row)
    return renderCellDetail({
      row: sourceRow + 1,
      column,
      text,
      length: this.#grid.getLength(current.row, current.column),
      change: this.changes?.getChange(sourceRow, column.name),
      history: this.#lineage.get(this.changes, sourceRow, column.name),
      strings: this.strings,
      onCopy: () => void this.#copier.copyRange(this.#queries.displayedSource, createRange(current, current)),
      onClose: () => this.#closeDetail(),
    })
  }

  #openSource(source: TableSource | undefined): void {
    this._isDetailOpen = false
    this._message = ''
    this.#editor.close()
    this.#popover.discard()
    this.#grid.setSource(source)
    this.#gridColumns = source?.columns ?? []
    this.#distributions.setSource(source)
    this.#queries.setSource(source, this.view)
  }

  async #loadTools(language: string): Promise<void> {
    try {
      const tools = await (await import('./table/table-tools.ts')).createTableTools(language)
      if (this.strings.language === language) this._tools = tools
    } catch {
      // Sorting and filtering also work without the tools.
    }
  }

  /** Opens the filter form of a column, which is one of the lazily loaded table tools. */
  async #openFilter(name: string, anchor: HTMLElement): Promise<void> {
    if (!this._tools) await this.#loadTools(this.strings.language)
    const column = this.source?.columns.find((candidate) => candidate.name === name)
    if (column) this.#popover.openFilter(column, anchor.getBoundingClientRect())
  }

  #describeNodes = (labels: readonly string[]): string => this._tools?.strings.nodesAdded(labels) ?? labels.join(', ')

  /** Displays a derived source. If the rows are grouped, its columns differ from the table's. */
  #showRows(source: TableSource | undefined): void {
    const { view } = this.#queries
    const isGrouped = view.groups !== undefined && source !== this.source
    const columns = isGrouped ? source?.columns.filter(({ name }) => name !== rowIndexColumn) : this.source?.columns
    if (columns && source && !hasSameColumns(columns, this.#gridColumns)) this.#grid.setSource({ ...source, columns })
    this.#gridColumns = columns ?? []
    this.#grid.setHiddenColumns(isGrouped ? [] : (view.hidden ?? []))
    this.#grid.setPinnedColumns(view.pinned ?? [])
    this.#updateFormatters()
    this.#grid.showRows(source)
  }
  #gridColumns: readonly Column[] = []

  #updateFormatters(): void {
    const { formats = noFormats } = this.view
    if (this.#formatterInputs?.formats === formats && this.#formatterInputs.tools === this._tools && this.#formatterInputs.columns === this.#gridColumns) return // oxfmt-ignore
    this.#formatterInputs = { formats, tools: this._tools, columns: this.#gridColumns }
    this.#grid.setFormatters(this._tools?.createFormatters(this.#gridColumns, formats) ?? new Map())
  }
  #formatterInputs: { formats: object; tools: TableTools | undefined; columns: readonly Column[] } | undefined

  /** Opens a menu of the hidden columns. Selecting a column shows it again. */
  #openHiddenColumns(anchor: HTMLElement): void {
    const { view } = this.#queries
    const choices = (view.hidden ?? []).map((name) => ({
      label: name,
      icon: 'columns-3',
      onSelect: () => this.#applyView(toggleHidden(view, name)),
    }))
    this.#openMenu(this._tools?.strings.hiddenColumns, choices, anchor)
  }

  /**
   * Opens a menu of text formats. Selecting one copies the selected cells, or all displayed cells if at most one is
   * selected.
   */
  #openCopyMenu(anchor: HTMLElement): void {
    const { displayedSource } = this.#queries
    const { range } = this.#selection
    const size = range && getRangeSize(range)
    const fullRange = createRange(
      { row: 0, column: 0 },
      { row: (displayedSource?.rows ?? 0) - 1, column: this.#grid.columns.length - 1 },
    )
    const copiedRange = range && size && size.rows * size.columns > 1 ? range : fullRange
    const tools = this._tools
    if (!tools) return
    const choices = tools.copyFormats.map((format) => ({
      label: tools.strings.copyFormats[format],
      icon: 'copy',
      onSelect: () =>
        void this.#copier.copyRange(displayedSource, copiedRange, (columns, rows) =>
          tools.formatRange(format, columns, rows),
        ),
    }))
    this.#openMenu(tools.strings.copyAs, choices, anchor)
  }

  /** Opens the panel for asking a question about the table. */
  #openAskPanel(source: TableSource, anchor: HTMLElement): void {
    const tools = this._tools
    if (!tools) return
    const panel = new tools.AskPanel({
      ...this.#popover.createPanelOptions(tools),
      source,
      onAdd: (view) => this.dispatchEvent(new ViewNodesEvent({ view, describe: this.#describeNodes })),
    })
    this.#popover.openPanel(panel, anchor.getBoundingClientRect())
  }

  #openMenu(
    label: string | undefined,
    choices: Parameters<TableTools['createChoiceMenu']>[1],
    anchor: HTMLElement,
  ): void {
    const menu = this._tools?.createChoiceMenu(label ?? '', choices, () => this.#popover.close())
    if (menu) this.#popover.openPanel(menu, anchor.getBoundingClientRect())
  }

  /** Returns the size of the table. If the rows are grouped, this is the size of the grouped table. */
  #getTableSize(source: TableSource): { rows: number; columns: number; displayedRows: number } {
    const { displayedSource, view } = this.#queries
    const displayedRows = displayedSource?.rows ?? source.rows
    return view.groups && displayedSource !== source
      ? { rows: displayedRows, columns: this.#grid.columns.length, displayedRows }
      : { rows: source.rows, columns: source.columns.length, displayedRows }
  }

  #isSourceRowKnown(row: number): boolean {
    const { rowIndexColumnIndex: rowIndexColumn } = this.#queries
    return rowIndexColumn < 0 || this.#grid.getSourceCell(row, rowIndexColumn) !== loading
  }

  /** Returns the source index (from 0) of a displayed row. */
  #toSourceRow(row: number): number {
    const { rowIndexColumnIndex: rowIndexColumn } = this.#queries
    const sourceRow = rowIndexColumn < 0 ? row : this.#grid.getSourceCell(row, rowIndexColumn)
    return typeof sourceRow === 'symbol' ? row : Number(sourceRow ?? row)
  }

  #onKeydown = (event: KeyboardEvent): void => {
    const { displayedSource } = this.#queries
    const hasModifier = event.ctrlKey || event.metaKey
    if (event.target !== event.currentTarget || event.altKey) return
    const key = getKey(event)
    const columnCount = this.#grid.columns.length
    const actions: Record<string, () => void> = {
      ...(hasModifier
        ? {
            c: () => void this.#copier.copyRange(displayedSource, this.#selection.range),
            f: () => this.#openFind(),
            a: () => this.#selection.selectAll(displayedSource?.rows ?? 0, columnCount),
          }
        : {}),
      Enter: () => void (this.#editCurrentCell() || this.#openCurrentCell()),
      F2: () => void this.#editCurrentCell(),
      ...(this._isDetailOpen ? { Escape: () => this.#closeDetail() } : {}),
    }
    if (hasModifier && key === 'f' && !this.#queries.canQuery) return
    const action = actions[key]
    if (action) {
      event.preventDefault()
      action()
      return
    }
    if (!hasModifier && key.length === 1 && key !== ' ' && this.#editCurrentCell(key)) {
      event.preventDefault()
      return
    }
    if (!displayedSource || columnCount === 0) return
    const { current } = this.#selection
    const start = current ?? { row: this.#grid.firstRow, column: 0 }
    const size = {
      rowCount: displayedSource.rows,
      columnCount,
      pageSize: this.#grid.rowsPerPage,
      hasHeader: !event.shiftKey,
    }
    const target = getTargetCell(event, start, size)
    if (!target) return
    event.preventDefault()
    const isFirst = current === undefined && key.startsWith('Arrow') && !hasModifier && displayedSource.rows > 0
    this.#moveTo(isFirst ? start : target, event.shiftKey, start)
  }

  /** Starts editing the current cell if it is editable and loaded. Returns whether editing has started. */
  #editCurrentCell(typedText?: string): boolean {
    const { current } = this.#selection
    if (!current || current.row < 0 || this.editable === undefined) return false
    if (this.#grid.columns[current.column]?.name !== this.editable) return false
    const text = this.#grid.getText(current.row, current.column)
    if (text === loading) return false
    this.#editor.open(current, text ?? '', typedText)
    return true
  }

  /** Opens the column menu if the current cell is a header; otherwise toggles the cell details. */
  #openCurrentCell(): void {
    const { current } = this.#selection
    const column = current && this.#grid.columns[current.column]
    if (!column) return
    if (current.row >= 0) this._isDetailOpen = !this._isDetailOpen
    else
      this.#popover.openMenu(
        column,
        this.renderRoot.querySelector('#current')?.getBoundingClientRect() ?? new DOMRect(),
      )
  }

  #moveTo(cell: CellPosition, shouldExtend = false, anchor?: CellPosition): void {
    this._message = ''
    this.#selection.moveTo(cell, shouldExtend, anchor)
    if (cell.row >= 0) this.#grid.scrollToRow(cell.row)
    this.#grid.scrollToColumn(cell.column)
  }

  #onPointerDown = (event: PointerEvent): void => {
    const cell = findCell(event)
    if (!cell || event.button !== 0) return
    this._message = ''
    // Clicking a row number selects the entire row.
    if (cell.column < 0) {
      this.#selection.selectRow(cell.row, this.#grid.columns.length, event.shiftKey)
      return
    }
    if (event.shiftKey) event.preventDefault()
    this.#selection.moveTo(cell, event.shiftKey)
    if (event.pointerType === 'mouse') this.#selection.followDrag(cell, this.renderRoot as ShadowRoot)
  }

  #applyView(view: TableView): void {
    this.#setView(view)
    this.#focusRows()
  }

  #setView(view: TableView): void {
    this.view = view
    void this.#queries.query(view)
    this.dispatchEvent(new TableViewEvent({ view }))
  }

  #closeDetail(): void {
    this._isDetailOpen = false
    this.#focusRows()
  }

  #openFind(): void {
    this.#queries.openFind()
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.find input')?.focus())
  }

  #closeFind(): void {
    this.#queries.closeFind()
    this.#focusRows()
  }

  #focusRows(): void {
    this.#scroller?.focus({ preventScroll: true })
  }

  async #step(direction: 1 | -1): Promise<void> {
    const match = await this.#queries.step(direction)
    if (match) this.#moveTo({ row: match.row, column: this.#grid.toDisplayColumn(match.column) })
  }

  #retry(): void {
    if (this.#grid.failure === undefined) void this.#queries.query(this.#queries.view)
    else this.#grid.retry()
    this.requestUpdate()
  }
}

const noFormats: NonNullable<TableView['formats']> = {}

const hasSameColumns = (columns: readonly Column[], otherColumns: readonly Column[]): boolean =>
  columns.length === otherColumns.length && columns.every(({ name, type }, index) => name === otherColumns[index]?.name && type === otherColumns[index]?.type) // oxfmt-ignore
