import { error, foldRun, isEnded, type Problem, type RunEvent, type WaitFor } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { readConfiguration } from '../api/configuration.ts'
import { archived, startRun, startShape } from '../api/start-run.ts'
import type { AppDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import type { Backend } from '../backend.ts'
import { errorAnswers, refuse } from '../error-answer.ts'
import { jsonAnswer } from '../json-answer.ts'
import { nullableDocumentSchema } from '../openapi-components.ts'
import { readBody } from '../read-json-body.ts'
import type { RunSummary } from '../store/runs.ts'
import { idParamsSchema } from '../wire/id.ts'
import { listAnswer, listQuerySchema, listSchema, pageRequest } from '../wire/list.ts'
import { stepsToWire, stepWireSchema } from '../wire/run.ts'
import { wordedRunToWire, wordedRunWireSchema, wordedStatusSchema, type RunWords } from '../wire/run-words.ts'
import { sortRequest, sortSchema } from '../wire/sort.ts'
import { noWorkflow } from './workflows.ts'
import { renderAnswer } from '../wire/render-answer.ts'

export const runParams = idParamsSchema('0b9c8c5e-52d4-4d0e-a7a4-31d4b1a1f0c3')
export const missingRun = errorAnswers({ 404: 'No such run.' })
export const missingOrSenseless = errorAnswers({ 404: 'No such run.', 422: 'A query that makes no sense.' })

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
      .openapi({ description: 'The process that performs it, and its last sign of life; null while none does.' }),
    problem: nullableDocumentSchema<Problem>('Problem'),
  })
  .openapi('RunWithSteps')

/** C's start names the workflow, and how it was triggered. */
const startBodySchema = z
  .strictObject({
    workflow_id: z.string(),
    trigger_type: z.enum(['manual', 'api']).optional(),
    ...startShape,
  })
  .openapi('StartRun', { example: { workflow_id: '5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11', trigger_type: 'manual' } })

const time = z.iso.datetime({ offset: true }).optional()

/** The routes of one group that tell of runs, start and end them. */
const describeRoutes = ({ path, tag }: RunWords) => ({
  list: createRoute({
    method: 'get',
    path,
    tags: [tag],
    summary: 'The runs, newest first',
    request: {
      query: listQuerySchema.extend({
        status: wordedStatusSchema.optional(),
        workflow_id: z.string().optional(),
        from: time.openapi({ description: 'Made at this time or later.', example: '2026-11-20T00:00:00Z' }),
        to: time.openapi({ description: 'Made before this time.' }),
        sort: sortSchema(['created_at', 'started_at', 'ended_at']),
      }),
    },
    responses: {
      200: jsonAnswer('Runs.', listSchema(wordedRunWireSchema)),
      ...errorAnswers({ 422: 'A query that makes no sense.' }),
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
        400: 'Not JSON.',
        404: 'No such workflow.',
        409: 'The workflow is archived.',
        415: 'Not said to be JSON.',
        422: 'It cannot run; see details.',
      }),
    },
  }),
  one: createRoute({
    method: 'get',
    path: `${path}/{id}`,
    tags: [tag],
    summary: 'One run, and how far each node is',
    request: { params: runParams },
    responses: { 200: jsonAnswer('The run.', oneSchema), ...missingRun },
  }),
  cancel: createRoute({
    method: 'post',
    path: `${path}/{id}/cancel`,
    tags: [tag],
    summary: 'Ask a run to stop',
    request: { params: runParams },
    responses: {
      202: jsonAnswer('It is told to stop.', wordedRunWireSchema),
      ...missingRun,
      ...errorAnswers({ 409: 'Ended.' }),
    },
  }),
  retry: createRoute({
    method: 'post',
    path: `${path}/{id}/retry`,
    tags: [tag],
    summary: 'Begin a new run that takes over what a failed one came to, up to its last good step',
    request: { params: runParams },
    responses: {
      202: jsonAnswer('The new run; `retry_of` names this one.', wordedRunWireSchema),
      ...missingRun,
      ...errorAnswers({ 409: 'It neither failed nor was cancelled.' }),
    },
  }),
  remove: createRoute({
    method: 'delete',
    path: `${path}/{id}`,
    tags: [tag],
    summary: 'Remove a run that has ended; it can be brought back until it is purged',
    request: { params: runParams },
    responses: { 204: { description: 'Removed.' }, ...missingRun, ...errorAnswers({ 409: 'It goes on.' }) },
  }),
  restore: createRoute({
    method: 'post',
    path: `${path}/{id}/restore`,
    tags: [tag],
    summary: 'Bring a removed run back, with its record and its results',
    request: { params: runParams },
    responses: {
      200: jsonAnswer('The run.', wordedRunWireSchema),
      ...errorAnswers({ 404: 'No such run, or it has been purged.' }),
    },
  }),
})

export const noRun = (id: string): Problem => error('run.not-found', { id })

/** A group of routes over runs: what happened is computed from each run's events. */
export function addRunRoutes(app: OpenAPIHono<AppEnvironment>, dependencies: AppDependencies, words: RunWords): void {
  const { backend, newId } = dependencies
  const { list, start, one, cancel, retry, remove, restore } = describeRoutes(words)
  app.openAPIRegistry.register('StartRun', startBodySchema)
  const wire = async ({ store }: Backend, run: RunSummary) =>
    wordedRunToWire(run, words, run.status === 'waiting' ? kindsOf(await store.runs.events(run.id)) : null)

  app.openapi(list, async (context) => {
    const { status, workflow_id: workflowId, from, to, sort, ...page } = context.req.valid('query')
    const opened = await backend()
    const states = status === undefined ? undefined : words.states(status)
    // A word of another group means nothing here.
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
    const { workflow_id: id, trigger_type: _how, ...given } = body
    const opened = await backend()
    const { workflows, facts } = opened.store
    const [stored, configuration] = await Promise.all([workflows.find(id), readConfiguration(facts)])
    if (!stored) return refuse(context, 404, noWorkflow(id))
    const isOver = archived(stored)
    if (isOver) return refuse(context, 409, isOver)
    const { run, problems } = await startRun(stored, given, { ...dependencies, backend: opened, configuration })
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
    const opened = await backend()
    if (!(await opened.store.runs.find(id))) return refuse(context, 404, noRun(id))
    const began = await opened.runs.retry(id, newId())
    return began.problem ? refuse(context, 409, began.problem) : context.json(await wire(opened, began.run), 202)
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

/** What a run waits for: the kinds, each once. */
const kindsOf = (record: readonly RunEvent[]): string | null =>
  [...new Set(waitingOf(record).map(({ wait_for: { kind } }) => kind))].join(', ') || null

function problemOf(record: readonly RunEvent[]): Problem | null {
  const view = foldRun(record)
  const failed = Object.values(view.nodes).find(({ state, error: cause }) => state === 'failed' && cause)
  return view.problem ?? failed?.error?.problem ?? null
}
