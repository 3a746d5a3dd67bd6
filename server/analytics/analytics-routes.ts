import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { WorkspaceBackend } from '../backend.ts'
import { formatContentDisposition } from '../http/content-disposition.ts'
import { sendTexts } from '../http/send-stream.ts'
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
import { Rejection } from '../http/rejection.ts'
import { requireWorkflow } from '../api/require-workflow.ts'

/**
 * Adds the routes for reports on a workspace's ended runs. Reports are cached for an hour, and recomputed sooner if
 * more runs have ended.
 */
export function addAnalyticsRoutes({ createWorkspaceRoutes }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path: '/api/v1/analytics', tags: ['analytics'] })
  /** Returns a report from the cache, or computes it. */
  const readReport = <T>(
    services: WorkspaceBackend,
    name: string,
    range: ReportRange,
    computeReport: (services: WorkspaceBackend, range: ReportRange) => Promise<T>,
  ): Promise<T> =>
    services.store.analytics.getCachedReport(JSON.stringify([name, range]), () => computeReport(services, range))
  const readRange = (query: z.infer<typeof rangeQuerySchema>): ReportRange => {
    const range = toReportRange(query, Date.now())
    if (range) return range
    const reason = 'Use a later end, or a range of at most 2,000 hours'
    throw new Rejection(422, error('request.invalid', { place: 'to', reason }))
  }

  routes.get('/overview', {
    permission: 'view',
    summary: 'Get the number of runs, their success rate and cost',
    query: rangeQuerySchema,
    responses: { 200: ['The report.', overviewSchema], 422: 'Invalid range.' },
    handle: async ({ backend: services, query }) => {
      const range = readRange(query)
      const [report, counts] = await Promise.all([
        readReport(services, 'overview', range, readOverview),
        readCurrentCounts(services),
      ])
      return { ...report, ...counts }
    },
  })
  routes.get('/workflows/{id}', {
    permission: 'view',
    summary: 'Get the runs of a workflow, its slowest nodes and its cost',
    params: createIdParamsSchema('b0f2c3d4-5678-4abc-9def-0123456789ab'),
    query: rangeQuerySchema,
    responses: { 200: ['The report.', workflowReportSchema], 404: 'Workflow not found.', 422: 'Invalid range.' },
    handle: async ({ backend: services, params: { id }, query }) => {
      const storedWorkflow = await requireWorkflow(services.store, id)
      const range = readRange(query)
      const report = await readReport(services, `workflow ${id}`, range, () => readWorkflowReport(services, range, id))
      return { workflow_id: id, name: storedWorkflow.name, ...report }
    },
  })
  routes.get('/performance', {
    permission: 'view',
    summary: 'Get the durations of runs, and the slowest workflows and nodes',
    query: rangeQuerySchema,
    responses: { 200: ['The report.', performanceSchema], 422: 'Invalid range.' },
    handle: async ({ backend: services, query }) =>
      readReport(services, 'performance', readRange(query), readPerformance),
  })
  routes.get('/usage', {
    permission: 'view',
    summary: 'Get the usage of workflows and models by person and trigger',
    query: rangeQuerySchema,
    responses: { 200: ['The report.', usageSchema], 422: 'Invalid range.' },
    handle: async ({ backend: services, query }) => {
      const range = readRange(query)
      const [report, tools] = await Promise.all([
        readReport(services, 'usage', range, readUsage),
        readTools(services, range),
      ])
      return { ...report, ...tools }
    },
  })
  routes.get('/costs', {
    permission: 'view',
    summary: 'Get the cost of language models by workflow, person, model and agent',
    query: rangeQuerySchema,
    responses: { 200: ['The report.', costsSchema], 422: 'Invalid range.' },
    handle: async ({ backend: services, query }) => {
      const range = readRange(query)
      const [report, tools] = await Promise.all([
        readReport(services, 'costs', range, readCosts),
        readTools(services, range),
      ])
      return { ...report, ...tools }
    },
  })
  routes.get('/export', {
    permission: 'view',
    summary: 'Export the metrics of a range as CSV, by period',
    query: rangeQuerySchema.extend({ dimension: z.enum([...dimensions, 'tool']).default('all') }),
    responses: {
      200: { description: 'One row per period and subject.', content: { 'text/csv': { schema: z.string() } } },
      422: 'Invalid range.',
    },
    handle: async ({ context, store, query: { dimension, ...query } }) => {
      const range = readRange(query)
      await store.analytics.refresh()
      const lines =
        dimension === 'tool'
          ? exportTools(await store.toolUsage.sumByPeriod(range))
          : exportSums(store.analytics.exportSums(range, dimension))
      return sendTexts(context, lines, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': formatContentDisposition(`analytics-${dimension}.csv`),
      })
    },
  })
}
