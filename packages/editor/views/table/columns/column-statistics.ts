import { Task } from '@lit/task'
import { html, type TemplateResult } from 'lit'
import { formatCount, formatPercent } from '@aw-flow/messages'
import { getProblemText, type Column } from '@aw-flow/schema'
import type { TableFilter } from '@aw-flow/schema/internal'
import { hasGroupedNumbers, localizeCell } from '../../localize-number.ts'
import { readRows } from '../../read-rows.ts'
import { toProblem, type TableSource } from '../../table-source.ts'
import type { PanelHost, TablePanel } from '../table-panel.ts'
import type { DataTableStrings } from '../table-strings.ts'
import type { StatisticName, TableToolStrings } from '../table-tool-strings.ts'

interface Statistic {
  readonly name: StatisticName
  readonly type: string
  readonly value: string | undefined
}

/** Panel with the statistics of a column, computed from the rows that match the filters. */
export class ColumnStatistics implements TablePanel {
  readonly label: string
  readonly #options: ConstructorParameters<typeof ColumnStatistics>[0]
  readonly #statistics: Task<readonly unknown[], readonly Statistic[]>

  constructor(options: {
    readonly source: TableSource
    readonly column: Column
    readonly filters: readonly TableFilter[]
    readonly host: PanelHost
    getStrings(): DataTableStrings
    getToolStrings(): TableToolStrings
  }) {
    this.#options = options
    this.label = `${options.getToolStrings().statistics.replace('…', '').trim()}: ${options.column.name}`
    this.#statistics = new Task(options.host, { autoRun: false, task: () => this.#load() })
    void this.#statistics.run()
  }

  render(): TemplateResult {
    const { column } = this.#options
    return html`<div class="filter">
      <h3 class="ellipsis">${column.name}</h3>
      ${this.#renderContent(this.#options.getStrings(), this.#options.getToolStrings())}
    </div>`
  }

  #renderContent(strings: DataTableStrings, tools: TableToolStrings): TemplateResult {
    const { error, value: statistics } = this.#statistics
    if (error !== undefined) {
      const reason = strings.renderText(getProblemText(toProblem(error)))
      return html`<p class="bad" role="alert">${tools.failed(reason)}</p>`
    }
    if (!statistics) return html`<p class="muted" role="status">${tools.loading}</p>`
    const shouldGroupFourDigits = hasGroupedNumbers(
      statistics.map(({ name, value }) => (countNames.has(name) ? null : value)),
    )
    const rowCount = Number(statistics.find(({ name }) => name === 'rows')?.value ?? 0)
    return html`<dl class="statistics">
      ${statistics.map(({ name, type, value }) => {
        const { language } = strings
        const percentage =
          name === 'nulls' && rowCount > 0 ? ` (${formatPercent(Number(value) / rowCount, language, 1)})` : ''
        const text =
          value === undefined
            ? strings.null
            : `${formatStatistic({ name, type, value }, language, shouldGroupFourDigits)}${percentage}`
        return html`<div>
          <dt class="muted">${tools.statisticNames[name]}</dt>
          <dd class="ellipsis" title=${text}>${text}</dd>
        </div>`
      })}
    </dl>`
  }

  async #load(): Promise<readonly Statistic[]> {
    const { source, column, filters } = this.#options
    const { source: derivedTable } = await source.derive!({
      kind: 'statistics',
      column: column.name,
      filters: [...filters],
    })
    const [row = []] = readRows(await derivedTable.page(0, 1), derivedTable.columns.length)
    return derivedTable.columns.map(({ name, type }, index) => ({
      name: name as StatisticName,
      type,
      value: row[index],
    }))
  }
}

const maxSignificantDigits = 7
const computedNames: ReadonlySet<StatisticName> = new Set(['mean', 'median', 'stddev'])

/** Rounds computed statistics, such as the mean, to seven significant digits. */
const roundComputedValue = (name: StatisticName, value: string): string =>
  computedNames.has(name) && Number.isFinite(Number(value))
    ? String(Number(Number(value).toPrecision(maxSignificantDigits)))
    : value

const countNames: ReadonlySet<StatisticName> = new Set(['rows', 'nulls', 'distinct'])

/** Formats counts like the table's status line, and all other statistics like its cells. */
const formatStatistic = (
  { name, type, value }: Statistic & { readonly value: string },
  language: string,
  shouldGroupFourDigits: boolean,
): string =>
  countNames.has(name)
    ? formatCount(Number(value), language)
    : localizeCell(roundComputedValue(name, value), type, language, shouldGroupFourDigits)
