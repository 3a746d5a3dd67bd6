import { saveFile } from '@aw-flow/editor'
import { chartSpecSchema } from '@aw-flow/schema/internal'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import {
  analyticsRanges,
  exportAnalytics,
  exportDimensions,
  readAnalytics,
  type AnalyticsRange,
  type AnalyticsReports,
  type AnalyticsSubject,
  type AnalyticsTool,
  type ExportDimension,
} from './server-analytics.ts'
import { describePerson, isUnnamed } from '../activity/format-author.ts'
import { createTrendSource, type TrendSeries, type TrendSource } from './trend-source.ts'
import { getStrings } from '../language/strings.ts'
import { renderNoItems } from '../shell/render-list-panel.ts'
import { renderLoading } from '../shell/render-loading.ts'
import { renderServerPage } from '../shell/server-data/render-server-data.ts'
import { getWorkflowPath } from '../shell/router.ts'
import { ServerDataController } from '../shell/server-data/server-data-controller.ts'
import { analyticsPageStyles } from './analytics-page.styles.ts'
import { page } from '../shell/element.ts'
import type { UrlFields } from '../shell/query-controller.ts'

/** Refresh interval, in ms. The server recomputes a report only after more runs have ended. */
const refreshIntervalMs = 5_000

type ChartStrings = ReturnType<typeof getStrings>['editor']['resultsStrings']['chart']

interface TrendChart {
  title: string
  /**
   * How the chart aggregates values that have the same time. The server has already aggregated them, so there is only
   * one value per time.
   */
  measure: 'sum' | 'mean'
  /** Chart strings that override the default title and measure label. */
  strings: ChartStrings
  source: TrendSource
}

/** Shows runs, durations and costs over time, and grouped by workflow, node, person and model. */
export class AnalyticsPage extends page({
  range: 'month' as AnalyticsRange,
}) {
  static override urlFields: UrlFields<AnalyticsPage> = { range: analyticsRanges }
  static override styles = analyticsPageStyles

  /** Charts for the loaded reports. */
  #charts: readonly TrendChart[] = []
  /** The charted data as JSON, to detect changes. */
  #chartData = ''
  readonly #reports = new ServerDataController(this, {
    task: 'analytics',
    args: () => [this.range],
    load: (api, range) => readAnalytics(api, range, Date.now()),
    onLoad: (reports) => this.#updateCharts(reports),
    pollMs: refreshIntervalMs,
    shouldKeepPrevious: true,
  })

  protected override render(): TemplateResult | typeof nothing {
    if (!this.workspace) return nothing
    const page = {
      ...getStrings().analytics,
      picture: 'analytics',
      renderActions: () => this.#renderControls(),
    } as const
    return renderServerPage(this.#reports, page, (reports) => this.#renderReports(reports))
  }

  #renderControls(): TemplateResult {
    const { analytics: strings } = getStrings()
    return html`<label
        >${strings.range}
        <select
          @change=${({ target }: Event) => {
            this.range = (target as HTMLSelectElement).value as AnalyticsRange
          }}
        >
          ${analyticsRanges.map(
            (range) =>
              html`<option value=${range} .selected=${live(range === this.range)}>${strings.ranges[range]}</option>`,
          )}
        </select></label
      >
      <select aria-label=${strings.export} @change=${(event: Event) => void this.#export(event)}>
        <option value="">${strings.export}</option>
        ${exportDimensions.map((dimension) => html`<option value=${dimension}>${strings.exports[dimension]}</option>`)}
      </select>`
  }

  #renderReports({ totals, workflows, slowestNodes, models, agents, tools, people }: AnalyticsReports): TemplateResult {
    const { analytics: strings, formats } = getStrings()
    if (totals.executions === 0) return html`${renderNoItems('analytics', strings.noRuns)} ${renderTools(tools)}`
    const metrics: readonly (readonly [label: string, value: string])[] = [
      [strings.runs, formats.count(totals.executions)],
      [strings.successRate, formatRate(totals.success_rate)],
      [strings.average, formatMs(totals.average_ms)],
      [strings.p95, formatMs(totals.p95_ms)],
      [strings.tokens, formats.count(totals.token_usage)],
      [strings.cost, formatCost(totals)],
    ]
    return html`
      ${this.#reports.isLoading ? renderLoading() : nothing}
      <dl class="panel figures">
        ${metrics.map(
          ([label, value]) =>
            html`<div>
              <dt>${label}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      <h2 class="visually-hidden">${strings.overTime}</h2>
      <div class="charts">
        ${this.#charts.map(
          ({ title, measure, source, strings: chartStrings }) =>
            html`<section class="panel" aria-label=${title}>
              <aw-chart
                fixed
                .label=${title}
                .strings=${chartStrings}
                .spec=${chartSpecSchema.parse({ y: title, measure, ...(source.onlyPeriod !== undefined ? { mark: 'bar', x: source.onlyPeriod } : { mark: 'line', x: strings.time, color: strings.series }) })}
                .source=${source}
              ></aw-chart>
            </section>`,
        )}
      </div>
      ${this.#renderTable(strings.workflows, workflows, 'usage')}
      ${this.#renderTable(strings.slowestNodes, slowestNodes, 'durations')}
      ${this.#renderTable(strings.models, models, 'calls')}
      ${agents.length === 0 ? nothing : this.#renderTable(strings.agents, agents, 'usage')} ${renderTools(tools)}
      ${people.every(({ id }) => isUnnamed(id)) ? nothing : this.#renderTable(strings.people, people.map(addLabel), 'usage')}
    `
  }

  #renderTable(title: string, subjects: readonly AnalyticsSubject[], kind: keyof typeof columns): TemplateResult {
    const { analytics: strings } = getStrings()
    const workflowNames = new Map(this.#reports.data?.workflows.map(({ workflow_id: id, name }) => [id, name]))
    if (subjects.length === 0)
      return html`<section class="panel">
        <header><h2>${title}</h2></header>
        <p class="muted small">${kind === 'calls' ? strings.noModels : strings.noData}</p>
      </section>`
    return renderTable(
      title,
      columns[kind].map((name) => (kind === 'calls' && name === 'runs' ? strings.calls : strings[name])),
      subjects.map((subject) => [
        renderName(subject, kind === 'durations' ? workflowNames : undefined),
        ...columns[kind].map((name) => formatters[name](subject)),
      ]),
    )
  }

  /** Recreates the charts only if their data has changed, so that a refresh does not interrupt the user. */
  #updateCharts({ totals, trend }: AnalyticsReports): void {
    const chartData = JSON.stringify([totals, trend])
    if (chartData === this.#chartData) return
    this.#chartData = chartData
    this.#charts = createCharts({ totals, trend })
  }

  async #export(event: Event): Promise<void> {
    const select = event.target as HTMLSelectElement
    const dimension = select.value as ExportDimension | ''
    select.value = ''
    if (dimension === '') return
    const file = await this.#reports.request((api) => exportAnalytics(api, this.range, dimension, Date.now()))
    if (file) saveFile(file, `analytics-${dimension}.csv`)
  }
}

/** Renders a table whose first column contains row headers. */
const renderTable = (
  title: string,
  headings: readonly string[],
  rows: readonly (readonly (TemplateResult | string)[])[],
): TemplateResult =>
  html`<section class="panel">
    <header><h2>${title}</h2></header>
    <div class="scroller">
      <table aria-label=${title}>
        <thead>
          <tr>
            ${[getStrings().analytics.name, ...headings].map((heading) => html`<th scope="col">${heading}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, ...cells]) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${cells.map((cell, index) => html`<td data-title=${headings[index]}>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`

function renderTools(tools: readonly AnalyticsTool[]): TemplateResult | typeof nothing {
  const { analytics: strings, formats } = getStrings()
  if (tools.length === 0) return nothing
  return renderTable(
    strings.tools,
    [strings.calls, strings.errors, strings.p95, strings.cost],
    tools.map((tool) => [
      html`${tool.tool} <span class="muted">${tool.provider}</span>`,
      formats.count(tool.calls),
      formats.count(tool.failed),
      formatMs(tool.p95_ms),
      formatCost(tool),
    ]),
  )
}

/** Columns after the name, keyed by kind of table. */
const columns = {
  usage: ['runs', 'successRate', 'average', 'tokens', 'cost'],
  durations: ['runs', 'successRate', 'average', 'max'],
  calls: ['runs', 'errors', 'average', 'tokens', 'cost'],
} as const
type ColumnName = (typeof columns)[keyof typeof columns][number]

const formatMs = (ms: number | null): string => (ms === null ? '–' : getStrings().formats.duration(ms))
const formatRate = (rate: number | null): string => (rate === null ? '–' : getStrings().formats.percent(rate))

/** Formats a cost. If calls with unknown prices are excluded, marks the cost as a minimum. */
function formatCost({
  cost,
  unpriced_calls: unpricedCalls,
}: Pick<AnalyticsSubject, 'cost' | 'unpriced_calls'>): string {
  const { analytics: strings, formats } = getStrings()
  if (cost === null) return strings.noPrice
  const text = formats.cost(cost)
  return unpricedCalls > 0 ? strings.atLeast(text) : text
}

const formatters: Readonly<Record<ColumnName, (subject: AnalyticsSubject) => string>> = {
  runs: ({ executions }) => getStrings().formats.count(executions),
  successRate: ({ success_rate: rate }) => formatRate(rate),
  errors: ({ api_errors: errors }) => getStrings().formats.count(errors),
  average: ({ average_ms: ms }) => formatMs(ms),
  max: ({ max_ms: ms }) => formatMs(ms),
  tokens: ({ token_usage: tokens }) => getStrings().formats.count(tokens),
  cost: formatCost,
}

/** Adds a label to a person without a name, for whom the server sends the ID. */
const addLabel = (person: AnalyticsSubject): AnalyticsSubject =>
  person.name === person.id ? { ...person, name: describePerson(person.id, null) } : person

/** @param workflowNames Workflow names by ID, shown to tell nodes with the same name apart. */
function renderName(
  { id, name, workflow_id: workflowId }: AnalyticsSubject,
  workflowNames?: ReadonlyMap<string | null, string>,
): TemplateResult | string {
  if (workflowId === null) return id === null ? getStrings().analytics.noPerson : name || id
  const workflowName = workflowNames?.get(workflowId)
  return html`<a href=${getWorkflowPath(workflowId)}>${name}</a>${
      workflowName === undefined ? nothing : html` <span class="muted">${workflowName}</span>`
    }`
}

/** Formats a reporting period as its start date. The server's periods are in UTC. */
const formatPeriod = (start: Date): string =>
  new Intl.DateTimeFormat(getStrings().formats.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(start)

function createCharts({ totals, trend }: Pick<AnalyticsReports, 'totals' | 'trend'>): TrendChart[] {
  const { analytics: strings } = getStrings()
  const createChart = (title: string, series: readonly TrendSeries[], measure: 'sum' | 'mean' = 'sum'): TrendChart => ({
    title,
    measure,
    strings: { ...getStrings().editor.resultsStrings.chart, title: () => title, formatMeasure: (_, column) => column },
    source: createTrendSource(trend, series, {
      time: strings.time,
      value: title,
      series: strings.series,
      formatPeriod,
    }),
  })
  const charts = [
    createChart(strings.runs, [
      { name: strings.completed, read: ({ completed }) => completed },
      { name: strings.failed, read: ({ failed }) => failed },
    ]),
    createChart(
      strings.durationSeconds,
      [
        { name: strings.average, read: ({ average_ms: ms }) => (ms === null ? null : ms / 1000) },
        { name: strings.p95, read: ({ p95_ms: ms }) => (ms === null ? null : ms / 1000) },
      ],
      'mean',
    ),
  ]
  if (totals.api_calls > 0)
    charts.push(
      createChart(strings.costDollars, [{ name: strings.cost, read: ({ cost }) => cost }]),
      createChart(strings.tokens, [
        { name: strings.inputTokens, read: ({ input_tokens: tokens }) => tokens },
        { name: strings.outputTokens, read: ({ output_tokens: tokens }) => tokens },
      ]),
    )
  return charts
}

customElements.define('studio-analytics', AnalyticsPage)
