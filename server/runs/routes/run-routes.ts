import {
  error,
  foldRun,
  isFinalRunState,
  getProblemText,
  defined,
  type Json,
  type Problem,
  type RunEvent,
  type RunProgress,
  type WaitCondition,
} from '@aw-flow/schema'
import { configSchema } from '@aw-flow/schema/internal'
import { toReadableValue } from '@aw-flow/engine'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { receiveJson, startBodySchema } from '../../api/read-start-body.ts'
import { sealForCaller } from '../../privacy/seal-for-caller.ts'
import { startRun } from '../../api/start-run.ts'
import type { WorkspaceRoutes } from '../../api/routes.ts'
import type { RouteDependencies } from '../../app-dependencies.ts'
import type { AppEnvironment } from '../../app-environment.ts'
import type { WorkspaceBackend } from '../../backend.ts'
import { createNullableDocumentSchema } from '../../http/openapi-components.ts'
import { toResultDatasetId } from '../../store/datasets/result-datasets.ts'
import type { WorkspaceStore } from '../../store/open-store.ts'
import type { RunSummary } from '../../store/runs/runs.ts'
import { createIdParamsSchema } from '../../wire/id.ts'
import { deletedSchema, toListResponse, listQuerySchema, createPageSchema, toPageRequest } from '../../wire/list.ts'
import { createRunLog, logLineSchema } from '../../wire/run-log.ts'
import { nodeExecutionsToWire, nodeExecutionWireSchema, stepsToWire, stepWireSchema } from '../../wire/run.ts'
import {
  groupRunToWire,
  groupRunWireSchema,
  groupStatusSchema,
  type RunRouteGroup,
} from '../../wire/run-route-group.ts'
import { toSortOptions, createSortSchema } from '../../wire/sort.ts'
import { renderResponse, renderEnglish } from '../../wire/render-response.ts'
import { Rejection, requireFound, requireValue } from '../../http/rejection.ts'
import { readBody } from '../../http/read-json-body.ts'
import { describeJsonBody } from '../../http/describe-json-body.ts'
import { readBodyText } from '../../http/read-body-text.ts'

export const runParams = createIdParamsSchema('0b9c8c5e-52d4-4d0e-a7a4-31d4b1a1f0c3')

const runDetailsSchema = z
  .object({
    ...groupRunWireSchema.shape,
    steps: z.array(
      stepWireSchema.pick({ node: true, type: true, label: true, status: true, rows: true, progress: true }),
    ),
    waiting: z.array(
      z.object({
        node: z.string(),
        scope: z.array(z.string()).optional(),
        wait_for: z.custom<WaitCondition>().openapi({ type: 'object' }),
      }),
    ),
    worker: z.object({ name: z.string(), heartbeat_at: z.string() }).nullable().openapi({
      description: 'The process that executes the run, and its last heartbeat; null if the run is not executing.',
    }),
    problem: createNullableDocumentSchema<Problem>('Problem'),
    error_message: z.string().nullable().openapi({ description: 'The message of `problem`.' }),
    error: z.string().nullable().openapi({ description: 'Alias of `error_message`.' }),
    logs: z.array(logLineSchema).optional().openapi({ description: 'Only for jobs: the last 100 lines of the log.' }),
    execution_log: z
      .array(logLineSchema)
      .optional()
      .openapi({ description: 'Only for executions: the last 100 lines of the log.' }),
    node_executions: z
      .array(nodeExecutionWireSchema)
      .optional()
      .openapi({ description: 'Only for executions: the nodes.' }),
    progress: z.number().int().openapi({ description: 'Percentage of nodes that have ended.' }),
    result_data_id: z.string().nullable().openapi({
      description: 'The result table of a completed run as a dataset, for `/api/v1/data/{id}` and run inputs.',
    }),
    final_result: z
      .custom<Record<string, Record<string, unknown>>>()
      .nullable()
      .openapi({
        type: ['object', 'null'],
        description:
          'The outputs of the last nodes of a completed run, by node ID and port, up to 100,000 characters. A table ' +
          'is represented by its columns and number of rows.',
      }),
    trigger_data: z
      .custom<Json>()
      .nullable()
      .openapi({ type: ['object', 'array', 'string', 'number', 'boolean', 'null'] }),
    input_data: z
      .custom<Json>()
      .nullable()
      .openapi({
        type: ['object', 'array', 'string', 'number', 'boolean', 'null'],
        description: 'Alias of `trigger_data`.',
      }),
  })
  .openapi('RunWithSteps')

const retryBodySchema = z
  .strictObject({
    settings: z
      .record(z.string(), configSchema)
      .optional()
      .openapi({
        type: 'object',
        additionalProperties: { type: 'object' },
        description: 'Changed settings by node ID. Other settings stay unchanged.',
      }),
  })
  .openapi('RetryRun', { example: { settings: { load: { file: 'd'.repeat(64) } } } })

/** A time or a date. A date means midnight UTC. */
const timeSchema = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional()

/**
 * Finds the run to which a request refers, and includes it in the request's log line.
 *
 * @throws {Rejection} 404 if it does not exist.
 */
export async function requireRun(
  context: Context<AppEnvironment>,
  { runs }: Pick<WorkspaceStore, 'runs'>,
  id: string,
): Promise<RunSummary> {
  const run = await runs.find(id)
  context.set('loggedRun', run)
  return requireFound(run, error('run.not-found', { id }))
}

/** Adds a group of routes for runs. States are computed from each run's events. */
export function addRunRoutes(dependencies: RouteDependencies, group: RunRouteGroup): void {
  const { app, createWorkspaceRoutes } = dependencies
  const routes = createWorkspaceRoutes({ path: group.path, tags: [group.tag] })
  app.openAPIRegistry.register('StartRun', startBodySchema)
  app.openAPIRegistry.register('RetryRun', retryBodySchema)
  addListRoute(routes, group)
  addStartRoute(routes, group, dependencies)
  addDetailsRoute(routes, group)
  addControlRoutes(routes, group, dependencies)
  addDeletionRoutes(routes, group)
}

const toWire = async (group: RunRouteGroup, { store }: WorkspaceBackend, run: RunSummary) =>
  groupRunToWire(run, group, run.status === 'waiting' ? formatWaitKinds(await store.runs.readEvents(run.id)) : null)

function addListRoute(routes: WorkspaceRoutes, group: RunRouteGroup): void {
  routes.get('', {
    permission: 'view',
    summary: 'List runs, newest first',
    query: listQuerySchema.extend({
      status: groupStatusSchema.optional(),
      workflow_id: z.string().optional(),
      from: timeSchema.openapi({ description: 'Created at this time or later.', example: '2026-11-20T00:00:00Z' }),
      to: timeSchema.openapi({ description: 'Created before this time.' }),
      deleted: deletedSchema,
      sort: createSortSchema(['created_at', 'started_at', 'ended_at']),
    }),
    responses: { 200: ['Runs.', createPageSchema(groupRunWireSchema)] },
    handle: async ({
      backend: services,
      query: { status, workflow_id: workflowId, from, to, deleted, sort, ...page },
    }) => {
      const states = status === undefined ? undefined : group.getStates(status)
      // A state that belongs to a different group does not match any runs in this group.
      if (states?.length === 0) return { items: [], total: 0, ...toPageRequest(page) }
      const result = await services.store.runs.list(toPageRequest(page), {
        status: states,
        workflowId,
        from: from === undefined ? undefined : new Date(from),
        to: to === undefined ? undefined : new Date(to),
        deleted: deleted === 'true',
        ...toSortOptions<'created_at' | 'started_at' | 'ended_at'>(sort),
      })
      const items = await Promise.all(result.items.map((run) => toWire(group, services, run)))
      return { ...toListResponse(result, (run) => run), items }
    },
  })
}

function addStartRoute(routes: WorkspaceRoutes, group: RunRouteGroup, dependencies: RouteDependencies): void {
  routes.post('', {
    permission: 'execute',
    summary: 'Start a run of a workflow',
    body: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/StartRun' } } } },
    responses: {
      202: ['The run.', groupRunWireSchema],
      400: 'Malformed JSON.',
      404: 'Workflow not found.',
      409: 'The workflow is archived.',
      415: 'Content type is not JSON.',
      422: 'The workflow cannot run; see details.',
      429: 'A workspace quota is used up.',
    },
    handle: async ({ context, backend: services }) => {
      const rawBody = receiveJson(context, 'start', await readBodyText(context))
      const run = await startRun(context, services, rawBody, dependencies)
      context.set('startedRunId', run.id)
      context.set('loggedRun', run)
      return await toWire(group, services, run)
    },
  })
}

function addDetailsRoute(routes: WorkspaceRoutes, group: RunRouteGroup): void {
  routes.get('/{id}', {
    permission: 'view',
    summary: 'Get a run with the progress of each node',
    params: runParams,
    responses: { 200: ['The run.', runDetailsSchema], 404: 'Run not found.' },
    handle: async ({ context, backend: { runs }, store, params: { id } }) => {
      const run = await requireRun(context, store, id)
      const [record, tables, leaseHolder] = await Promise.all([
        store.runs.readEvents(id),
        run.status === 'completed' ? store.runs.listTables(id) : [],
        isFinalRunState(run.status) ? undefined : store.runs.findHolder(id),
      ])
      const stepSummaries = stepsToWire(record, runs.getProgress(id)).map(
        ({ node, type, label, status, rows, progress }) => ({ node, type, label, status, rows, progress }),
      )
      const problem = findProblem(record) ?? run.problem ?? null
      return {
        ...groupRunToWire(run, group, formatWaitKinds(record)),
        ...findInputs(record, run.inputDataset),
        result_data_id: tables.length > 0 ? toResultDatasetId(id) : null,
        final_result: run.status === 'completed' ? findFinalResult(record) : null,
        progress: computeProgress(stepSummaries),
        steps: stepSummaries,
        waiting: renderResponse(listWaitingNodes(record)),
        worker: leaseHolder ? { name: leaseHolder.worker, heartbeat_at: leaseHolder.beatAt } : null,
        problem: renderResponse(problem),
        error_message: problem && renderEnglish(getProblemText(problem)),
        error: problem && renderEnglish(getProblemText(problem)),
        ...toGroupDetails(group, record, runs.getProgress(id)),
      }
    },
  })
}

/** Adds the routes that cancel and retry runs. */
function addControlRoutes(routes: WorkspaceRoutes, group: RunRouteGroup, { newId }: RouteDependencies): void {
  routes.post('/{id}/cancel', {
    permission: 'execute',
    summary: 'Cancel a run',
    params: runParams,
    responses: {
      202: ['The cancellation was requested.', groupRunWireSchema],
      404: 'Run not found.',
      409: 'The run has ended.',
    },
    handle: async ({ context, caller, backend: services, params: { id } }) => {
      const run = await requireRun(context, services.store, id)
      const name = await sealForCaller(services.accounts, caller, caller.name)
      if (isFinalRunState(run.status) || !(await services.runs.cancel(id, name)))
        throw new Rejection(409, error('run.ended', { status: run.status }))
      return await toWire(group, services, (await services.store.runs.find(id)) ?? run)
    },
  })

  routes.post('/{id}/retry', {
    permission: 'execute',
    summary: 'Retry a failed run in a new run that reuses its results up to the last successful step',
    description:
      'With changed `settings`, a completed run can also be repeated. Results that the settings do not affect are reused.',
    params: runParams,
    body: { content: describeJsonBody('RetryRun').content },
    responses: {
      202: ['The new run, whose `retry_of` is the id of the retried run.', groupRunWireSchema],
      400: 'Malformed JSON.',
      404: 'Run not found.',
      409: 'The run has not ended, or it completed and no settings are changed.',
      415: 'Content type is not JSON.',
      422: 'Invalid settings.',
      429: 'A workspace quota is used up.',
    },
    handle: async ({ context, caller, backend: services, params: { id } }) => {
      const body = await readBody(context, retryBodySchema, { optional: true })
      await requireRun(context, services.store, id)
      const quotaProblem = await services.store.quotas.findStartProblem()
      if (quotaProblem) throw new Rejection(429, quotaProblem)
      const retryResult = await services.runs.retry(id, newId(), {
        settings: body.settings,
        startedBy: caller?.id,
      })
      return await toWire(group, services, requireValue(retryResult, 409))
    },
  })
}

/** Adds the routes that delete and restore runs. */
function addDeletionRoutes(routes: WorkspaceRoutes, group: RunRouteGroup): void {
  routes.delete('/{id}', {
    permission: 'edit',
    summary: 'Delete an ended run; it can be restored until it is purged',
    params: runParams,
    responses: { 204: 'Deleted.', 404: 'Run not found.', 409: 'The run is in progress.' },
    handle: async ({ context, store, params: { id } }) => {
      if (await store.runs.remove(id)) return context.body(null, 204)
      const run = await requireRun(context, store, id)
      throw new Rejection(409, error('run.in-progress', { status: run.status }))
    },
  })

  routes.post('/{id}/restore', {
    permission: 'edit',
    summary: 'Restore a deleted run with its record and results',
    params: runParams,
    responses: { 200: ['The run.', groupRunWireSchema], 404: 'Run not found, or purged.' },
    handle: async ({ context, backend: services, params: { id } }) => {
      await services.store.runs.restore(id)
      const run = await requireRun(context, services.store, id)
      return await toWire(group, services, run)
    },
  })
}

/** Maximum number of log lines in a response about a run. */
const maxLogLines = 100

/** Returns the fields that only the jobs or the executions group includes. */
function toGroupDetails(
  { tag }: RunRouteGroup,
  record: readonly RunEvent[],
  progress: Readonly<Record<string, RunProgress>>,
) {
  if (tag === 'runs') return {}
  const log = createRunLog(record).slice(-maxLogLines)
  return tag === 'jobs'
    ? { logs: log }
    : { execution_log: log, node_executions: nodeExecutionsToWire(record, progress) }
}

const listWaitingNodes = (record: readonly RunEvent[]) =>
  Object.values(foldRun(record).waiting ?? {}).map(({ node, scope, waitFor }) => {
    return defined({ node, scope, wait_for: waitFor })
  })

/** Returns the dataset and trigger data passed to a run. Trigger data is available once the run has started. */
function findInputs(
  record: readonly RunEvent[],
  datasetId?: string,
): { input_data_id: string | null; trigger_data: Json; input_data: Json } {
  const start = record.find((event) => event.type === 'run-started')
  const values = Object.values(start?.inputs ?? {}).flatMap((inputs) => Object.entries(inputs))
  const [, file] = values.find(([, value]) => value.kind === 'file') ?? []
  const [, data] = values.find(([port, value]) => port === 'data' && value.kind === 'json') ?? []
  const triggerData = data?.kind === 'json' ? (data.json as Json) : null
  return {
    input_data_id: datasetId ?? (file?.kind === 'file' ? file.dataset : null),
    trigger_data: triggerData,
    input_data: triggerData,
  }
}

/** Maximum length of the final result in a response, in characters of JSON. */
const maxResultCharacters = 100_000

/**
 * Returns the outputs of the nodes without outgoing edges, keyed by node ID and port. Returns `null` if they are too
 * large.
 */
export function findFinalResult(record: readonly RunEvent[]): Record<string, Record<string, unknown>> | null {
  const { workflow, nodes } = foldRun(record)
  const sourceNodeIds = new Set(workflow?.edges.map(({ source }) => source))
  const lastNodes = (workflow?.nodes ?? []).filter(({ id }) => !sourceNodeIds.has(id))
  const result = Object.fromEntries(
    lastNodes.map(({ id }) => {
      const outputs = Object.entries(nodes[id]?.outputs ?? {})
      return [id, Object.fromEntries(outputs.map(([port, value]) => [port, toReadableValue(value)]))]
    }),
  )
  return JSON.stringify(result).length > maxResultCharacters ? null : result
}

const endedStates: ReadonlySet<string> = new Set(['completed', 'failed', 'skipped', 'cancelled', 'cached'])

/** Computes the percentage of nodes that have ended. */
const computeProgress = (steps: readonly { status: string }[]): number =>
  steps.length === 0
    ? 0
    : Math.floor((100 * steps.filter(({ status }) => endedStates.has(status)).length) / steps.length)

/**
 * Lists the distinct kinds of events for which a run is waiting, separated by commas. Returns `null` if the run is not
 * waiting.
 */
const formatWaitKinds = (record: readonly RunEvent[]): string | null =>
  [...new Set(listWaitingNodes(record).map(({ wait_for: { kind } }) => kind))].join(', ') || null

export function findProblem(record: readonly RunEvent[]): Problem | null {
  const view = foldRun(record)
  const failedNode = Object.values(view.nodes).find(({ state, error: cause }) => state === 'failed' && cause)
  return view.problem ?? failedNode?.error?.problem ?? null
}
