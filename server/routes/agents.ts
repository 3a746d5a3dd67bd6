import { configSchema, error, foldRun, isEnded, type Config, type Problem, type Workflow } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { setTimeout as sleep } from 'node:timers/promises'
import { createChain } from '../api/built-in-templates.ts'
import { buildRunRequest } from '../api/start-run.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import type { WorkspaceBackend } from '../backend.ts'
import { describeErrorAnswers, sendProblem } from '../http/error-answer.ts'
import { describeJsonAnswer } from '../http/json-answer.ts'
import { readBody } from '../http/read-json-body.ts'
import type { RunSummary } from '../store/runs/runs.ts'
import { idParamsSchema } from '../wire/id.ts'
import { listQuerySchema, listSchema, toPageRequest } from '../wire/list.ts'
import { resultToWire, resultWireSchema, runToWire, runWireSchema } from '../wire/run.ts'

const tags = ['agents']
const path = '/api/v1/agents'
const exampleDataset = '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae'

const agentWireSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    kind: z.literal('built-in'),
    status: z.enum(['active', 'unavailable']),
    node_type: z.string().openapi({ description: 'See GET /api/v1/nodes for its settings.' }),
  })
  .openapi('Agent', {
    example: {
      id: 'loading',
      name: 'Load',
      description: 'Loads any file into a table, without configuration.',
      kind: 'built-in',
      status: 'active',
      node_type: 'loading',
    },
  })

const agents = ['loading', 'preparing', 'validation'] as const
type AgentId = (typeof agents)[number]

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path,
  tags,
  summary: 'List the agents of the server',
  request: { query: listQuerySchema },
  responses: {
    200: describeJsonAnswer('Agents.', listSchema(agentWireSchema)),
    ...describeErrorAnswers({ 422: 'Invalid query.' }),
  },
})

const missingAnswer = describeErrorAnswers({ 404: 'Agent not found.' })
const params = idParamsSchema('loading')

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'Get an agent',
  request: { params },
  responses: { 200: describeJsonAnswer('The agent.', agentWireSchema), ...missingAnswer },
})

const health = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/health`,
  tags,
  summary: 'Check whether an agent is available',
  request: { params },
  responses: {
    200: describeJsonAnswer(
      'Status of the agent.',
      z.object({ id: z.string(), status: z.enum(['active', 'unavailable']) }),
    ),
    ...missingAnswer,
  },
})

const sharedFields = {
  data_id: z.string().openapi({ description: 'Dataset to work on.' }),
  wait_seconds: z.number().min(0).max(120).default(30).openapi({
    description: 'Seconds to wait for the result. Afterwards, the response is the run in progress.',
  }),
}

const executeBodySchema = z
  .strictObject({
    ...sharedFields,
    config: configSchema.default({}).openapi({ type: 'object', description: 'Settings of the node type.' }),
  })
  .openapi({ example: { data_id: exampleDataset, config: {} } })

const validateBodySchema = z
  .strictObject({
    ...sharedFields,
    schema: z
      .unknown()
      .optional()
      .openapi({ type: ['object', 'string'], description: 'Schema as an object, or `cosmo-ready`.' }),
    columns: z
      .array(z.unknown().openapi({ type: ['string', 'object'] }))
      .optional()
      .openapi({ description: 'Columns of a schema: names or rules.' }),
    info: z.array(z.string()).optional().openapi({ description: 'Conditions over the table profile.' }),
    expression: z.string().optional().openapi({ description: 'JSONata expression that is true for a valid row.' }),
    predicate: z.string().optional().openapi({ description: 'SQL condition for valid rows.' }),
  })
  .openapi({ example: { data_id: exampleDataset, columns: ['id', 'name', 'value'] } })

const runResponses = {
  200: describeJsonAnswer('The result. The run is stored.', resultWireSchema),
  202: describeJsonAnswer('The run is still in progress: see GET /api/v1/runs/{id}.', runWireSchema),
  ...describeErrorAnswers({
    400: 'Malformed JSON.',
    404: 'Agent not found.',
    415: 'Content type is not JSON.',
    422: 'The agent cannot run.',
  }),
}

const execute = createRoute({
  'x-permission': 'execute',
  method: 'post',
  path: `${path}/{id}/execute`,
  tags,
  summary: 'Run the loading, preparing or validation agent on a dataset',
  request: {
    params,
    body: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/ExecuteAgent' } } },
    },
  },
  responses: runResponses,
})

const validate = createRoute({
  'x-permission': 'execute',
  method: 'post',
  path: `${path}/validate`,
  tags,
  summary: 'Validate a dataset against a schema, conditions or row checks',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/ValidateData' } } },
    },
  },
  responses: runResponses,
})

const createMissingAgentProblem = (id: string): Problem => error('agent.not-found', { id, path })

/** Adds `/api/v1/agents`. Each execution is a run of a small workflow, with a record like any other run. */
export function addAgentRoutes(app: OpenAPIHono<AppEnvironment>, dependencies: RouteDependencies): void {
  const { openWorkspace, requirePermission, catalog, newId } = dependencies
  app.openAPIRegistry.register('ExecuteAgent', executeBodySchema)
  app.openAPIRegistry.register('ValidateData', validateBodySchema)

  const agentList = agents.map((id): z.infer<typeof agentWireSchema> => {
    const type = catalog.list().find((nodeType) => nodeType.type === id)
    return {
      id,
      name: type?.title ?? id,
      description: type?.description ?? '',
      kind: 'built-in',
      status: type ? 'active' : 'unavailable',
      node_type: id,
    }
  })
  const findAgent = (id: string) => agentList.find((agent) => agent.id === id)

  app.openapi(list, (context) => {
    requirePermission(context, 'view')
    const { limit, offset } = toPageRequest(context.req.valid('query'))
    return context.json({ items: agentList.slice(offset, offset + limit), total: agentList.length, limit, offset }, 200)
  })

  app.openapi(read, (context) => {
    requirePermission(context, 'view')
    const { id } = context.req.valid('param')
    const agent = findAgent(id)
    return agent ? context.json(agent, 200) : sendProblem(context, 404, createMissingAgentProblem(id))
  })

  app.openapi(health, (context) => {
    requirePermission(context, 'view')
    const { id } = context.req.valid('param')
    const agent = findAgent(id)
    return agent
      ? context.json({ id, status: agent.status }, 200)
      : sendProblem(context, 404, createMissingAgentProblem(id))
  })

  const runAgent = async (
    context: Context<AppEnvironment>,
    services: WorkspaceBackend,
    workflow: Workflow,
    { id, dataset, wait }: { id: AgentId; dataset: string; wait: number },
  ) => {
    const { request, problems } = await buildRunRequest(
      workflow,
      { input_data_id: dataset },
      { ...dependencies, backend: services },
    )
    if (!request) return sendProblem(context, 422, problems[0]!, problems)
    const run = await waitForEnd(services, await services.runs.start(newId(), `agent-${id}`, request), wait * 1000)
    if (!isEnded(run.status)) return context.json(runToWire(run), 202)
    const { runs } = services.store
    return context.json(resultToWire(run, foldRun(await runs.events(run.id)), await runs.tables(run.id)), 200)
  }

  app.openapi(validate, async (context) => {
    const services = await openWorkspace(context, 'execute')
    const example = '{"data_id": "…", "columns": ["id"]}'
    const { body, rejection } = await readBody(context, validateBodySchema, { example })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { data_id: dataset, wait_seconds: wait, schema, columns, info, expression, predicate } = body
    const effectiveSchema = columns === undefined ? schema : { columns }
    const config: Config = {
      schema:
        effectiveSchema === undefined
          ? ''
          : typeof effectiveSchema === 'string'
            ? effectiveSchema
            : JSON.stringify(effectiveSchema),
      ...(info ? { facts: info.join('\n') } : {}),
      ...(expression === undefined ? {} : { expression }),
      ...(predicate === undefined ? {} : { predicate }),
    }
    return runAgent(context, services, createAgentWorkflow('validation', config), { id: 'validation', dataset, wait })
  })

  app.openapi(execute, async (context) => {
    const services = await openWorkspace(context, 'execute')
    const { id } = context.req.valid('param')
    const agent = agents.find((candidate) => candidate === id)
    if (!agent) return sendProblem(context, 404, createMissingAgentProblem(id))
    const { body, rejection } = await readBody(context, executeBodySchema, { example: '{"data_id": "…"}' })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { data_id: dataset, wait_seconds: wait, config } = body
    return runAgent(context, services, createAgentWorkflow(agent, config), { id: agent, dataset, wait })
  })
}

/** Creates a workflow that loads the dataset and applies the agent. */
function createAgentWorkflow(agent: AgentId, config: Config): Workflow {
  const load = { id: 'load', type: 'loading', label: 'Load', ...(agent === 'loading' ? { config } : {}) }
  const apply = { id: agent, type: agent, label: agent === 'preparing' ? 'Prepare' : 'Validate', config }
  return createChain(`Agent ${agent}`, agent === 'loading' ? [load] : [load, apply])
}

/** Waits until the run has ended, but at most `timeoutMs`. Returns its state. */
async function waitForEnd(
  { store, notifications }: WorkspaceBackend,
  run: RunSummary,
  timeoutMs: number,
): Promise<RunSummary> {
  const deadline = performance.now() + timeoutMs
  let wake: () => void = () => undefined
  const unlisten = notifications.listen({ onEvents: (id) => (id === run.id ? wake() : undefined) })
  try {
    for (;;) {
      const notified = new Promise<void>((resolve) => (wake = resolve))
      const current = (await store.runs.find(run.id)) ?? run
      const remainingMs = deadline - performance.now()
      if (isEnded(current.status) || remainingMs <= 0) return current
      await Promise.race([notified, sleep(Math.min(remainingMs, 500))])
    }
  } finally {
    unlisten()
  }
}
