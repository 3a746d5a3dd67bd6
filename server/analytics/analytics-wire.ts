import { toKnownCost } from '@aw-flow/agents'
import { z } from '@hono/zod-openapi'
import type { ToolSums } from '../web-tools/tool-usage.ts'
import type { PeriodSums, ReportRange, SubjectSums } from './analytics.ts'
import { findQuantile } from './duration-buckets.ts'
import type { Sums } from './measure-run.ts'
import { selectPeriod, findNextPeriodStart, findPeriodStart, periods, type Period } from './periods.ts'

const countSchema = z.number().int()
const millisecondsSchema = z.number().nullable()
const costSchema = z.number().nullable().openapi({
  description: 'Cost of calls whose price is known, in US dollars; null if all prices are unknown.',
})

const sumFields = {
  executions: countSchema,
  completed: countSchema,
  failed: countSchema,
  cancelled: countSchema,
  success_rate: z.number().nullable().openapi({
    description:
      'Fraction of executions that completed, among those that completed or failed, from 0 to 1; null if none did.',
  }),
  retries: countSchema,
  average_ms: millisecondsSchema,
  max_ms: millisecondsSchema,
  api_calls: countSchema.openapi({ description: 'Requests to language models, and web tool calls.' }),
  api_errors: countSchema,
  input_tokens: countSchema,
  output_tokens: countSchema,
  token_usage: countSchema.openapi({ description: 'Input and output tokens.' }),
  cost: costSchema,
  unpriced_calls: countSchema.openapi({
    description: 'Requests whose price is unknown. The cost does not include them.',
  }),
}
const quantileFields = { p50_ms: millisecondsSchema, p95_ms: millisecondsSchema, p99_ms: millisecondsSchema }

const totalsSchema = z.object({ ...sumFields, ...quantileFields }).openapi('AnalyticsTotals')
const periodSchema = z.object({ period_start: z.string(), ...sumFields, ...quantileFields }).openapi('AnalyticsPeriod')
const subjectSchema = z
  .object({
    id: z.string().nullable().openapi({
      description:
        'Path of the node, name of the model, ID of the agent or the person, or kind of trigger. Null if no person started the runs.',
    }),
    name: z.string(),
    workflow_id: z.string().nullable(),
    ...sumFields,
  })
  .openapi('AnalyticsSubject')

const toolsSchema = z
  .array(
    z
      .object({
        tool: z.string().openapi({ example: 'web_search' }),
        provider: z.string().openapi({ description: 'The provider, model or MCP server that handled the call.' }),
        calls: countSchema,
        failed: countSchema,
        cost: costSchema,
        unpriced_calls: countSchema,
        p95_ms: z.number().nullable(),
      })
      .openapi('AnalyticsTool'),
  )
  .openapi({
    description:
      'Web, AI and MCP tool calls by runs and by API requests. Calls by runs are also included in the totals.',
  })

export const toolToWire = ({ tool, provider, calls, failed, cost, unpriced, p95Ms }: ToolSums) => ({
  tool,
  provider,
  calls,
  failed,
  cost: toKnownCost(cost, unpriced),
  unpriced_calls: unpriced,
  p95_ms: p95Ms,
})

const rangeFields = { period: z.enum(periods), from: z.string(), to: z.string() }
const reportFields = { ...rangeFields, totals: totalsSchema, trend: z.array(periodSchema) }

export const overviewSchema = z
  .object({
    ...reportFields,
    workflows: countSchema.openapi({ description: 'Existing workflows.' }),
    published_workflows: countSchema,
    active_users: countSchema.openapi({ description: 'People who started a run in the range.' }),
    running: countSchema.openapi({ description: 'Runs in progress, including queued and waiting ones.' }),
  })
  .openapi('AnalyticsOverview')
export const workflowReportSchema = z
  .object({
    workflow_id: z.string(),
    name: z.string(),
    ...reportFields,
    nodes: z.array(subjectSchema),
    models: z.array(subjectSchema),
  })
  .openapi('WorkflowAnalytics')
export const performanceSchema = z
  .object({ ...reportFields, slowest_workflows: z.array(subjectSchema), slowest_nodes: z.array(subjectSchema) })
  .openapi('PerformanceAnalytics')
export const usageSchema = z
  .object({
    ...reportFields,
    workflows: z.array(subjectSchema),
    people: z.array(subjectSchema),
    triggers: z.array(subjectSchema),
    models: z.array(subjectSchema),
    agents: z.array(subjectSchema),
    tools: toolsSchema,
  })
  .openapi('UsageAnalytics')
export const costsSchema = z
  .object({
    ...reportFields,
    workflows: z.array(subjectSchema),
    people: z.array(subjectSchema),
    models: z.array(subjectSchema),
    agents: z.array(subjectSchema).openapi({ description: 'Model agents, including the calls of their sub-agents.' }),
    tools: toolsSchema,
  })
  .openapi('CostAnalytics')

const timeSchema = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional()

/** Query parameters of all reports. */
export const rangeQuerySchema = z.object({
  period: z.enum(periods).optional().openapi({ description: 'Default: depends on the length of the range.' }),
  from: timeSchema.openapi({ description: 'Default: 30 days ago. Extended to the start of a period.' }),
  to: timeSchema.openapi({ description: 'Default: now. Extended to the end of a period.' }),
})

const dayMs = 24 * 3_600_000
/** Maximum number of periods in a report. */
const maxPeriods = 2_000

/**
 * Converts query parameters to a range. Returns `undefined` if the range ends before it starts or has too many periods.
 */
export function toReportRange(query: z.infer<typeof rangeQuerySchema>, now: number): ReportRange | undefined {
  const to = query.to === undefined ? now : parseEnd(query.to)
  const from = query.from === undefined ? to - 30 * dayMs : Date.parse(query.from)
  if (from > to) return undefined
  const period: Period = query.period ?? selectPeriod(from, to)
  if (period === 'hourly' && to - from > maxPeriods * 3_600_000) return undefined
  // The end is exclusive: a range that ends exactly when a period starts does not include that period.
  return { period, from: findPeriodStart(period, from), to: findNextPeriodStart(period, Math.max(from, to - 1)) }
}

/** Parses the end of a range. A date without a time includes the whole day. */
const parseEnd = (text: string): number => Date.parse(text) + (text.length === 10 ? dayMs : 0)

export const rangeToWire = ({ period, from, to }: ReportRange) => ({
  period,
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
})

export const sumsToWire = (sums: Sums) => ({
  executions: sums.executions,
  completed: sums.completed,
  failed: sums.failed,
  cancelled: sums.cancelled,
  success_rate: sums.completed + sums.failed === 0 ? null : sums.completed / (sums.completed + sums.failed),
  retries: sums.retries,
  average_ms: sums.durationCount === 0 ? null : sums.totalMs / sums.durationCount,
  max_ms: sums.durationCount === 0 ? null : sums.maxMs,
  api_calls: sums.apiCalls,
  api_errors: sums.apiErrors,
  input_tokens: sums.inputTokens,
  output_tokens: sums.outputTokens,
  token_usage: sums.inputTokens + sums.outputTokens,
  cost: toKnownCost(sums.cost, sums.unpricedCalls),
  unpriced_calls: sums.unpricedCalls,
})

export const totalsToWire = (sums: Sums) => ({
  ...sumsToWire(sums),
  p50_ms: findDuration(sums, 0.5),
  p95_ms: findDuration(sums, 0.95),
  p99_ms: findDuration(sums, 0.99),
})

/** Returns a quantile of the durations in ms. That of few durations is the longest of them, which is known exactly. */
const findDuration = ({ durations, durationCount, maxMs }: Sums, quantile: number): number | null =>
  durationCount > 0 && Math.ceil(quantile * durationCount) === durationCount ? maxMs : findQuantile(durations, quantile)

export const periodToWire = (sums: PeriodSums) => ({
  period_start: new Date(sums.periodStart).toISOString(),
  ...totalsToWire(sums),
})

/** @param names Names of people, agents or workflows, keyed by ID. */
export const subjectToWire = (subject: SubjectSums, names: ReadonlyMap<string, string> = new Map()) => ({
  id: subject.key || null,
  name: names.get(subject.key || subject.workflowId) ?? (subject.label || subject.key),
  workflow_id: subject.workflowId || null,
  ...sumsToWire(subject),
})
