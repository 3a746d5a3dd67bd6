import { error, foldRun, isEnded, type Problem, type RunEvent, type WaitFor } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { Readable } from 'node:stream'
import type { AppDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { contentDisposition } from '../content-disposition.ts'
import { errorAnswers, refuse } from '../error-answer.ts'
import { jsonAnswer } from '../json-answer.ts'
import { documentSchema } from '../openapi-components.ts'
import { idParamsSchema } from '../wire/id.ts'
import { listAnswer, listQuerySchema, listSchema, pageRequest } from '../wire/list.ts'
import {
  resultToWire,
  resultWireSchema,
  runStatusSchema,
  runToWire,
  runWireSchema,
  stepsToWire,
  stepWireSchema,
} from '../wire/run.ts'

const tags = ['runs']
const path = '/api/v1/runs'
const params = idParamsSchema('0b9c8c5e-52d4-4d0e-a7a4-31d4b1a1f0c3')
const missing = errorAnswers({ 404: 'No such run.' })
const missingOrSenseless = errorAnswers({ 404: 'No such run.', 422: 'A query that makes no sense.' })

const list = createRoute({
  method: 'get',
  path,
  tags,
  summary: 'The runs, newest first',
  request: {
    query: listQuerySchema.extend({ status: runStatusSchema.optional(), workflow_id: z.string().optional() }),
  },
  responses: {
    200: jsonAnswer('Runs.', listSchema(runWireSchema)),
    ...errorAnswers({ 422: 'A query that makes no sense.' }),
  },
})

const oneSchema = z
  .object({
    ...runWireSchema.shape,
    steps: z.array(
      stepWireSchema.pick({ node: true, type: true, label: true, status: true, rows: true, progress: true }),
    ),
    waiting: z.array(
      z.object({
        node: z.string(),
        scope: z.array(z.string()).optional(),
        wait_for: z.custom<WaitFor>().openapi({ type: 'object' }),
      }),
    ),
    problem: documentSchema<Problem>('Problem').nullable(),
  })
  .openapi('RunWithSteps')

const one = createRoute({
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'One run, and how far each node is',
  request: { params },
  responses: { 200: jsonAnswer('The run.', oneSchema), ...missing },
})

const events = createRoute({
  method: 'get',
  path: `${path}/{id}/events`,
  tags,
  summary: 'The record of a run: every event in order',
  request: {
    params,
    query: listQuerySchema.extend({ limit: z.coerce.number().int().min(1).max(10_000).default(1000) }),
  },
  responses: { 200: jsonAnswer('Events.', listSchema(documentSchema<RunEvent>('RunEvent'))), ...missingOrSenseless },
})

const steps = createRoute({
  method: 'get',
  path: `${path}/{id}/steps`,
  tags,
  summary: 'Each node: what came in, what went out, errors, times, retries',
  request: { params, query: listQuerySchema },
  responses: { 200: jsonAnswer('Steps.', listSchema(stepWireSchema)), ...missingOrSenseless },
})

const cancel = createRoute({
  method: 'post',
  path: `${path}/{id}/cancel`,
  tags,
  summary: 'Ask a run to stop',
  request: { params },
  responses: { 202: jsonAnswer('It is told to stop.', runWireSchema), ...missing, ...errorAnswers({ 409: 'Ended.' }) },
})

const approve = createRoute({
  method: 'post',
  path: `${path}/{id}/approvals/{node}`,
  tags,
  summary: 'Decide what a run asks a person',
  request: {
    params: params.extend({ node: z.string().openapi({ example: 'ask' }) }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            decision: z.enum(['approve', 'reject', 'done']).openapi({
              description:
                'Of something that was interrupted: `approve` to do it again, `reject` to fail, `done` where it has come to `edited`.',
            }),
            digest: z
              .string()
              .openapi({ description: 'Of what the person saw: `waiting[].wait_for.digest` of the run.' }),
            scope: z.array(z.string()).optional().openapi({ description: 'Within a loop: `waiting[].scope`.' }),
            edited: z.unknown().optional().openapi({ description: 'Stands in for what was shown.' }),
            by: z.string().max(200).optional(),
            comment: z.string().max(10_000).optional(),
          }),
        },
      },
    },
  },
  responses: {
    202: jsonAnswer('It is decided, and the run goes on.', runWireSchema),
    ...missing,
    ...errorAnswers({ 409: 'The decision does not count: too late, or about something else.', 422: 'No decision.' }),
  },
})

const migrate = createRoute({
  method: 'post',
  path: `${path}/{id}/migrate`,
  tags,
  summary: 'Go on with a run whose node types are gone with the versions that are here',
  request: { params },
  responses: {
    202: jsonAnswer('It goes on.', runWireSchema),
    ...missing,
    ...errorAnswers({ 409: 'It lacks no type, or its settings cannot be made into those of the versions here.' }),
  },
})

const result = createRoute({
  method: 'get',
  path: `${path}/{id}/result`,
  tags,
  summary: 'What came out: table, reports, valid or not; the table itself as CSV',
  request: {
    params,
    query: z.object({
      format: z.enum(['json', 'csv']).optional().openapi({ description: 'Or ask with Accept: text/csv.' }),
      node: z.string().optional().openapi({ description: 'With CSV: the table of this node, not the last one.' }),
    }),
  },
  responses: {
    200: {
      description: 'The result.',
      content: { 'application/json': { schema: resultWireSchema }, 'text/csv': { schema: { type: 'string' } } },
    },
    ...missingOrSenseless,
    ...errorAnswers({ 409: 'It has not ended, or did not complete.' }),
  },
})

const noRun = (id: string): Problem =>
  error('run.not-found', `There is no run ${JSON.stringify(id)}.`, { hint: 'See GET /api/v1/runs.' })

/** `/api/v1/runs`: what happened, computed from each run's events, and what came out. */
export function addRunRoutes(app: OpenAPIHono<AppEnvironment>, { backend }: AppDependencies): void {
  app.openapi(list, async (context) => {
    const query = context.req.valid('query')
    const { store } = await backend()
    const page = await store.runs.list(pageRequest(query), { status: query.status, workflowId: query.workflow_id })
    return context.json(listAnswer(page, runToWire), 200)
  })

  app.openapi(one, async (context) => {
    const { id } = context.req.valid('param')
    const { store, runs } = await backend()
    const run = await store.runs.find(id)
    if (!run) return refuse(context, 404, noRun(id))
    const record = await store.runs.events(id)
    const brief = stepsToWire(record, runs.progress(id)).map(({ node, type, label, status, rows, progress }) => {
      return { node, type, label, status, rows, progress }
    })
    return context.json(
      {
        ...runToWire(run),
        steps: brief,
        waiting: waitingOf(record),
        problem: problemOf(record) ?? run.problem ?? null,
      },
      200,
    )
  })

  app.openapi(events, async (context) => {
    const { id } = context.req.valid('param')
    const { limit, offset } = pageRequest(context.req.valid('query'))
    const { store } = await backend()
    if (!(await store.runs.find(id))) return refuse(context, 404, noRun(id))
    return context.json(await store.runs.eventPage(id, { limit, offset }), 200)
  })

  app.openapi(steps, async (context) => {
    const { id } = context.req.valid('param')
    const { limit, offset } = pageRequest(context.req.valid('query'))
    const { store, runs } = await backend()
    if (!(await store.runs.find(id))) return refuse(context, 404, noRun(id))
    const all = stepsToWire(await store.runs.events(id), runs.progress(id))
    return context.json({ items: all.slice(offset, offset + limit), total: all.length, limit, offset }, 200)
  })

  app.openapi(cancel, async (context) => {
    const { id } = context.req.valid('param')
    const { store, runs } = await backend()
    const run = await store.runs.find(id)
    if (!run) return refuse(context, 404, noRun(id))
    if (isEnded(run.status) || !(await runs.cancel(id))) {
      return refuse(context, 409, error('run.ended', `The run has ended already: ${run.status}.`))
    }
    return context.json(runToWire((await store.runs.find(id)) ?? run), 202)
  })

  app.openapi(approve, async (context) => {
    const { id, node } = context.req.valid('param')
    const { scope, edited, by, comment, ...decision } = context.req.valid('json')
    const { store, runs } = await backend()
    const run = await store.runs.find(id)
    if (!run) return refuse(context, 404, noRun(id))
    const problem = await runs.decide(id, {
      ...decision,
      node,
      ...(scope ? { scope } : {}),
      ...(edited === undefined ? {} : { edited }),
      ...(by === undefined ? {} : { by }),
      ...(comment === undefined ? {} : { comment }),
    })
    if (problem) return refuse(context, 409, problem)
    return context.json(runToWire((await store.runs.find(id)) ?? run), 202)
  })

  app.openapi(migrate, async (context) => {
    const { id } = context.req.valid('param')
    const { store, runs } = await backend()
    const run = await store.runs.find(id)
    if (!run) return refuse(context, 404, noRun(id))
    const problem = await runs.migrate(id)
    if (problem) return refuse(context, 409, problem)
    return context.json(runToWire((await store.runs.find(id)) ?? run), 202)
  })

  app.openapi(result, async (context) => {
    const { id } = context.req.valid('param')
    const { format, node } = context.req.valid('query')
    const { store } = await backend()
    const run = await store.runs.find(id)
    if (!run) return refuse(context, 404, noRun(id))
    if (!isEnded(run.status)) {
      const hint = 'Ask again when GET /api/v1/runs/{id} says completed, failed or cancelled.'
      return refuse(context, 409, error('run.not-ended', `The run is ${run.status}.`, { hint }))
    }
    const kept = await store.runs.tables(id)
    const asCsv = format === 'csv' || (format === undefined && prefersCsv(context.req.header('accept')))
    if (!asCsv) return context.json(resultToWire(run, foldRun(await store.runs.events(id)), kept), 200)
    if (node === undefined && run.status !== 'completed') {
      const hint = 'Name a node with ?node= to get how far it came.'
      return refuse(
        context,
        409,
        error('run.not-completed', `The run ${run.status === 'failed' ? 'failed' : 'was cancelled'}.`, { hint }),
      )
    }
    const table = node === undefined ? kept.at(-1) : kept.findLast((candidate) => candidate.node === node)
    if (!table) {
      const has = kept.map((candidate) => `"${candidate.node}"`).join(', ')
      const message = node === undefined ? 'The run gave no table.' : `The run kept no table of node "${node}".`
      return refuse(context, 404, error('result.no-table', message, { hint: has ? `It kept those of ${has}.` : '' }))
    }
    return context.body(Readable.toWeb(await store.results.stream(id, table.file)) as ReadableStream, 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Length': String(table.bytes),
      'Content-Disposition': contentDisposition(`${run.workflowName} ${table.node}.csv`.replace(/[/\\:]/g, '-')),
    })
  })
}

const prefersCsv = (accept = ''): boolean => /text\/csv/i.test(accept) && !/application\/json/i.test(accept)

const waitingOf = (record: readonly RunEvent[]) =>
  Object.values(foldRun(record).waiting ?? {}).map(({ node, scope, waitFor }) => {
    return { node, ...(scope ? { scope } : {}), wait_for: waitFor }
  })

function problemOf(record: readonly RunEvent[]): Problem | null {
  const view = foldRun(record)
  const failed = Object.values(view.nodes).find(({ state, error: cause }) => state === 'failed' && cause)
  return view.problem ?? failed?.error?.problem ?? null
}
