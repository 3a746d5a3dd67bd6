import { html, nothing, type TemplateResult } from 'lit'
import type { Column, TableFilter } from '@aw-flow/schema'
import { placePopover, type Anchor } from '../../elements/editor/place-popover.ts'
import { renderColumnMenu, renderFilterForm, isCompleteFilter } from './column-menu.ts'
import type { TableGrid } from './table-grid.ts'
import type { DataTableStrings } from './table-strings.ts'
import { getDirection, filterBy, sortBy, type TableView } from './table-view.ts'

interface PopoverHost {
  readonly grid: TableGrid
  getStrings(): DataTableStrings
  getView(): TableView
  /** Returns whether the source can sort and filter rows. */
  canQuery(): boolean
  /** Resolves when the popover has rendered. */
  whenRendered(): Promise<boolean>
  requestUpdate(): void
  query(view: TableView): void
  /** Pins or unpins a column, which changes the column order. */
  pin(column: string): void
  /** Returns a function that transforms a column by examples; `undefined` if that is not available. */
  getTransform(): ((column: string) => void) | undefined
  copyName(column: string): void
  /** Called when the user closes the popover. Moves the focus back to the rows. */
  onClosed(): void
}

interface OpenPopover {
  readonly column: Column
  readonly kind: 'menu' | 'filter'
  readonly filter: TableFilter | undefined
}

/** The popover at a column's header: its menu or its filter form. */
export class ColumnPopover {
  readonly #host: PopoverHost
  #open: OpenPopover | undefined
  #anchor: Anchor | undefined

  constructor(host: PopoverHost) {
    this.#host = host
  }

  isMenuOpen(column: Column): boolean {
    return this.#open?.column === column
  }

  openMenu(column: Column, anchor: Anchor): void {
    this.#openPopover({ column, kind: 'menu', filter: undefined }, anchor)
  }

  openFilter(column: Column, anchor: Anchor): void {
    const filter = this.#host.getView().filters.find((candidate) => candidate.column === column.name)
    this.#openPopover({ column, kind: 'filter', filter }, anchor)
  }

  close(): void {
    if (!this.#open) return
    this.discard()
    this.#host.onClosed()
  }

  /** Removes the popover without calling `onClosed`. */
  discard(): void {
    this.#open = undefined
    this.#host.requestUpdate()
  }

  /** Positions the popover next to its header when it opens. */
  place(root: ParentNode): void {
    const popover = root.querySelector<HTMLElement>('.column-popover')
    if (!this.#open || !this.#anchor || !popover || popover.matches(':popover-open')) return
    placePopover(popover, this.#anchor)
    popover.querySelector<HTMLElement>('[role=menuitem], select')?.focus()
  }

  render(): TemplateResult | typeof nothing {
    if (!this.#open) return nothing
    const onToggle = (event: Event): void => {
      if ((event as ToggleEvent).newState === 'closed') this.close()
    }
    return html`<div
      class="column-popover"
      popover="auto"
      @toggle=${onToggle}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      ${this.#open.kind === 'filter' ? this.#renderFilter(this.#open) : this.#renderMenu(this.#open.column)}
    </div>`
  }

  #renderFilter({ column, filter }: OpenPopover): TemplateResult {
    const [strings, view] = [this.#host.getStrings(), this.#host.getView()]
    const apply = (newFilter: TableFilter | undefined): void => {
      this.close()
      this.#host.query(filterBy(view, column.name, newFilter))
    }
    return renderFilterForm(column, filter, strings, {
      onChange: (newFilter) => {
        this.#open = { column, kind: 'filter', filter: newFilter }
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
    return renderColumnMenu({
      column,
      strings,
      direction: getDirection(view, column.name),
      isPinned: grid.pinned.includes(column.name),
      canDerive: this.#host.canQuery(),
      onSort: (direction) => closeAnd(() => this.#host.query(sortBy(view, column.name, direction)))(),
      onFilter: () => {
        const anchor = this.#anchor
        this.close()
        if (anchor) void this.#host.whenRendered().then(() => this.openFilter(column, anchor))
      },
      onPin: closeAnd(() => this.#host.pin(column.name)),
      onFit: closeAnd(() => grid.fit(column)),
      onTransform: transform && closeAnd(() => transform(column.name)),
      onCopyName: closeAnd(() => this.#host.copyName(column.name)),
    })
  }

  #openPopover(popover: OpenPopover, anchor: Anchor): void {
    this.#anchor = anchor
    this.#open = popover
    this.#host.requestUpdate()
  }
}
