import { error, foldRun, isFinalRunState, type RunEvent } from '@aw-flow/schema'
import { tableFormats, type TableFormat } from '@aw-flow/schema/internal'
import { z } from '@hono/zod-openapi'
import { Readable } from 'node:stream'
import type { WorkspaceRoutes } from '../../api/routes.ts'
import type { RouteDependencies } from '../../app-dependencies.ts'
import { getTypeQuality } from '../../http/get-type-quality.ts'
import { formatContentDisposition } from '../../http/content-disposition.ts'
import { sendStream } from '../../http/send-stream.ts'
import { createEventStream } from '../../live/event-stream.ts'
import { createDocumentSchema } from '../../http/openapi-components.ts'
import { listQuerySchema, createPageSchema, toPageRequest } from '../../wire/list.ts'
import {
  nodeExecutionsToWire,
  nodeExecutionWireSchema,
  resultToWire,
  resultWireSchema,
  stepsToWire,
  stepWireSchema,
} from '../../wire/run.ts'
import { createRunLog, logLineSchema } from '../../wire/run-log.ts'
import type { RunRouteGroup } from '../../wire/run-route-group.ts'
import { requireRun, runParams } from './run-routes.ts'
import { renderAs, messageFormatSchema } from '../../wire/render-response.ts'
import { Rejection, requireFound, requireValue } from '../../http/rejection.ts'

/** Adds the routes for reading a run's events, steps, log and results. */
export function addRunRecordRoutes(dependencies: RouteDependencies, group: RunRouteGroup): void {
  const routes = dependencies.createWorkspaceRoutes({ path: group.path, tags: [group.tag] })
  addEventRoute(routes, dependencies)
  addStepRoute(routes, group)
  addLogRoute(routes)
  if (group.tag === 'runs') addTableRoute(routes)
  addResultRoute(routes)
}

function addEventRoute(routes: WorkspaceRoutes, { authentication, metrics }: RouteDependencies): void {
  routes.get('/{id}/events', {
    permission: 'view',
    summary: 'Get the record of a run: all events in order, or a live stream with Accept: text/event-stream',
    params: runParams,
    query: listQuerySchema.extend({
      limit: z.coerce.number().int().min(1).max(10_000).default(1000),
      after: z.coerce.number().int().min(-1).max(2_000_000_000).optional().openapi({
        description: 'Number of the last event that was received. For a stream, Last-Event-ID has the same meaning.',
      }),
      texts: messageFormatSchema.default('english').openapi({
        description: 'Format of messages: "english" for English text, or "messages" for codes with parameters.',
      }),
    }),
    responses: {
      200: {
        description: 'Events. As a stream: `run-event` with its number as id, `progress`, and `end`.',
        content: {
          'application/json': { schema: createPageSchema(createDocumentSchema<RunEvent>('RunEvent')) },
          'text/event-stream': { schema: { type: 'string' } },
        },
      },
      404: 'Run not found.',
    },
    handle: async ({
      context,
      caller,
      backend: { feeds },
      store,
      params: { id },
      query: { after, texts: messageFormat, ...query },
    }) => {
      await requireRun(context, store, id)
      if (prefersEventStream(context.req.header('accept'))) {
        const lastEventId = context.req.header('last-event-id')
        const lastSeq = lastEventId !== undefined && /^\d{1,9}$/.test(lastEventId) ? Number(lastEventId) : (after ?? -1)
        metrics.changeFollowerCount('events', 1)
        const stream = createEventStream(feeds.getRunFeed(store, id), lastSeq + 1, {
          messageFormat,
          onEnd: () => metrics.changeFollowerCount('events', -1),
          async isPermitted() {
            const renewedCaller = authentication.renewCaller ? await authentication.renewCaller(caller) : caller
            return renewedCaller?.permissions.has('view') === true
          },
        })
        return context.body(stream, 200, {
          'Content-Type': 'text/event-stream; charset=utf-8',
          'Cache-Control': 'no-store',
          'X-Accel-Buffering': 'no',
        })
      }
      const pageRequest = toPageRequest(query)
      const offset = after === undefined ? pageRequest.offset : after + 1
      const events = await store.runs.readEventPage(id, { limit: pageRequest.limit, offset })
      return context.json(renderAs(events, messageFormat))
    },
  })
}

function addStepRoute(routes: WorkspaceRoutes, group: RunRouteGroup): void {
  routes.get(`/{id}/${group.steps}`, {
    permission: 'view',
    summary: 'List the nodes of a run: inputs, outputs, errors, times, retries',
    params: runParams,
    query: listQuerySchema,
    responses: {
      200: [
        'Steps.',
        createPageSchema(
          group.steps === 'nodes' ? nodeExecutionWireSchema : (stepWireSchema as typeof nodeExecutionWireSchema),
        ),
      ],
      404: 'Run not found.',
    },
    handle: async ({ context, backend: { runs }, store, params: { id }, query }) => {
      const { limit, offset } = toPageRequest(query)
      await requireRun(context, store, id)
      const toWire = group.steps === 'nodes' ? nodeExecutionsToWire : (stepsToWire as typeof nodeExecutionsToWire)
      const allSteps = toWire(await store.runs.readEvents(id), runs.getProgress(id))
      return { items: allSteps.slice(offset, offset + limit), total: allSteps.length, limit, offset }
    },
  })
}

function addLogRoute(routes: WorkspaceRoutes): void {
  routes.get('/{id}/logs', {
    permission: 'view',
    summary: 'Get the log of a run',
    params: runParams,
    query: listQuerySchema.extend({ level: logLineSchema.shape.level.optional() }),
    responses: { 200: ['Log lines, oldest first.', createPageSchema(logLineSchema)], 404: 'Run not found.' },
    handle: async ({ context, store, params: { id }, query: { level, ...query } }) => {
      const { limit, offset } = toPageRequest(query)
      await requireRun(context, store, id)
      const lines = createRunLog(await store.runs.readEvents(id)).filter(
        (line) => level === undefined || line.level === level,
      )
      return { items: lines.slice(offset, offset + limit), total: lines.length, limit, offset }
    },
  })
}

/** Adds the route of a result table, which only the current API has. */
function addTableRoute(routes: WorkspaceRoutes): void {
  routes.get('/{id}/tables/{table}', {
    permission: 'view',
    summary: 'Get rows of a result table as an Arrow IPC stream; with format=csv, the entire table as CSV',
    params: runParams.extend({
      table: z.string().openapi({ description: 'ID of the table, as in outputs.', example: 'a00ab7f82f9c' }),
    }),
    query: listQuerySchema.extend({
      limit: z.coerce.number().int().min(1).max(10_000).default(100),
      format: z.enum(['arrow', 'csv']).default('arrow'),
    }),
    responses: {
      200: {
        description:
          'Rows. If their text exceeds 64 MB, long cells are truncated and end with "…", and a last column `aw:lengths` contains the original length of each cell in characters, as a JSON list.',
        content: {
          'application/vnd.apache.arrow.stream': { schema: { type: 'string', format: 'binary' } },
          'text/csv': { schema: { type: 'string' } },
        },
      },
      404: 'Run not found.',
    },
    handle: async ({ context, backend: { pages }, store, params: { id, table }, query: { format, ...query } }) => {
      await requireRun(context, store, id)
      const storedTable = requireFound(
        (await store.runs.listTables(id)).find((candidate) => candidate.table.id === table),
        error('result.no-table', { node: '', count: 0, nodes: [] }),
      )
      if (format === 'csv')
        return sendStream(context, await store.results.openStream(id, storedTable.file), {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Length': String(storedTable.bytes),
        })
      const page = requireValue(await pages.readPage(store, id, storedTable, toPageRequest(query)), 422)
      const headers = { 'Content-Type': 'application/vnd.apache.arrow.stream' }
      return page instanceof Readable
        ? sendStream(context, page, headers)
        : context.body(page as Uint8Array<ArrayBuffer>, 200, headers)
    },
  })
}

function addResultRoute(routes: WorkspaceRoutes): void {
  routes.get('/{id}/result', {
    permission: 'view',
    summary: 'Get the result of a run (tables, reports and validity), or the rows of one table',
    params: runParams,
    query: z.object({
      format: z
        .enum(['json', 'json-rows', 'csv', 'csv-excel', 'jsonl', 'parquet', 'arrow', 'xlsx'])
        .optional()
        .openapi({
          description:
            '`json`: the result with its tables and reports. Other formats: one table; `json-rows` is a list of objects.',
        }),
      node: z.string().optional().openapi({ description: 'The node whose table is returned. Default: the last node.' }),
    }),
    responses: {
      200: {
        description: 'The result.',
        content: {
          'application/json': { schema: resultWireSchema },
          'text/csv': { schema: { type: 'string' } },
          'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
        },
      },
      404: 'Run not found.',
      409: 'The run has not ended, or did not complete.',
    },
    handle: async ({ context, backend: { pages }, store, params: { id }, query: { format, node } }) => {
      const run = await requireRun(context, store, id)
      if (!isFinalRunState(run.status)) throw new Rejection(409, error('run.not-ended', { status: run.status }))
      const tables = await store.runs.listTables(id)
      const isCsv = format === 'csv' || (format === undefined && prefersCsv(context.req.header('accept')))
      if (!isCsv && (format === undefined || format === 'json'))
        return context.json(resultToWire(run, foldRun(await store.runs.readEvents(id)), tables))
      if (node === undefined && run.status !== 'completed')
        throw new Rejection(409, error('run.not-completed', { status: run.status }))
      const table = node === undefined ? tables.at(-1) : tables.findLast((candidate) => candidate.node === node)
      if (!table) {
        const nodes = tables.map((candidate) => candidate.node)
        throw new Rejection(404, error('result.no-table', { node: node ?? '', count: nodes.length, nodes }))
      }
      const tableFormat = isCsv ? 'csv' : toTableFormat(format!)
      const { extension, mediaType } = tableFormats[tableFormat]
      const name = `${run.workflowName} ${table.node}${extension}`.replace(/[/\\:]/g, '-')
      const disposition = { 'Content-Disposition': formatContentDisposition(name) }
      if (tableFormat === 'csv')
        return sendStream(context, await store.results.openStream(id, table.file), {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Length': String(table.bytes),
          ...disposition,
        })
      const stream = requireValue(await pages.write(store, id, table, tableFormat), 422)
      return sendStream(context, stream, { 'Content-Type': mediaType, ...disposition })
    },
  })
}

/**
 * Converts the `format` parameter to a table format. In requests, `json` selects the entire result, and `json-rows`
 * the table's rows as JSON.
 */
const toTableFormat = (format: TableFormat | 'json-rows'): TableFormat => (format === 'json-rows' ? 'json' : format)

const prefersCsv = (accept: string | undefined): boolean =>
  getTypeQuality(accept, 'text/csv') > getTypeQuality(accept, 'application/json')

/** Whether a client names event streams, and does not prefer JSON. */
const prefersEventStream = (accept: string | undefined): boolean => {
  const quality = /text\/event-stream/i.test(accept ?? '') ? getTypeQuality(accept, 'text/event-stream') : 0
  return quality > 0 && quality >= getTypeQuality(accept, 'application/json')
}
