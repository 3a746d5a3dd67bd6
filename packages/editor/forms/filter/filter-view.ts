import { loadLazyTexts } from '../../language/languages.ts'
import { defined, type Column, type Json } from '@aw-flow/schema'
import { getTypeFamily } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../../icons/icon.ts'
import { renderIconButton } from '../../icons/icon-button.ts'
import { renderCode } from '../../render-code.ts'
import { FieldChangeEvent } from '../field-change-event.ts'
import { focusAfterUpdate } from '../focus-after-update.ts'
import { TypedTexts } from '../typed-texts.ts'
import type { AwFilterBuilder } from './aw-filter-builder.ts'
import {
  addItem,
  combineFilters,
  getGroupItems,
  isGroupItem,
  readCondition,
  replaceItem,
  type FilterMatch,
  type FilterPath,
} from './filter-items.ts'
import { filterStrings, type FilterStrings } from './filter-strings.ts'
import { renderFilterValue } from './filter-value.ts'
import { parseFilter, type ParsedFilter } from './parse-filter.ts'

/**
 * Creates the content of a filter builder with strings in the form's language.
 */
export async function createFilterView(host: AwFilterBuilder): Promise<FilterView> {
  return new FilterView(host, await loadLazyTexts(host.formStrings.language, 'filter', filterStrings))
}

/** Maximum nesting depth of groups. The inspector has no space for more. */
const maxGroupDepth = 3

const orderComparisons = ['less', 'at-most', 'more', 'at-least']
const textComparisons = ['contains', 'starts-with', 'ends-with', 'matches']
/** Comparisons not offered for a column, keyed by the column's type family. */
const hiddenComparisons: Readonly<Record<string, readonly string[]>> = {
  number: textComparisons,
  time: textComparisons,
  boolean: [...orderComparisons, ...textComparisons, 'is-one-of'],
  text: orderComparisons,
}

/** The content of a filter builder, loaded with its strings when the first filter builder is shown. */
export class FilterView {
  readonly #host: AwFilterBuilder
  readonly #strings: FilterStrings
  /** Values as typed, keyed by path. */
  readonly #typedTexts = new TypedTexts()
  #parsedExpression:
    | { readonly expression: string; readonly columns: readonly Column[]; readonly result: ParsedFilter }
    | undefined

  constructor(host: AwFilterBuilder, strings: FilterStrings) {
    this.#host = host
    this.#strings = strings
  }

  /** Discards the state of the current node. */
  clear(): void {
    this.#typedTexts.clear()
  }

  /** Focuses an added item, or an item next to a removed one. */
  #focus(selector: string): void {
    const { renderRoot } = this.#host
    void focusAfterUpdate(
      this.#host,
      () => renderRoot.querySelector<HTMLElement>(selector) ?? renderRoot.querySelector<HTMLElement>('.actions button'),
    )
  }

  /** Renders the conditions and the expression that rows must also match. */
  render(): TemplateResult {
    const { value, match, disabled } = this.#host
    const strings = this.#strings
    return html`${value.length === 0 ? html`<p class="small muted">${strings.noConditions}</p>` : this.#renderList(value, match, [])}
    ${disabled ? nothing : this.#renderActions([])} ${this.#renderExpression()}`
  }

  #renderList(items: readonly Json[], match: FilterMatch, groupPath: FilterPath): TemplateResult {
    const label = groupPath.length === 0 ? this.#host.label : this.#strings.group(formatPath(groupPath))
    return html`<ul class="unmarked" aria-label=${label}>
      ${items.map((item, index) => {
        const path = [...groupPath, index]
        return html`<li>
          ${index === 0 ? nothing : html`<span class="joint muted small">${this.#strings.conjunctions[match]}</span>`}
          ${isGroupItem(item) ? this.#renderGroup(item, path) : this.#renderCondition(item, path)}
        </li>`
      })}
    </ul>`
  }

  #renderGroup(item: { readonly [key: string]: Json }, path: FilterPath): TemplateResult {
    const { disabled } = this.#host
    const strings = this.#strings
    const items = getGroupItems(item)
    const match: FilterMatch = item.match === 'all' ? 'all' : 'any'
    const label = strings.group(formatPath(path))
    return html`<div class="group" role="group" aria-label=${label} data-path=${toKey(path)}>
      <div class="head">
        <select
          aria-label="${strings.match}: ${label}"
          ?disabled=${disabled}
          @change=${(event: Event) =>
            this.#replace(path, [{ ...item, match: (event.target as HTMLSelectElement).value }])}
        >
          ${(['all', 'any'] as const).map(
            (option) =>
              html`<option value=${option} ?selected=${option === match}>${strings.matchModes[option]}</option>`,
          )}
        </select>
        ${this.#renderRemoveButton(path, label)}
      </div>
      ${this.#renderList(items, match, path)} ${disabled ? nothing : this.#renderActions(path)}
    </div>`
  }

  #renderCondition(item: Json, path: FilterPath): TemplateResult {
    const { columns, loadSamples, formStrings, disabled, operators } = this.#host
    const strings = this.#strings
    const { column, is, value } = readCondition(item)
    const family = getTypeFamily(columns?.find(({ name }) => name === column)?.type ?? 'unknown')
    const label = strings.condition(formatPath(path))
    const updateCondition = (changes: Readonly<Record<string, Json>>): void =>
      this.#replace(path, [{ column, ...(item as { [key: string]: Json }), ...changes }])
    const hiddenNames = hiddenComparisons[family] ?? []
    const names = Object.keys(operators).filter((name) => name === is || !hiddenNames.includes(name))
    const needsValue = is !== 'is-empty' && is !== 'is-not-empty'
    const getLabel = (name: string): string =>
      family === 'time' && Object.hasOwn(strings.timeComparisons, name)
        ? strings.timeComparisons[name as keyof FilterStrings['timeComparisons']]
        : (operators[name] ?? name)
    return html`<div class="condition" role="group" aria-label=${label} data-path=${toKey(path)}>
      <aw-column-field
        .value=${column}
        .columns=${columns}
        .loadSamples=${loadSamples}
        .input=${'table'}
        .label=${strings.column}
        .strings=${formStrings.column}
        ?disabled=${disabled}
        @aw-field-change=${(event: FieldChangeEvent) => {
          event.stopPropagation()
          updateCondition({ column: String(event.value ?? '') })
        }}
      ></aw-column-field>
      ${this.#renderRemoveButton(path, label)}
      <div class="comparison">
        <select
          aria-label=${strings.comparison}
          ?disabled=${disabled}
          @change=${(event: Event) => updateCondition({ is: (event.target as HTMLSelectElement).value })}
        >
          ${(names.includes(is) ? names : [...names, is]).map(
            (name) => html`<option value=${name} ?selected=${name === is}>${getLabel(name)}</option>`,
          )}
        </select>
        ${
          needsValue
            ? renderFilterValue({
                key: toKey(path),
                isList: is === 'is-one-of',
                isOrdering: ['less', 'at-most', 'more', 'at-least'].includes(is),
                type: columns?.find(({ name }) => name === column)?.type ?? 'unknown',
                value,
                disabled,
                strings,
                formStrings,
                typedTexts: this.#typedTexts,
                onChange: (newValue) => updateCondition({ value: newValue }),
              })
            : nothing
        }
      </div>
    </div>`
  }

  #renderRemoveButton(path: FilterPath, label: string): unknown {
    if (this.#host.disabled) return nothing
    const text = this.#strings.remove(label)
    return renderIconButton('x', text, () => this.#remove(path), { className: 'remove' })
  }

  #renderActions(groupPath: FilterPath): TemplateResult {
    const strings = this.#strings
    const getActionLabel = (action: string): string =>
      groupPath.length === 0 ? action : strings.addTo(action, strings.group(formatPath(groupPath)))
    const condition = { column: '' }
    return html`<div class="actions">
      <button
        type="button"
        class="quiet"
        aria-label=${getActionLabel(strings.addCondition)}
        @click=${() => this.#add(groupPath, condition)}
      >
        ${icon('plus')}${strings.addCondition}
      </button>
      ${
        groupPath.length < maxGroupDepth
          ? html`<button
              type="button"
              class="quiet"
              aria-label=${getActionLabel(strings.addGroup)}
              @click=${() => this.#add(groupPath, { is: 'group', match: 'any', conditions: [condition] })}
            >
              ${icon('plus')}${strings.addGroup}
            </button>`
          : nothing
      }
    </div>`
  }

  #renderExpression(): unknown {
    const { expression, columns, disabled } = this.#host
    const strings = this.#strings
    const text = expression.trim()
    if (text === '') return nothing
    const parsedFilter = columns && this.#parse(text, columns)
    return html`<div class="other small" role="status">
      <p>${renderCode(strings.expression(shorten(text)))}</p>
      ${
        !parsedFilter
          ? html`<p class="muted">${strings.noColumns}</p>`
          : 'rejected' in parsedFilter
            ? html`<p class="muted">${renderCode(strings.notConvertible(shorten(parsedFilter.rejected)))}</p>`
            : disabled
              ? nothing
              : html`<button type="button" class="open" @click=${() => this.#convertExpression(parsedFilter.filter)}>
                  ${strings.showAsConditions}
                </button>`
      }
    </div>`
  }

  #parse(expression: string, columns: readonly Column[]): ParsedFilter {
    if (this.#parsedExpression?.expression !== expression || this.#parsedExpression.columns !== columns)
      this.#parsedExpression = { expression, columns, result: parseFilter(expression, columns) }
    return this.#parsedExpression.result
  }

  #convertExpression(filter: Extract<ParsedFilter, { filter: unknown }>['filter']): void {
    const { conditions, match } = combineFilters(this.#host.value, this.#host.match, filter)
    this.#dispatchChange(conditions, { match, expression: '' })
    this.#focus('.condition aw-column-field')
  }

  #add(groupPath: FilterPath, item: Json): void {
    const { value } = this.#host
    const items = groupPath.reduce((list, index) => getGroupItems(list[index]), value)
    const path = [...groupPath, items.length, ...(isGroupItem(item) ? [0] : [])]
    this.#dispatchChange(addItem(value, groupPath, item))
    this.#focus(`[data-path="${toKey(path)}"] aw-column-field`)
  }

  #remove(path: FilterPath): void {
    this.#typedTexts.clear()
    const neighborPath = [...path.slice(0, -1), Math.max(0, path.at(-1)! - 1)]
    this.#dispatchChange(replaceItem(this.#host.value, path, []))
    this.#focus(`[data-path="${toKey(neighborPath)}"] .remove`)
  }

  #replace(path: FilterPath, items: readonly Json[]): void {
    this.#dispatchChange(replaceItem(this.#host.value, path, items))
  }

  #dispatchChange(value: Json[], others?: { match: FilterMatch; expression: string }): void {
    this.#host.dispatchEvent(new FieldChangeEvent(defined({ value, others })))
  }
}

const toKey = (path: FilterPath): string => path.join('-')

/** Formats a path as one-based positions, for example `2.1`. */
const formatPath = (path: FilterPath): string => path.map((index) => index + 1).join('.')

const shorten = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text)
