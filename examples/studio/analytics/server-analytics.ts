import type { ServerApi } from '@aw-flow/client'
import { fillPeriods } from './trend-source.ts'

/** Time ranges that users can select, shortest first. */
export const analyticsRanges = ['day', 'week', 'month', 'year'] as const
export type AnalyticsRange = (typeof analyticsRanges)[number]

/** Dimensions that exported metrics can be broken down by. */
export const exportDimensions = ['all', 'workflow', 'node', 'person', 'model', 'agent', 'tool'] as const
export type ExportDimension = (typeof exportDimensions)[number]

const rangeDays: Readonly<Record<AnalyticsRange, number>> = { day: 1, week: 7, month: 30, year: 365 }
const msPerDay = 86_400_000

/** Metrics for runs, nodes or model calls. Durations are in ms, or `null` if there were no executions. */
export interface AnalyticsMetrics {
  executions: number
  completed: number
  failed: number
  success_rate: number | null
  average_ms: number | null
  max_ms: number | null
  api_calls: number
  api_errors: number
  input_tokens: number
  output_tokens: number
  token_usage: number
  cost: number | null
  unpriced_calls: number
}

/** Metrics for one hour, day, week or month. */
export interface AnalyticsPeriod extends AnalyticsMetrics {
  period_start: string
  p95_ms: number | null
}

/** Metrics for one workflow, node, person, model or model agent. */
export interface AnalyticsSubject extends AnalyticsMetrics {
  /** `null` for workflows, and for runs that were not started by a person. */
  id: string | null
  name: string
  workflow_id: string | null
}

/** Metrics for calls to one tool of a provider or MCP server. */
export interface AnalyticsTool {
  tool: string
  provider: string
  calls: number
  failed: number
  p95_ms: number | null
  cost: number | null
  unpriced_calls: number
}

/** All reports for a time range, as returned by the server. */
export interface AnalyticsReports {
  totals: AnalyticsMetrics & { p95_ms: number | null }
  trend: readonly AnalyticsPeriod[]
  workflows: readonly AnalyticsSubject[]
  people: readonly AnalyticsSubject[]
  models: readonly AnalyticsSubject[]
  agents: readonly AnalyticsSubject[]
  tools: readonly AnalyticsTool[]
  slowestNodes: readonly AnalyticsSubject[]
}

const toQuery = (range: AnalyticsRange, now: number) => ({
  from: new Date(now - rangeDays[range] * msPerDay).toISOString(),
})

export async function readAnalytics(api: ServerApi, range: AnalyticsRange, now: number): Promise<AnalyticsReports> {
  const query = toQuery(range, now)
  const [costs, performance] = await Promise.all([
    api.call('GET /api/v1/analytics/costs', { query }),
    api.call('GET /api/v1/analytics/performance', { query }),
  ])
  const { totals, workflows, people, models, agents, tools } = costs.value
  const trend = fillPeriods(costs.value)
  return { totals, trend, workflows, people, models, agents, tools, slowestNodes: performance.value.slowest_nodes }
}

/** Exports the metrics for a time range as a CSV file. */
export async function exportAnalytics(
  api: ServerApi,
  range: AnalyticsRange,
  dimension: ExportDimension,
  now: number,
): Promise<Blob> {
  const query = { ...toQuery(range, now), dimension }
  return (await api.call('GET /api/v1/analytics/export', { query })).value as Blob
}
