import { html, nothing, type TemplateResult } from 'lit'
import type { Column } from '@aw-flow/schema'
import type { FilterTest, TableFilter, TableSort } from '@aw-flow/schema/internal'
import { icon } from '../../../icons/icon.ts'
import type { DataTableStrings } from '../table-strings.ts'
import type { TableToolStrings } from '../table-tool-strings.ts'
import { getFilterTests } from '../table-view.ts'
import { getKey } from '../../../get-key.ts'

interface ColumnMenu {
  readonly column: Column
  readonly strings: DataTableStrings
  readonly direction: TableSort['direction'] | undefined
  readonly isPinned: boolean
  /** Whether the source can sort and filter rows. */
  readonly canDerive: boolean
  readonly onSort: (direction: TableSort['direction'] | undefined) => void
  /** UI strings of the table tools, or `undefined` until they are loaded. The menu omits the tools until then. */
  readonly tools: TableToolStrings | undefined
  /** Adds this column to the sort columns. Undefined if the rows are not sorted by another column. */
  readonly onAddSort: ((direction: TableSort['direction']) => void) | undefined
  /** Undefined if the column is not part of the table, for example the row count of a group. */
  readonly onFilter: (() => void) | undefined
  readonly onFilterByValue: (() => void) | undefined
  readonly onGroup: (() => void) | undefined
  readonly onStatistics: (() => void) | undefined
  /** Undefined if this is the only visible column or if the rows are grouped. */
  readonly onHide: (() => void) | undefined
  readonly onFormat: () => void
  readonly onPin: () => void
  readonly onFit: () => void
  /** Undefined if the column cannot be transformed. */
  readonly onTransform: (() => void) | undefined
  readonly onCopyName: () => void
}

/** Renders the menu of a column. */
export function renderColumnMenu(menu: ColumnMenu): TemplateResult {
  const { strings, tools, direction, isPinned, onAddSort } = menu
  const renderItem = (iconName: string, label: string, onClick: () => void, isCurrent = false): TemplateResult =>
    html`<button
      type="button"
      class="quiet"
      role="menuitem"
      aria-current=${isCurrent ? 'true' : nothing}
      @click=${onClick}
    >
      ${icon(iconName)}<span>${label}</span>
    </button>`
  return html`<div class="menu" role="menu" aria-label=${strings.menu(menu.column.name)} @keydown=${moveMenuFocus}>
    ${
      menu.canDerive
        ? html`${renderItem('arrow-up-narrow-wide', strings.ascending, () => menu.onSort('ascending'), direction === 'ascending')}
            ${renderItem('arrow-down-wide-narrow', strings.descending, () => menu.onSort('descending'), direction === 'descending')}
            ${direction === undefined ? nothing : renderItem('x', strings.unsorted, () => menu.onSort(undefined))}
            ${
              tools && onAddSort
                ? html`${renderItem('arrow-up-narrow-wide', tools.thenAscending, () => onAddSort('ascending'))}
                  ${renderItem('arrow-down-wide-narrow', tools.thenDescending, () => onAddSort('descending'))}`
                : nothing
            }
            ${menu.onFilter ? renderItem('funnel', strings.filter, menu.onFilter) : nothing}
            ${tools && menu.onFilterByValue ? renderItem('list-filter', tools.filterByValue, menu.onFilterByValue) : nothing}
            ${tools && menu.onGroup ? renderItem('group', tools.groupBy, menu.onGroup) : nothing}
            ${tools && menu.onStatistics ? renderItem('sigma', tools.statistics, menu.onStatistics) : nothing}
            <hr />`
        : nothing
    }
    ${tools ? renderItem('paint-bucket', tools.format, menu.onFormat) : nothing}
    ${tools && menu.onHide ? renderItem('eye-off', tools.hide, menu.onHide) : nothing}
    ${isPinned ? renderItem('pin-off', strings.unpin, menu.onPin) : renderItem('pin', strings.pin, menu.onPin)}
    ${renderItem('maximize', strings.fit, menu.onFit)} ${renderItem('copy', strings.copyName, menu.onCopyName)}
    ${
      menu.onTransform
        ? html`<hr />
            ${renderItem('wand-sparkles', strings.transform, menu.onTransform)}`
        : nothing
    }
  </div>`
}

/** Renders the form for filtering a column by a condition. */
export function renderFilterForm(
  column: Column,
  filter: TableFilter | undefined,
  strings: DataTableStrings,
  { onChange, onApply, onClear }: { onChange: (filter: TableFilter) => void; onApply: () => void; onClear: () => void },
): TemplateResult {
  const currentFilter: TableFilter = filter ?? { column: column.name, test: getFilterTests(column.type)[0]! }
  const change = (fields: Partial<TableFilter>): void => onChange({ ...currentFilter, ...fields })
  const readValue = (event: Event): string => (event.target as HTMLInputElement).value
  const renderInput = (label: string, key: 'value' | 'upTo'): TemplateResult =>
    html`<label
      ><span>${label}</span
      ><input .value=${currentFilter[key] ?? ''} @input=${(event: Event) => change({ [key]: readValue(event) })}
    /></label>`
  const isBoolean = column.type === 'BOOLEAN'
  return html`<form
    class="filter"
    aria-label="${strings.filter} ${column.name}"
    @submit=${(event: Event) => {
      event.preventDefault()
      onApply()
    }}
  >
    <h3 class="ellipsis">${column.name}</h3>
    <label
      ><span>${strings.test}</span
      ><select @change=${(event: Event) => change({ test: readValue(event) as FilterTest })}>
        ${getFilterTests(column.type).map(
          (test) =>
            html`<option value=${test} ?selected=${test === currentFilter.test}>${strings.tests[test]}</option>`,
        )}
      </select></label
    >
    ${
      currentFilter.test === 'empty' || currentFilter.test === 'filled'
        ? nothing
        : currentFilter.test === 'between'
          ? html`<div class="range">${renderInput(strings.from, 'value')}${renderInput(strings.to, 'upTo')}</div>`
          : isBoolean
            ? html`<label
                ><span>${strings.value}</span
                ><select @change=${(event: Event) => change({ value: readValue(event) })}>
                  <option value="" ?selected=${(currentFilter.value ?? '') === ''}></option>
                  ${['true', 'false'].map(
                    (choice) =>
                      html`<option value=${choice} ?selected=${choice === currentFilter.value}>${choice}</option>`,
                  )}
                </select></label
              >`
            : renderInput(strings.value, 'value')
    }
    <div class="buttons">
      <button type="button" @click=${onClear}>${strings.clear}</button>
      <button type="submit" class="primary">${strings.apply}</button>
    </div>
  </form>`
}

/** Returns whether a filter has the values that its test requires. */
export const isCompleteFilter = ({ test, value = '', upTo = '' }: TableFilter): boolean =>
  test === 'empty' || test === 'filled' || value !== '' || (test === 'between' && upTo !== '')

/** Moves focus between menu items with the arrow keys, Home and End. */
export function moveMenuFocus(event: KeyboardEvent): void {
  const menu = event.currentTarget as HTMLElement
  const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')]
  const index = items.indexOf(event.target as HTMLElement)
  const targets: Record<string, number> = {
    ArrowDown: (index + 1) % items.length,
    ArrowUp: (index - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }
  const nextIndex = targets[getKey(event)]
  if (nextIndex === undefined) return
  event.preventDefault()
  event.stopPropagation()
  items[nextIndex]?.focus()
}
