import { html, nothing, type TemplateResult } from 'lit'
import type { Column, TableFilter } from '@aw-flow/schema'
import { placePopover, type Anchor } from '../../elements/editor/place-popover.ts'
import { columnMenu, filterForm, isComplete } from './column-menu.ts'
import type { TableGrid } from './table-grid.ts'
import type { DataTableStrings } from './table-strings.ts'
import { directionOf, filteredBy, sortedBy, type TableView } from './table-view.ts'

interface PopoverHost {
  readonly grid: TableGrid
  strings(): DataTableStrings
  view(): TableView
  /** Whether rows can be sorted and filtered here. */
  canAsk(): boolean
  /** The popover was rendered. */
  updated(): Promise<boolean>
  requestUpdate(): void
  ask(view: TableView): void
  /** Columns have moved: the selection is different. */
  pin(column: string): void
  copyName(column: string): void
  /** The popover was closed: the focus returns to the rows. */
  closed(): void
}

interface Shown {
  readonly column: Column
  readonly at: 'menu' | 'filter'
  readonly filter: TableFilter | undefined
}

/** The popover at a column's header: its menu or its filter form. */
export class ColumnPopover {
  readonly #host: PopoverHost
  #shown: Shown | undefined
  #anchor: Anchor | undefined

  constructor(host: PopoverHost) {
    this.#host = host
  }

  isMenuOf(column: Column): boolean {
    return this.#shown?.column === column
  }

  openMenu(column: Column, anchor: Anchor): void {
    this.#show({ column, at: 'menu', filter: undefined }, anchor)
  }

  openFilter(column: Column, anchor: Anchor): void {
    const filter = this.#host.view().filters.find((one) => one.column === column.name)
    this.#show({ column, at: 'filter', filter }, anchor)
  }

  close(): void {
    if (!this.#shown) return
    this.forget()
    this.#host.closed()
  }

  /** Removes the popover without the user closing it. */
  forget(): void {
    this.#shown = undefined
    this.#host.requestUpdate()
  }

  /** Places the popover beside its header, once. */
  place(root: ParentNode): void {
    const popover = root.querySelector<HTMLElement>('.column-popover')
    if (!this.#shown || !this.#anchor || !popover || popover.matches(':popover-open')) return
    placePopover(popover, this.#anchor)
    popover.querySelector<HTMLElement>('[role=menuitem], select')?.focus()
  }

  view(): TemplateResult | typeof nothing {
    if (!this.#shown) return nothing
    const onToggle = (event: Event): void => {
      if ((event as ToggleEvent).newState === 'closed') this.close()
    }
    return html`<div
      class="column-popover"
      popover="auto"
      @toggle=${onToggle}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      ${this.#shown.at === 'filter' ? this.#filter(this.#shown) : this.#menu(this.#shown.column)}
    </div>`
  }

  #filter({ column, filter }: Shown): TemplateResult {
    const [strings, view] = [this.#host.strings(), this.#host.view()]
    const apply = (set: TableFilter | undefined): void => {
      this.close()
      this.#host.ask(filteredBy(view, column.name, set))
    }
    return filterForm(column, filter, strings, {
      onChange: (next) => {
        this.#shown = { column, at: 'filter', filter: next }
        this.#host.requestUpdate()
      },
      onApply: () => apply(filter && isComplete(filter) ? filter : undefined),
      onClear: () => apply(undefined),
    })
  }

  #menu(column: Column): TemplateResult {
    const { grid } = this.#host
    const [strings, view] = [this.#host.strings(), this.#host.view()]
    const then = (act: () => void) => (): void => {
      this.close()
      act()
    }
    return columnMenu({
      column,
      strings,
      direction: directionOf(view, column.name),
      isPinned: grid.pinned.includes(column.name),
      canDerive: this.#host.canAsk(),
      onSort: (direction) => then(() => this.#host.ask(sortedBy(view, column.name, direction)))(),
      onFilter: () => {
        const anchor = this.#anchor
        this.close()
        if (anchor) void this.#host.updated().then(() => this.openFilter(column, anchor))
      },
      onPin: then(() => this.#host.pin(column.name)),
      onFit: then(() => grid.fit(column)),
      onCopyName: then(() => this.#host.copyName(column.name)),
    })
  }

  #show(shown: Shown, anchor: Anchor): void {
    this.#anchor = anchor
    this.#shown = shown
    this.#host.requestUpdate()
  }
}
