import { error } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { Readable } from 'node:stream'
import { createMissingWorkflowProblem } from '../api/start-run.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import type { WorkspaceBackend } from '../backend.ts'
import { formatContentDisposition } from '../http/content-disposition.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import type { ReportRange } from './analytics.ts'
import {
  readCosts,
  readCurrentCounts,
  readOverview,
  readPerformance,
  readTools,
  readUsage,
  readWorkflowReport,
} from './analytics-reports.ts'
import {
  costsSchema,
  overviewSchema,
  performanceSchema,
  rangeQuerySchema,
  toReportRange,
  usageSchema,
  workflowReportSchema,
} from './analytics-wire.ts'
import { exportSums, exportTools } from './export-sums.ts'
import { dimensions } from './measure-run.ts'

const tags = ['analytics']
const invalidResponse = describeErrorResponses({ 422: 'Invalid range.' })

const createReportRoute = <Path extends string, Schema extends z.ZodType>(
  path: Path,
  summary: string,
  schema: Schema,
) =>
  createRoute({
    'x-permission': 'view',
    method: 'get',
    path: `/api/v1/analytics/${path}`,
    tags,
    summary,
    request: { query: rangeQuerySchema },
    responses: { 200: describeJsonResponse('The report.', schema), ...invalidResponse },
  })

const overview = createReportRoute('overview', 'Get the number of runs, their success rate and cost', overviewSchema)
const performance = createReportRoute(
  'performance',
  'Get the durations of runs, and the slowest workflows and nodes',
  performanceSchema,
)
const usage = createReportRoute('usage', 'Get the usage of workflows and models by person and trigger', usageSchema)
const costs = createReportRoute(
  'costs',
  'Get the cost of language models by workflow, person, model and agent',
  costsSchema,
)

const workflow = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/analytics/workflows/{id}',
  tags,
  summary: 'Get the runs of a workflow, its slowest nodes and its cost',
  request: { params: createIdParamsSchema('b0f2c3d4-5678-4abc-9def-0123456789ab'), query: rangeQuerySchema },
  responses: {
    200: describeJsonResponse('The report.', workflowReportSchema),
    ...describeErrorResponses({ 404: 'Workflow not found.', 422: 'Invalid range.' }),
  },
})

const exportRoute = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/analytics/export',
  tags,
  summary: 'Export the metrics of a range as CSV, by period',
  request: { query: rangeQuerySchema.extend({ dimension: z.enum([...dimensions, 'tool']).default('all') }) },
  responses: {
    200: { description: 'One row per period and subject.', content: { 'text/csv': { schema: z.string() } } },
    ...invalidResponse,
  },
})

/**
 * Adds the routes for reports on a workspace's ended runs. Reports are cached for an hour, and recomputed sooner if
 * more runs have ended.
 */
export function addAnalyticsRoutes(app: OpenAPIHono<AppEnvironment>, { openWorkspace }: RouteDependencies): void {
  /** Returns a report from the cache, or computes it. */
  const readReport = <T>(
    services: WorkspaceBackend,
    name: string,
    range: ReportRange,
    computeReport: (services: WorkspaceBackend, range: ReportRange) => Promise<T>,
  ): Promise<T> =>
    services.store.analytics.getCachedReport(JSON.stringify([name, range]), () => computeReport(services, range))
  const rejectRange = (context: Context<AppEnvironment>) =>
    sendProblem(
      context,
      422,
      error('request.invalid', { place: 'to', reason: 'Use a later end, or a range of at most 2,000 hours' }),
    )

  app.openapi(overview, async (context) => {
    const services = await openWorkspace(context, 'view')
    const range = toReportRange(context.req.valid('query'), Date.now())
    if (!range) return rejectRange(context)
    const [report, counts] = await Promise.all([
      readReport(services, 'overview', range, readOverview),
      readCurrentCounts(services),
    ])
    return context.json({ ...report, ...counts }, 200)
  })
  app.openapi(workflow, async (context) => {
    const services = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const storedWorkflow = await services.store.workflows.findSerialized(id)
    if (!storedWorkflow) return sendProblem(context, 404, createMissingWorkflowProblem(id))
    const range = toReportRange(context.req.valid('query'), Date.now())
    if (!range) return rejectRange(context)
    const report = await readReport(services, `workflow ${id}`, range, () => readWorkflowReport(services, range, id))
    return context.json({ workflow_id: id, name: storedWorkflow.name, ...report }, 200)
  })
  app.openapi(performance, async (context) => {
    const services = await openWorkspace(context, 'view')
    const range = toReportRange(context.req.valid('query'), Date.now())
    if (!range) return rejectRange(context)
    return context.json(await readReport(services, 'performance', range, readPerformance), 200)
  })
  app.openapi(usage, async (context) => {
    const services = await openWorkspace(context, 'view')
    const range = toReportRange(context.req.valid('query'), Date.now())
    if (!range) return rejectRange(context)
    const [report, tools] = await Promise.all([
      readReport(services, 'usage', range, readUsage),
      readTools(services, range),
    ])
    return context.json({ ...report, ...tools }, 200)
  })
  app.openapi(costs, async (context) => {
    const services = await openWorkspace(context, 'view')
    const range = toReportRange(context.req.valid('query'), Date.now())
    if (!range) return rejectRange(context)
    const [report, tools] = await Promise.all([
      readReport(services, 'costs', range, readCosts),
      readTools(services, range),
    ])
    return context.json({ ...report, ...tools }, 200)
  })
  app.openapi(exportRoute, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { dimension, ...query } = context.req.valid('query')
    const range = toReportRange(query, Date.now())
    if (!range) return rejectRange(context)
    await store.analytics.refresh()
    const lines =
      dimension === 'tool'
        ? exportTools(await store.toolUsage.sumByPeriod(range))
        : exportSums(store.analytics.exportSums(range, dimension))
    const bytes = (Readable.toWeb(Readable.from(lines)) as ReadableStream<string>).pipeThrough(new TextEncoderStream())
    return context.body(bytes, 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': formatContentDisposition(`analytics-${dimension}.csv`),
    }) as never
  })
}
