import { Task, TaskStatus } from '@lit/task'
import { html, nothing, type TemplateResult } from 'lit'
import { formatCount } from '@aw-flow/messages'
import { getProblemText, type Column } from '@aw-flow/schema'
import { maxListedValues, type TableFilter } from '@aw-flow/schema/internal'
import { hasGroupedNumbers, localizeCell } from '../../localize-number.ts'
import { readRows } from '../../read-rows.ts'
import { toProblem, type TableSource } from '../../table-source.ts'
import type { PanelHost, TablePanel } from '../table-panel.ts'
import type { DataTableStrings } from '../table-strings.ts'
import type { TableToolStrings } from '../table-tool-strings.ts'

const searchDelayMs = 200

interface ListedValue {
  readonly value: string | null
  readonly rowCount: number
}

/** Panel that lists a column's distinct values with their row counts, to filter by the selected values. */
export class ValueFilter implements TablePanel {
  readonly label: string
  readonly #options: ConstructorParameters<typeof ValueFilter>[0]
  readonly #selectedValues: Set<string | null>
  readonly #values: Task<readonly unknown[], readonly ListedValue[]>
  #searchText = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  /**
   * @param options.filters - The filters on other columns. Only values from matching rows are listed.
   * @param options.current - The current filter on the column, if any.
   */
  constructor(options: {
    readonly source: TableSource
    readonly column: Column
    readonly filters: readonly TableFilter[]
    readonly current: TableFilter | undefined
    readonly host: PanelHost
    readonly onApply: (filter: TableFilter | undefined) => void
    getStrings(): DataTableStrings
    getToolStrings(): TableToolStrings
  }) {
    this.#options = options
    this.label = options.getToolStrings().values(options.column.name)
    this.#selectedValues = new Set(options.current?.test === 'one-of' ? options.current.values : [])
    this.#values = new Task(options.host, { autoRun: false, task: () => this.#load() })
    void this.#values.run()
  }

  render(): TemplateResult {
    const { column, host } = this.#options
    const [strings, toolStrings] = [this.#options.getStrings(), this.#options.getToolStrings()]
    return html`<form class="filter" @submit=${this.#onSubmit}>
      <h3 class="ellipsis">${column.name}</h3>
      <input
        type="search"
        aria-label=${toolStrings.searchValues}
        placeholder=${toolStrings.searchValues}
        .value=${this.#searchText}
        @input=${this.#onSearch}
      />
      ${this.#renderList(strings, toolStrings)}
      <div class="buttons spread">
        <button type="button" class="quiet" ?disabled=${!this.#values.value?.length} @click=${() => this.#toggleAll()}>
          ${this.#areAllSelected ? toolStrings.selectNone : toolStrings.selectAll}
        </button>
        <span class="grow"></span>
        <button
          type="button"
          @click=${() => {
            host.close()
            this.#options.onApply(undefined)
          }}
        >
          ${strings.clear}
        </button>
        <button type="submit" class="primary" ?disabled=${this.#selectedValues.size === 0}>${strings.apply}</button>
      </div>
    </form>`
  }

  #renderList(strings: DataTableStrings, toolStrings: TableToolStrings): TemplateResult {
    const { column } = this.#options
    const { status, error, value: listedValues } = this.#values
    if (status === TaskStatus.ERROR) {
      const reason = strings.renderText(getProblemText(toProblem(error)))
      return html`<p class="bad" role="alert">${toolStrings.failed(reason)}</p>`
    }
    if (!listedValues) return html`<p class="muted" role="status">${toolStrings.loading}</p>`
    if (listedValues.length === 0) return html`<p class="muted" role="status">${toolStrings.noValues}</p>`
    const visibleValues = listedValues.slice(0, maxListedValues)
    const shouldGroupFourDigits = hasGroupedNumbers(visibleValues.map(({ value }) => value))
    return html`<ul class="values" aria-label=${toolStrings.values(column.name)}>
        ${visibleValues.map(
          ({ value, rowCount: rows }) =>
            html`<li>
              <label
                ><input
                  type="checkbox"
                  .checked=${this.#selectedValues.has(value)}
                  @change=${() => this.#toggle(value)}
                /><span class=${value === null || value === '' ? 'text ellipsis dim' : 'text ellipsis'}
                  >${formatValue(value, column, strings, toolStrings, shouldGroupFourDigits)}</span
                ><span class="muted">${formatCount(rows, strings.language)}</span></label
              >
            </li>`,
        )}
      </ul>
      ${visibleValues.length < listedValues.length ? html`<p class="muted">${toolStrings.moreValues(maxListedValues)}</p>` : nothing}`
  }

  get #areAllSelected(): boolean {
    const values = this.#values.value?.slice(0, maxListedValues) ?? []
    return values.length > 0 && values.every(({ value }) => this.#selectedValues.has(value))
  }

  #toggle(value: string | null): void {
    if (!this.#selectedValues.delete(value)) this.#selectedValues.add(value)
    this.#options.host.requestUpdate()
  }

  #toggleAll(): void {
    const shouldSelect = !this.#areAllSelected
    for (const { value } of this.#values.value?.slice(0, maxListedValues) ?? [])
      if (shouldSelect) this.#selectedValues.add(value)
      else this.#selectedValues.delete(value)
    this.#options.host.requestUpdate()
  }

  #onSearch = (event: Event): void => {
    this.#searchText = (event.target as HTMLInputElement).value
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#values.run(), searchDelayMs)
  }

  #onSubmit = (event: Event): void => {
    event.preventDefault()
    if (this.#selectedValues.size === 0) return
    const { column, host, onApply } = this.#options
    host.close()
    onApply({ column: column.name, test: 'one-of', values: [...this.#selectedValues].slice(0, maxListedValues) })
  }

  async #load(): Promise<readonly ListedValue[]> {
    const { source, column, filters } = this.#options
    const { source: valueSource } = await source.derive!({
      kind: 'values',
      column: column.name,
      filters: [...filters],
      ...(this.#searchText === '' ? {} : { text: this.#searchText }),
    })
    const rows = readRows(await valueSource.page(0, maxListedValues + 1), 2)
    return rows.map(([value, count]) => ({ value: value ?? null, rowCount: Number(count) }))
  }
}

/** Formats a value returned by a `values` query for display. */
export const formatValue = (
  value: string | null,
  { type }: Pick<Column, 'type'>,
  strings: Pick<DataTableStrings, 'null' | 'language'>,
  toolStrings: Pick<TableToolStrings, 'empty'>,
  shouldGroupFourDigits = false,
): string =>
  value === null
    ? strings.null
    : value === ''
      ? toolStrings.empty
      : localizeCell(value, type, strings.language, shouldGroupFourDigits)
