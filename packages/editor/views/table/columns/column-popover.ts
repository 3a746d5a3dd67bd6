import { html, nothing, type TemplateResult } from 'lit'
import type { Column } from '@aw-flow/schema'
import type { TableFilter } from '@aw-flow/schema/internal'
import { placePopover, type Anchor } from '../../../elements/editor/place-popover.ts'
import { renderColumnMenu, renderFilterForm, isCompleteFilter } from './column-menu.ts'
import type { TableTools } from '../table-tools.ts'
import type { TableGrid } from '../table-grid.ts'
import { createPanelHost, type TablePanel } from '../table-panel.ts'
import type { DataTableStrings } from '../table-strings.ts'
import {
  setColumnFormat,
  getDirection,
  setColumnFilter,
  addGroupColumn,
  setGroups,
  sortBy,
  toggleHidden,
  type TableView,
} from '../table-view.ts'
import type { TableSource } from '../../table-source.ts'
import { getKey } from '../../../get-key.ts'

interface PopoverHost {
  readonly grid: TableGrid
  getStrings(): DataTableStrings
  /** Returns the table tools, or `undefined` until they are loaded. */
  getTools(): TableTools | undefined
  /** Returns the table without filters, sorting or groups. */
  getSource(): TableSource | undefined
  getView(): TableView
  /** Returns whether the source can sort and filter rows. */
  canQuery(): boolean
  /** Resolves when the popover has been rendered. */
  whenRendered(): Promise<boolean>
  requestUpdate(): void
  query(view: TableView): void
  /** Applies changed column formats to the displayed rows. */
  format(view: TableView): void
  /** Pins or unpins a column, which changes the order of columns. */
  pin(column: string): void
  /** Returns a function that starts transforming a column by example, or `undefined` if this is unavailable. */
  getTransform(): ((column: string) => void) | undefined
  copyName(column: string): void
  /** Called when the user closes the popover, to move focus back to the rows. */
  onClosed(): void
}

type OpenPopover =
  | { readonly kind: 'menu' | 'filter'; readonly column: Column; readonly filter: TableFilter | undefined }
  | { readonly kind: 'panel'; readonly panel: TablePanel }

/** The popover next to a column header or a button of the table. It contains a menu, a filter form or another panel. */
export class ColumnPopover {
  readonly #host: PopoverHost
  #popover: OpenPopover | undefined
  #anchor: Anchor | undefined

  constructor(host: PopoverHost) {
    this.#host = host
  }

  isOpenFor(column: Column): boolean {
    return this.#popover?.kind !== 'panel' && this.#popover?.column === column
  }

  openMenu(column: Column, anchor: Anchor): void {
    this.#openPopover({ column, kind: 'menu', filter: undefined }, anchor)
  }

  openFilter(column: Column, anchor: Anchor): void {
    const filter = this.#host.getView().filters.find((candidate) => candidate.column === column.name)
    if (filter?.test === 'one-of') this.openValueFilter(column, anchor)
    else this.#openConditionFilter(column, anchor)
  }

  #openConditionFilter(column: Column, anchor: Anchor): void {
    const filter = this.#host
      .getView()
      .filters.find((candidate) => candidate.column === column.name && candidate.test !== 'one-of')
    this.#openPopover({ column, kind: 'filter', filter }, anchor)
  }

  openPanel(panel: TablePanel, anchor: Anchor): void {
    this.#openPopover({ kind: 'panel', panel }, anchor)
  }

  openValueFilter(column: Column, anchor: Anchor): void {
    const [source, tools] = [this.#host.getSource(), this.#host.getTools()]
    const { filters } = this.#host.getView()
    if (!source || !tools) return
    const panel = new tools.ValueFilter({
      ...this.createPanelOptions(tools),
      source,
      column,
      filters: filters.filter((filter) => filter.column !== column.name),
      current: filters.find((filter) => filter.column === column.name),
      onApply: (filter) => this.#host.query(setColumnFilter(this.#host.getView(), column.name, filter)),
    })
    this.openPanel(panel, anchor)
  }

  openGroups(anchor: Anchor): void {
    const [{ groups }, tools] = [this.#host.getView(), this.#host.getTools()]
    if (!groups || !tools) return
    const panel = new tools.GroupForm({
      ...this.createPanelOptions(tools),
      columns: this.#host.getSource()?.columns ?? [],
      groups,
      onApply: (newGroups) => this.#host.query(setGroups(this.#host.getView(), newGroups)),
    })
    this.openPanel(panel, anchor)
  }

  #openStatistics(column: Column, anchor: Anchor): void {
    const [source, tools] = [this.#host.getSource(), this.#host.getTools()]
    if (!source || !tools) return
    const { filters } = this.#host.getView()
    const options = { ...this.createPanelOptions(tools), source, column, filters }
    this.openPanel(new tools.ColumnStatistics(options), anchor)
  }

  #openFormat(column: Column, anchor: Anchor): void {
    const [source, tools] = [this.#host.getSource(), this.#host.getTools()]
    if (!tools) return
    const panel = new tools.FormatForm({
      ...this.createPanelOptions(tools),
      source: this.#isSourceColumn(column) ? source : undefined,
      column,
      format: this.#host.getView().formats?.[column.name],
      onChange: (format) => this.#host.format(setColumnFormat(this.#host.getView(), column.name, format)),
    })
    this.openPanel(panel, anchor)
  }

  /** Returns whether the column is part of the table. Other columns are calculated for groups. */
  #isSourceColumn({ name }: Column): boolean {
    return this.#host.getSource()?.columns.some((column) => column.name === name) ?? false
  }

  /** Returns the options of every panel. */
  createPanelOptions({ strings }: TableTools) {
    return {
      host: createPanelHost(
        () => this.#host.requestUpdate(),
        () => this.close(),
      ),
      getStrings: () => this.#host.getStrings(),
      getToolStrings: () => this.#host.getTools()?.strings ?? strings,
    }
  }

  close(): void {
    if (!this.#popover) return
    this.discard()
    this.#host.onClosed()
  }

  /** Removes the popover without calling `onClosed`. */
  discard(): void {
    this.#popover = undefined
    this.#host.requestUpdate()
  }

  /**
   * Positions the popover next to its anchor when it opens, and again if loaded content makes it extend beyond the
   * viewport.
   */
  place(root: ParentNode): void {
    const popover = root.querySelector<HTMLElement>('.column-popover')
    if (!this.#popover || !this.#anchor || !popover) return
    if (popover.matches(':popover-open')) {
      if (popover.getBoundingClientRect().bottom > window.innerHeight) placePopover(popover, this.#anchor)
      return
    }
    placePopover(popover, this.#anchor)
    const control = popover.querySelector<HTMLElement>('[role=menuitem], select, input, button:not(:disabled)')
    ;(control ?? popover).focus()
  }

  render(): TemplateResult | typeof nothing {
    if (!this.#popover) return nothing
    const onToggle = (event: Event): void => {
      if ((event as ToggleEvent).newState === 'closed') this.close()
    }
    const popover = this.#popover
    return html`<div
      class="column-popover"
      tabindex="-1"
      role=${popover.kind === 'panel' ? 'dialog' : nothing}
      aria-label=${popover.kind === 'panel' ? popover.panel.label : nothing}
      popover="auto"
      @toggle=${onToggle}
      @keydown=${(event: KeyboardEvent) => getKey(event) === 'Escape' && event.stopPropagation()}
    >
      ${
        popover.kind === 'panel'
          ? popover.panel.render()
          : popover.kind === 'filter'
            ? this.#renderFilter(popover.column, popover.filter)
            : this.#renderMenu(popover.column)
      }
    </div>`
  }

  #renderFilter(column: Column, filter: TableFilter | undefined): TemplateResult {
    const [strings, view] = [this.#host.getStrings(), this.#host.getView()]
    const apply = (newFilter: TableFilter | undefined): void => {
      this.close()
      this.#host.query(setColumnFilter(view, column.name, newFilter))
    }
    return renderFilterForm(column, filter, strings, {
      onChange: (newFilter) => {
        this.#popover = { column, kind: 'filter', filter: newFilter }
        this.#host.requestUpdate()
      },
      onApply: () => apply(filter && isCompleteFilter(filter) ? filter : undefined),
      onClear: () => apply(undefined),
    })
  }

  #renderMenu(column: Column): TemplateResult {
    const { grid } = this.#host
    const [strings, view] = [this.#host.getStrings(), this.#host.getView()]
    const transform = this.#host.getTransform()
    const closeAnd = (action: () => void) => (): void => {
      this.close()
      action()
    }
    const openNext = (open: (anchor: Anchor) => void) => (): void => {
      const anchor = this.#anchor
      this.close()
      if (anchor) void this.#host.whenRendered().then(() => open(anchor))
    }
    const isSourceColumn = this.#isSourceColumn(column)
    const isSortedByOtherColumn = view.sort.some((sort) => sort.column !== column.name)
    return renderColumnMenu({
      column,
      strings,
      direction: getDirection(view, column.name),
      isPinned: grid.pinnedColumns.includes(column.name),
      canDerive: this.#host.canQuery(),
      onSort: (direction) => closeAnd(() => this.#host.query(sortBy(view, column.name, direction)))(),
      tools: this.#host.getTools()?.strings,
      onAddSort: isSortedByOtherColumn
        ? (direction) => closeAnd(() => this.#host.query(sortBy(view, column.name, direction, true)))()
        : undefined,
      onFilter: isSourceColumn ? openNext((anchor) => this.#openConditionFilter(column, anchor)) : undefined,
      onFilterByValue: isSourceColumn ? openNext((anchor) => this.openValueFilter(column, anchor)) : undefined,
      onGroup:
        isSourceColumn && !view.groups?.by.includes(column.name)
          ? closeAnd(() => this.#host.query(addGroupColumn(view, column.name)))
          : undefined,
      onStatistics:
        isSourceColumn && !view.groups ? openNext((anchor) => this.#openStatistics(column, anchor)) : undefined,
      onHide:
        grid.columns.length > 1 && !view.groups
          ? closeAnd(() => this.#host.query(toggleHidden(view, column.name)))
          : undefined,
      onFormat: openNext((anchor) => this.#openFormat(column, anchor)),
      onPin: closeAnd(() => this.#host.pin(column.name)),
      onFit: closeAnd(() => grid.fitColumn(column)),
      onTransform: transform && closeAnd(() => transform(column.name)),
      onCopyName: closeAnd(() => this.#host.copyName(column.name)),
    })
  }

  #openPopover(popover: OpenPopover, anchor: Anchor): void {
    this.#anchor = anchor
    this.#popover = popover
    this.#host.requestUpdate()
  }
}
