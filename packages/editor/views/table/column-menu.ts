import { html, nothing, type TemplateResult } from 'lit'
import type { Column, FilterTest, TableFilter, TableSort } from '@aw-flow/schema'
import { icon } from '../../icons/icon.ts'
import type { DataTableStrings } from './table-strings.ts'
import { testsFor } from './table-view.ts'

interface ColumnMenu {
  readonly column: Column
  readonly strings: DataTableStrings
  readonly direction: TableSort['direction'] | undefined
  readonly isPinned: boolean
  /** Whether rows can be sorted and filtered here. */
  readonly canDerive: boolean
  readonly onSort: (direction: TableSort['direction'] | undefined) => void
  readonly onFilter: () => void
  readonly onPin: () => void
  readonly onFit: () => void
  readonly onCopyName: () => void
}

/** The menu of a column. */
export function columnMenu(menu: ColumnMenu): TemplateResult {
  const { strings, direction, isPinned } = menu
  const item = (shape: string, words: string, act: () => void, pressed = false): TemplateResult =>
    html`<button type="button" class="quiet" role="menuitem" aria-current=${pressed ? 'true' : nothing} @click=${act}>
      ${icon(shape)}<span>${words}</span>
    </button>`
  return html`<div class="menu" role="menu" aria-label=${strings.menu(menu.column.name)} @keydown=${moveInMenu}>
    ${
      menu.canDerive
        ? html`${item('arrow-up-narrow-wide', strings.ascending, () => menu.onSort('ascending'), direction === 'ascending')}
            ${item('arrow-down-wide-narrow', strings.descending, () => menu.onSort('descending'), direction === 'descending')}
            ${direction === undefined ? nothing : item('x', strings.unsorted, () => menu.onSort(undefined))}
            ${item('funnel', strings.filter, menu.onFilter)}
            <hr />`
        : nothing
    }
    ${isPinned ? item('pin-off', strings.unpin, menu.onPin) : item('pin', strings.pin, menu.onPin)}
    ${item('maximize', strings.fit, menu.onFit)} ${item('copy', strings.copyName, menu.onCopyName)}
  </div>`
}

/** The filter form of a column. */
export function filterForm(
  column: Column,
  filter: TableFilter | undefined,
  strings: DataTableStrings,
  { onChange, onApply, onClear }: { onChange: (filter: TableFilter) => void; onApply: () => void; onClear: () => void },
): TemplateResult {
  const now: TableFilter = filter ?? { column: column.name, test: testsFor(column.type)[0]! }
  const change = (fields: Partial<TableFilter>): void => onChange({ ...now, ...fields })
  const valueOf = (event: Event): string => (event.target as HTMLInputElement).value
  const input = (words: string, key: 'value' | 'upTo'): TemplateResult =>
    html`<label
      ><span>${words}</span
      ><input .value=${now[key] ?? ''} @input=${(event: Event) => change({ [key]: valueOf(event) })}
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
    <h3>${column.name}</h3>
    <label
      ><span>${strings.test}</span
      ><select @change=${(event: Event) => change({ test: valueOf(event) as FilterTest })}>
        ${testsFor(column.type).map(
          (test) => html`<option value=${test} ?selected=${test === now.test}>${strings.tests[test]}</option>`,
        )}
      </select></label
    >
    ${
      now.test === 'empty' || now.test === 'filled'
        ? nothing
        : now.test === 'between'
          ? html`<div class="two">${input(strings.from, 'value')}${input(strings.to, 'upTo')}</div>`
          : isBoolean
            ? html`<label
                ><span>${strings.value}</span
                ><select @change=${(event: Event) => change({ value: valueOf(event) })}>
                  <option value="" ?selected=${(now.value ?? '') === ''}></option>
                  ${['true', 'false'].map(
                    (one) => html`<option value=${one} ?selected=${one === now.value}>${one}</option>`,
                  )}
                </select></label
              >`
            : input(strings.value, 'value')
    }
    <div class="buttons">
      <button type="button" @click=${onClear}>${strings.clear}</button>
      <button type="submit" class="primary">${strings.apply}</button>
    </div>
  </form>`
}

/** Whether a filter is complete. */
export const isComplete = ({ test, value = '', upTo = '' }: TableFilter): boolean =>
  test === 'empty' || test === 'filled' || value !== '' || (test === 'between' && upTo !== '')

function moveInMenu(event: KeyboardEvent): void {
  const menu = event.currentTarget as HTMLElement
  const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')]
  const at = items.indexOf(event.target as HTMLElement)
  const to: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }
  const next = to[event.key]
  if (next === undefined) return
  event.preventDefault()
  event.stopPropagation()
  items[next]?.focus()
}
