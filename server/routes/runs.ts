import { configSchema, error, foldRun, isEnded, type Problem, type RunEvent, type WaitFor } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { readConfiguration } from '../api/configuration.ts'
import { archived, startRun, startShape } from '../api/start-run.ts'
import type { AppDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import type { Backend } from '../backend.ts'
import { errorAnswers, refuse } from '../http/error-answer.ts'
import { jsonAnswer } from '../http/json-answer.ts'
import { nullableDocumentSchema } from '../http/openapi-components.ts'
import { readBody } from '../http/read-json-body.ts'
import type { RunSummary } from '../store/runs/runs.ts'
import { idParamsSchema } from '../wire/id.ts'
import { listAnswer, listQuerySchema, listSchema, pageRequest } from '../wire/list.ts'
import { stepsToWire, stepWireSchema } from '../wire/run.ts'
import { wordedRunToWire, wordedRunWireSchema, wordedStatusSchema, type RunWords } from '../wire/run-words.ts'
import { sortRequest, sortSchema } from '../wire/sort.ts'
import { noWorkflow } from './workflows.ts'
import { renderAnswer } from '../wire/render-answer.ts'

export const runParams = idParamsSchema('0b9c8c5e-52d4-4d0e-a7a4-31d4b1a1f0c3')
export const missingRun = errorAnswers({ 404: 'Run not found.' })
export const missingOrInvalid = errorAnswers({ 404: 'Run not found.', 422: 'Invalid query.' })

const oneSchema = z
  .object({
    ...wordedRunWireSchema.shape,
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
    worker: z
      .object({ name: z.string(), heartbeat_at: z.string() })
      .nullable()
      .openapi({ description: 'The process that performs the run, and its last heartbeat; null if none does.' }),
    problem: nullableDocumentSchema<Problem>('Problem'),
  })
  .openapi('RunWithSteps')

/** Start request with workflow and trigger type (requirements C). */
const startBodySchema = z
  .strictObject({
    workflow_id: z.string(),
    trigger_type: z.enum(['manual', 'api']).optional(),
    ...startShape,
  })
  .openapi('StartRun', { example: { workflow_id: '5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11', trigger_type: 'manual' } })

const retryBodySchema = z
  .strictObject({
    settings: z
      .record(z.string(), configSchema)
      .optional()
      .openapi({
        type: 'object',
        additionalProperties: { type: 'object' },
        description: 'Changed settings by node id. Other settings stay unchanged.',
      }),
  })
  .openapi('RetryRun', { example: { settings: { load: { file: 'd'.repeat(64) } } } })

const time = z.iso.datetime({ offset: true }).optional()

/** The routes of one group that read, start and end runs. */
const describeRoutes = ({ path, tag }: RunWords) => ({
  list: createRoute({
    method: 'get',
    path,
    tags: [tag],
    summary: 'List runs, newest first',
    request: {
      query: listQuerySchema.extend({
        status: wordedStatusSchema.optional(),
        workflow_id: z.string().optional(),
        from: time.openapi({ description: 'Created at this time or later.', example: '2026-11-20T00:00:00Z' }),
        to: time.openapi({ description: 'Created before this time.' }),
        sort: sortSchema(['created_at', 'started_at', 'ended_at']),
      }),
    },
    responses: {
      200: jsonAnswer('Runs.', listSchema(wordedRunWireSchema)),
      ...errorAnswers({ 422: 'Invalid query.' }),
    },
  }),
  start: createRoute({
    method: 'post',
    path,
    tags: [tag],
    summary: 'Start a run of a workflow',
    request: {
      body: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/StartRun' } } } },
    },
    responses: {
      202: jsonAnswer('The run.', wordedRunWireSchema),
      ...errorAnswers({
        400: 'Malformed JSON.',
        404: 'Workflow not found.',
        409: 'The workflow is archived.',
        415: 'Content type is not JSON.',
        422: 'The workflow cannot run; see details.',
      }),
    },
  }),
  one: createRoute({
    method: 'get',
    path: `${path}/{id}`,
    tags: [tag],
    summary: 'Get a run with the progress of each node',
    request: { params: runParams },
    responses: { 200: jsonAnswer('The run.', oneSchema), ...missingRun },
  }),
  cancel: createRoute({
    method: 'post',
    path: `${path}/{id}/cancel`,
    tags: [tag],
    summary: 'Cancel a run',
    request: { params: runParams },
    responses: {
      202: jsonAnswer('Cancellation was requested.', wordedRunWireSchema),
      ...missingRun,
      ...errorAnswers({ 409: 'The run has ended.' }),
    },
  }),
  retry: createRoute({
    method: 'post',
    path: `${path}/{id}/retry`,
    tags: [tag],
    summary: 'Retry a failed run in a new run that reuses its results up to the last successful step',
    description:
      'With changed `settings`, a run that completed can be run again, too: results that the settings do not affect are reused.',
    request: {
      params: runParams,
      body: { content: { 'application/json': { schema: { $ref: '#/components/schemas/RetryRun' } } } },
    },
    responses: {
      202: jsonAnswer('The new run; `retry_of` names this one.', wordedRunWireSchema),
      ...missingRun,
      ...errorAnswers({
        400: 'Malformed JSON.',
        409: 'The run has not ended, or it completed and no settings are changed.',
        415: 'Content type is not JSON.',
        422: 'Invalid settings.',
      }),
    },
  }),
  remove: createRoute({
    method: 'delete',
    path: `${path}/{id}`,
    tags: [tag],
    summary: 'Delete an ended run; it can be restored until it is purged',
    request: { params: runParams },
    responses: { 204: { description: 'Deleted.' }, ...missingRun, ...errorAnswers({ 409: 'The run is in progress.' }) },
  }),
  restore: createRoute({
    method: 'post',
    path: `${path}/{id}/restore`,
    tags: [tag],
    summary: 'Restore a deleted run with its record and results',
    request: { params: runParams },
    responses: {
      200: jsonAnswer('The run.', wordedRunWireSchema),
      ...errorAnswers({ 404: 'Run not found, or purged.' }),
    },
  }),
})

export const noRun = (id: string): Problem => error('run.not-found', { id })

/** A group of routes for runs. States are computed from the events of each run. */
export function addRunRoutes(app: OpenAPIHono<AppEnvironment>, dependencies: AppDependencies, words: RunWords): void {
  const { backend, newId } = dependencies
  const { list, start, one, cancel, retry, remove, restore } = describeRoutes(words)
  app.openAPIRegistry.register('StartRun', startBodySchema)
  app.openAPIRegistry.register('RetryRun', retryBodySchema)
  const wire = async ({ store }: Backend, run: RunSummary) =>
    wordedRunToWire(run, words, run.status === 'waiting' ? kindsOf(await store.runs.events(run.id)) : null)

  app.openapi(list, async (context) => {
    const { status, workflow_id: workflowId, from, to, sort, ...page } = context.req.valid('query')
    const opened = await backend()
    const states = status === undefined ? undefined : words.states(status)
    // A state of another group matches nothing here.
    if (states?.length === 0) return context.json({ items: [], total: 0, ...pageRequest(page) }, 200)
    const found = await opened.store.runs.list(pageRequest(page), {
      status: states,
      workflowId,
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
      ...sortRequest<'created_at' | 'started_at' | 'ended_at'>(sort),
    })
    const items = await Promise.all(found.items.map((run) => wire(opened, run)))
    return context.json({ ...listAnswer(found, (run) => run), items }, 200)
  })

  app.openapi(start, async (context) => {
    const { body, refused } = await readBody(context, startBodySchema, { example: '{"workflow_id": "…"}' })
    if (refused) return refuse(context, refused.status, refused.problem, refused.details)
    const { workflow_id: id, trigger_type: _how, ...start } = body
    const opened = await backend()
    const { workflows, serverState } = opened.store
    const [stored, configuration] = await Promise.all([workflows.find(id), readConfiguration(serverState)])
    if (!stored) return refuse(context, 404, noWorkflow(id))
    const archivedProblem = archived(stored)
    if (archivedProblem) return refuse(context, 409, archivedProblem)
    const { run, problems } = await startRun(stored, start, { ...dependencies, backend: opened, configuration })
    if (!run) return refuse(context, 422, problems[0]!, problems)
    context.set('startedRun', run.id)
    return context.json(await wire(opened, run), 202)
  })

  app.openapi(one, async (context) => {
    const { id } = context.req.valid('param')
    const { store, runs } = await backend()
    const run = await store.runs.find(id)
    if (!run) return refuse(context, 404, noRun(id))
    const [record, holder] = await Promise.all([
      store.runs.events(id),
      isEnded(run.status) ? undefined : store.leases.holder(id),
    ])
    const brief = stepsToWire(record, runs.progress(id)).map(({ node, type, label, status, rows, progress }) => {
      return { node, type, label, status, rows, progress }
    })
    return context.json(
      {
        ...wordedRunToWire(run, words, kindsOf(record)),
        steps: brief,
        waiting: renderAnswer(waitingOf(record)),
        worker: holder ? { name: holder.worker, heartbeat_at: holder.beatAt } : null,
        problem: renderAnswer(problemOf(record) ?? run.problem ?? null),
      },
      200,
    )
  })

  app.openapi(cancel, async (context) => {
    const { id } = context.req.valid('param')
    const opened = await backend()
    const run = await opened.store.runs.find(id)
    if (!run) return refuse(context, 404, noRun(id))
    if (isEnded(run.status) || !(await opened.runs.cancel(id))) {
      return refuse(context, 409, error('run.ended', { status: run.status }))
    }
    return context.json(await wire(opened, (await opened.store.runs.find(id)) ?? run), 202)
  })

  app.openapi(retry, async (context) => {
    const { id } = context.req.valid('param')
    const { body, refused } = await readBody(context, retryBodySchema, { optional: true })
    if (refused) return refuse(context, refused.status, refused.problem, refused.details)
    const opened = await backend()
    if (!(await opened.store.runs.find(id))) return refuse(context, 404, noRun(id))
    const started = await opened.runs.retry(id, newId(), body.settings)
    return started.problem ? refuse(context, 409, started.problem) : context.json(await wire(opened, started.run), 202)
  })

  app.openapi(remove, async (context) => {
    const { id } = context.req.valid('param')
    const { store } = await backend()
    if (await store.runs.remove(id)) return context.body(null, 204)
    const run = await store.runs.find(id)
    if (!run) return refuse(context, 404, noRun(id))
    const problem = error('run.goes-on', { status: run.status })
    return refuse(context, 409, problem)
  })

  app.openapi(restore, async (context) => {
    const { id } = context.req.valid('param')
    const opened = await backend()
    await opened.store.runs.restore(id)
    const run = await opened.store.runs.find(id)
    return run ? context.json(await wire(opened, run), 200) : refuse(context, 404, noRun(id))
  })
}

const waitingOf = (record: readonly RunEvent[]) =>
  Object.values(foldRun(record).waiting ?? {}).map(({ node, scope, waitFor }) => {
    return { node, ...(scope ? { scope } : {}), wait_for: waitFor }
  })

/** The distinct kinds of what a run waits for. */
const kindsOf = (record: readonly RunEvent[]): string | null =>
  [...new Set(waitingOf(record).map(({ wait_for: { kind } }) => kind))].join(', ') || null

function problemOf(record: readonly RunEvent[]): Problem | null {
  const view = foldRun(record)
  const failed = Object.values(view.nodes).find(({ state, error: cause }) => state === 'failed' && cause)
  return view.problem ?? failed?.error?.problem ?? null
}
