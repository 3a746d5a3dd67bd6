import { message } from '@aw-flow/messages'
import {
  configSchema,
  error,
  foldRun,
  isFinalRunState,
  defined,
  type Config,
  type Json,
  type Problem,
  type Workflow,
} from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import {
  agentBodySchema,
  agentSchema,
  registeredAgentToWire,
  agentToWire,
  agentWithTokenSchema,
  listedStepSchema,
  listedStepToWire,
  registeredAgentSchema,
  toDefinition,
  type BuiltInAgent,
} from '../agents/agent-wire.ts'
import { checkAgentHealth, testAgent } from '../agents/call-agent.ts'
import {
  modelAgentBodySchema,
  modelAgentSchema,
  modelAgentToWire,
  toModelDefinition,
} from '../agents/model-agent-wire.ts'
import {
  buildAgentRequest,
  findModelAgentProblems,
  isSettled,
  readAgentOutcome,
  toAgentWorkflowId,
  type AgentTask,
} from '../agents/run-model-agent.ts'
import { waitForRun } from '../agents/wait-for-run.ts'
import { createChain } from '../api/create-chain.ts'
import { buildRunRequest } from '../api/start-run.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import type { WorkspaceBackend } from '../backend.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { createDocumentSchema, createNullableObjectSchema } from '../http/openapi-components.ts'
import { readBody, readJsonBody } from '../http/read-json-body.ts'
import type { StoredModelAgent } from '../store/model-agents.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'
import { renderResponse } from '../wire/render-response.ts'
import { resultToWire, resultWireSchema, runToWire, runWireSchema } from '../wire/run.ts'

const tags = ['agents']
const path = '/api/v1/agents'
const exampleDatasetId = '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae'

const agentExample = '{"name": "scorer", "url": "https://agents.example.com/score"}'
const modelAgentExample = '{"name": "Support", "system_prompt": "You are a support agent."}'

/** Timeout for testing a model agent, in ms. */
const testTimeoutMs = 120_000
/** Maximum time since a pull agent's last request for a step, in ms. After that, it is considered unavailable. */
const maxPollIntervalMs = 120_000

const builtInAgentIds = ['loading', 'preparing', 'validation'] as const
type BuiltInAgentId = (typeof builtInAgentIds)[number]

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path,
  tags,
  summary: 'List the built-in agents, and the remote agents and model agents in the workspace',
  request: {
    query: listQuerySchema.extend({
      kind: z.enum(['built-in', 'remote', 'model']).optional(),
      status: z.enum(['active', 'inactive', 'unavailable']).optional(),
      name: z.string().max(100).optional(),
    }),
  },
  responses: {
    200: describeJsonResponse(
      'Agents: built-in agents first, then registered agents by name.',
      createPageSchema(agentSchema),
    ),
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const agentNotFoundResponses = describeErrorResponses({ 404: 'Agent not found.' })
const params = createIdParamsSchema('loading')

const bodyResponses = {
  400: 'Malformed JSON.',
  409: 'The name is not available, or the agent is built in.',
  415: 'Content type is not JSON.',
  422: 'Invalid agent; see details.',
}
const agentBody = {
  required: true,
  content: {
    'application/json': {
      schema: {
        anyOf: [{ $ref: '#/components/schemas/SetAgent' }, { $ref: '#/components/schemas/SetModelAgent' }],
      },
      example: {
        name: 'scorer',
        url: 'https://agents.example.com/score',
        auth_type: 'bearer',
        auth_config: { secret: 'scorer' },
      },
    },
  },
}

const create = createRoute({
  'x-permission': 'administer',
  method: 'post',
  path,
  tags,
  summary: 'Register a remote agent (with `url` or `delivery`) or a model agent (with `system_prompt` or `type`)',
  request: { body: agentBody },
  responses: {
    201: describeJsonResponse(
      'The agent, with its token if it is a pull agent.',
      z.union([agentWithTokenSchema, modelAgentSchema]),
    ),
    ...describeErrorResponses(bodyResponses),
  },
})

const replace = createRoute({
  'x-permission': 'administer',
  method: 'put',
  path: `${path}/{id}`,
  tags,
  summary: "Replace an agent's definition, close its circuit breaker, and create a version if the prompt changed",
  request: { params, body: agentBody },
  responses: {
    200: describeJsonResponse('The agent.', registeredAgentSchema),
    ...agentNotFoundResponses,
    ...describeErrorResponses(bodyResponses),
  },
})

const rotateToken = createRoute({
  'x-permission': 'administer',
  method: 'post',
  path: `${path}/{id}/token`,
  tags,
  summary: 'Replace the token of a pull agent, and invalidate the previous token and the tokens of claimed steps',
  request: { params },
  responses: {
    200: describeJsonResponse('The agent with its token, which is shown only once.', agentWithTokenSchema),
    ...agentNotFoundResponses,
    ...describeErrorResponses({ 409: 'The agent is built in or is a push agent.' }),
  },
})

const remove = createRoute({
  'x-permission': 'administer',
  method: 'delete',
  path: `${path}/{id}`,
  tags,
  summary: 'Delete a registered agent',
  description:
    'The name of the agent becomes available. The secret with the credentials of a remote agent is kept, because other ' +
    'agents or nodes may use it. Delete it with DELETE /api/v1/secrets/{name}.',
  request: { params },
  responses: {
    204: { description: 'Deleted.' },
    ...agentNotFoundResponses,
    ...describeErrorResponses({ 409: 'The agent is built in.' }),
  },
})

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'Get an agent',
  request: { params },
  responses: { 200: describeJsonResponse('The agent.', agentSchema), ...agentNotFoundResponses },
})

const listSteps = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/steps`,
  tags,
  summary: 'List the queued, claimed and recently finished steps of a pull agent',
  request: {
    params,
    query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(20) }),
  },
  responses: {
    200: describeJsonResponse(
      'Unfinished steps first, then the newest finished steps. Empty for push agents.',
      z.object({ items: z.array(listedStepSchema) }),
    ),
    ...agentNotFoundResponses,
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const checkHealth = createRoute({
  'x-permission': 'execute',
  method: 'get',
  path: `${path}/{id}/health`,
  tags,
  summary:
    'Check whether an agent is available: a push agent by its health check URL, a pull agent by its last request',
  request: { params },
  responses: {
    200: describeJsonResponse(
      'Status of the agent. A healthy remote agent responds with a status of 200 to 299, or requested a step in the last two minutes.',
      z.object({
        id: z.string(),
        status: z.enum(['active', 'inactive', 'unavailable']),
        circuit: z.enum(['closed', 'open', 'half-open']).optional(),
        http_status: z.number().int().optional(),
        duration_ms: z.number().int().optional(),
        problem: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
    ...agentNotFoundResponses,
  },
})

const sharedFields = {
  data_id: z.string().openapi({ description: 'Dataset to process.' }),
  wait_seconds: z.number().min(0).max(120).default(30).openapi({
    description:
      'Seconds to wait for the result. If the run does not end in this time, the response describes the run in progress.',
  }),
}

const executeBodySchema = z
  .strictObject({
    ...sharedFields,
    data_id: sharedFields.data_id.optional(),
    input: z
      .union([z.string().max(1_000_000), z.record(z.string(), z.unknown())])
      .optional()
      .openapi({ type: ['object', 'string'], description: 'Input for a remote agent or a model agent.' }),
    config: configSchema.default({}).openapi({ type: 'object', description: 'Node type settings.' }),
  })
  .openapi({ example: { data_id: exampleDatasetId, config: {} } })

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
    info: z.array(z.string()).optional().openapi({ description: 'Conditions on the table profile.' }),
    expression: z.string().optional().openapi({ description: 'JSONata expression that is true for a valid row.' }),
    predicate: z.string().optional().openapi({ description: 'SQL condition for valid rows.' }),
  })
  .openapi({ example: { data_id: exampleDatasetId, columns: ['id', 'name', 'value'] } })

const runResponses = {
  200: describeJsonResponse('The result. The run is stored.', resultWireSchema),
  202: describeJsonResponse('The run is still in progress: see GET /api/v1/runs/{id}.', runWireSchema),
  ...describeErrorResponses({
    400: 'Malformed JSON.',
    404: 'Agent not found.',
    415: 'Content type is not JSON.',
    422: 'The agent cannot run.',
  }),
}

/** Result of an agent's run. For model agents, it includes the answer. */
const agentResultSchema = resultWireSchema.extend({
  answer: z
    .custom<Json>()
    .optional()
    .openapi({
      type: ['object', 'array', 'string', 'number', 'boolean', 'null'],
      description: 'The answer from a model agent.',
    }),
  usage: createNullableObjectSchema<Json>()
    .optional()
    .openapi({ description: 'Requests, tokens and cost of a model agent.' }),
  messages: z
    .custom<Json>()
    .optional()
    .openapi({ type: ['array', 'null'], description: 'The messages and tool calls from a model agent.' }),
})

const execute = createRoute({
  'x-permission': 'execute',
  method: 'post',
  path: `${path}/{id}/execute`,
  tags,
  summary: 'Run a built-in agent on a dataset, or a remote agent or model agent with an input',
  request: {
    params,
    body: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/ExecuteAgent' } } },
    },
  },
  responses: { ...runResponses, 200: describeJsonResponse('The result. The run is stored.', agentResultSchema) },
})

const testResponseSchema = z.object({
  id: z.string(),
  success: z.boolean(),
  http_status: z.number().int().nullable(),
  duration_ms: z.number().int(),
  result: createDocumentSchema<Json>('Json'),
  problem: createNullableObjectSchema<Record<string, unknown>>(),
  run_id: z.string().optional().openapi({ description: 'ID of the model agent run.' }),
})

const test = createRoute({
  'x-permission': 'execute',
  method: 'post',
  path: `${path}/{id}/test`,
  tags,
  summary:
    'Test an agent. A remote agent is called even if its circuit breaker is open; a model agent is tested in a run',
  request: {
    params,
    body: {
      required: false,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/TestAgent' } } },
    },
  },
  responses: {
    200: describeJsonResponse(
      'The outcome of the call. A success closes the circuit breaker of the agent.',
      testResponseSchema,
    ),
    ...agentNotFoundResponses,
    ...describeErrorResponses({
      400: 'Malformed JSON.',
      409: 'The agent is built in or is a pull agent.',
      415: 'Content type is not JSON.',
      422: 'Invalid body; see details.',
    }),
  },
})

const testBodySchema = z
  .strictObject({
    input: z
      .union([z.string().max(1_000_000), z.record(z.string(), z.unknown())])
      .default({})
      .openapi({ type: ['object', 'string'], description: 'Input for the agent.' }),
  })
  .openapi({ example: { input: { amount: 12 } } })

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

const createAgentNotFoundProblem = (id: string): Problem => error('agent.not-found', { id, path })

/**
 * Adds the routes under `/api/v1/agents`. Each execution is a run of a small workflow, which is recorded like any other
 * run.
 */
export function addAgentRoutes(app: OpenAPIHono<AppEnvironment>, dependencies: RouteDependencies): void {
  const { openWorkspace, catalog, newId } = dependencies
  app.openAPIRegistry.register('ExecuteAgent', executeBodySchema)
  app.openAPIRegistry.register('ValidateData', validateBodySchema)

  app.openAPIRegistry.register('SetAgent', agentBodySchema)
  app.openAPIRegistry.register('SetModelAgent', modelAgentBodySchema)
  app.openAPIRegistry.register('TestAgent', testBodySchema)

  const builtInAgents = builtInAgentIds.map((id): BuiltInAgent => {
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
  const findBuiltInAgent = (id: string) => builtInAgents.find((agent) => agent.id === id)
  const createBuiltInProblem = (id: string): Problem => error('agent.built-in', { id })

  app.openapi(list, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { kind, status, name, ...query } = context.req.valid('query')
    const { limit, offset } = toPageRequest(query)
    const matchingAgents = builtInAgents.filter(
      (agent) =>
        (kind ?? 'built-in') === 'built-in' &&
        (status ?? agent.status) === agent.status &&
        (name === undefined || name === agent.id || name === agent.name),
    )
    const builtInPage = matchingAgents.slice(offset, offset + limit)
    const request = {
      limit: Math.max(limit - builtInPage.length, 0),
      offset: Math.max(offset - matchingAgents.length, 0),
    }
    const registeredAgents =
      kind === 'built-in' ? { items: [], total: 0 } : await store.agents.list(request, { kind, name, status })
    const items = [...builtInPage, ...registeredAgents.items.map(registeredAgentToWire)]
    return context.json({ items, total: matchingAgents.length + registeredAgents.total, limit, offset }, 200)
  })

  app.openapi(create, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { json } = await readJsonBody(context)
    if (isModelAgentBody(json)) {
      const { definition, response } = await readModelAgent(context, store)
      if (response) return response
      const agent = await store.modelAgents.add(definition, context.get('caller').id)
      if (!agent) return sendProblem(context, 409, error('agent.name-taken', { name: definition.name }))
      context.header('Location', `${path}/${agent.id}`)
      return context.json(modelAgentToWire(agent), 201)
    }
    const { body, rejection } = await readBody(context, agentBodySchema, { example: agentExample })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const agent = await store.agents.add(toDefinition(body))
    if (!agent) return sendProblem(context, 409, error('agent.name-taken', { name: body.name }))
    context.header('Location', `${path}/${agent.id}`)
    if (agent.delivery === 'push') return context.json(agentToWire(agent), 201)
    const token = await store.agents.rotateToken(agent.id)
    // Responses that contain a token must not be cached by the client or a proxy.
    context.header('Cache-Control', 'no-store')
    return context.json({ ...agentToWire(agent), ...defined({ token }) }, 201)
  })

  app.openapi(rotateToken, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { id } = context.req.valid('param')
    if (findBuiltInAgent(id)) return sendProblem(context, 409, createBuiltInProblem(id))
    const agent = await store.agents.find(id)
    if (!agent) return sendProblem(context, 404, createAgentNotFoundProblem(id))
    if (agent.delivery === 'push') return sendProblem(context, 409, error('agent.is-push-agent', { name: agent.name }))
    const token = await store.agents.rotateToken(id)
    context.header('Cache-Control', 'no-store')
    return token === undefined
      ? sendProblem(context, 404, createAgentNotFoundProblem(id))
      : context.json({ ...agentToWire(agent), token }, 200)
  })

  app.openapi(replace, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { id } = context.req.valid('param')
    if (findBuiltInAgent(id)) return sendProblem(context, 409, createBuiltInProblem(id))
    if (await store.modelAgents.find(id)) {
      const { definition, response } = await readModelAgent(context, store, id)
      if (response) return response
      const agent = await store.modelAgents.replace(id, definition, context.get('caller').id)
      if (agent === 'taken') return sendProblem(context, 409, error('agent.name-taken', { name: definition.name }))
      return agent
        ? context.json(modelAgentToWire(agent), 200)
        : sendProblem(context, 404, createAgentNotFoundProblem(id))
    }
    if (!(await store.agents.find(id))) return sendProblem(context, 404, createAgentNotFoundProblem(id))
    const { body, rejection } = await readBody(context, agentBodySchema, { example: agentExample })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const agent = await store.agents.replace(id, toDefinition(body))
    if (agent === 'taken') return sendProblem(context, 409, error('agent.name-taken', { name: body.name }))
    return agent ? context.json(agentToWire(agent), 200) : sendProblem(context, 404, createAgentNotFoundProblem(id))
  })

  app.openapi(remove, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { id } = context.req.valid('param')
    if (findBuiltInAgent(id)) return sendProblem(context, 409, createBuiltInProblem(id))
    return (await store.agents.remove(id))
      ? context.body(null, 204)
      : sendProblem(context, 404, createAgentNotFoundProblem(id))
  })

  app.openapi(read, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const agent = findBuiltInAgent(id)
    if (agent) return context.json(agent, 200)
    const registeredAgent = (await store.agents.find(id)) ?? (await store.modelAgents.find(id))
    return registeredAgent
      ? context.json(registeredAgentToWire(registeredAgent), 200)
      : sendProblem(context, 404, createAgentNotFoundProblem(id))
  })

  app.openapi(listSteps, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    if (findBuiltInAgent(id)) return context.json({ items: [] }, 200)
    if (!(await store.agents.find(id))) return sendProblem(context, 404, createAgentNotFoundProblem(id))
    const { agentSteps } = (await dependencies.backend()).store
    const steps = await agentSteps.list(id, context.req.valid('query').limit)
    return context.json({ items: steps.map(listedStepToWire) }, 200)
  })

  app.openapi(checkHealth, async (context) => {
    const { store, withEgress } = await openWorkspace(context, 'execute')
    const { id } = context.req.valid('param')
    const agent = findBuiltInAgent(id)
    if (agent) return context.json({ id, status: agent.status }, 200)
    const modelAgent = await store.modelAgents.find(id)
    if (modelAgent) return context.json({ id, status: modelAgent.status }, 200)
    const storedAgent = await store.agents.find(id)
    if (!storedAgent) return sendProblem(context, 404, createAgentNotFoundProblem(id))
    const { circuit } = storedAgent
    if (storedAgent.status === 'inactive') return context.json({ id, status: 'inactive' as const, circuit }, 200)
    if (storedAgent.delivery === 'pull') {
      const isPolling =
        storedAgent.seenAt !== undefined && Date.now() - Date.parse(storedAgent.seenAt) < maxPollIntervalMs
      return context.json({ id, status: isPolling ? ('active' as const) : ('unavailable' as const), circuit }, 200)
    }
    const result = await withEgress((egress) => checkAgentHealth(storedAgent, egress))
    return context.json(
      {
        id,
        status: result.problem ? ('unavailable' as const) : ('active' as const),
        circuit,
        ...defined({ http_status: result.httpStatus }),
        duration_ms: result.ms,
        ...(result.problem ? { problem: { ...renderResponse(result.problem) } } : {}),
      },
      200,
    )
  })

  app.openapi(test, async (context) => {
    const services = await openWorkspace(context, 'execute')
    const { store, withEgress } = services
    const { id } = context.req.valid('param')
    if (findBuiltInAgent(id)) return sendProblem(context, 409, createBuiltInProblem(id))
    const modelAgent = await store.modelAgents.find(id)
    const storedAgent = modelAgent ? undefined : await store.agents.find(id)
    if (!storedAgent && !modelAgent) return sendProblem(context, 404, createAgentNotFoundProblem(id))
    if (storedAgent?.delivery === 'pull')
      return sendProblem(context, 409, error('agent.is-pull-agent', { name: storedAgent.name }))
    const { body, rejection } = await readBody(context, testBodySchema, { optional: true, example: '{"input": {}}' })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    if (modelAgent) return testModelAgent(context, services, modelAgent, body.input as Json)
    if (!storedAgent) return sendProblem(context, 404, createAgentNotFoundProblem(id))
    const input = toRecord(body.input)
    const result = await withEgress((egress) => testAgent(storedAgent, input, { egress, idempotencyKey: newId() }))
    if (!result.problem) await store.agents.reportCall(id, undefined)
    const response: z.infer<typeof testResponseSchema> = {
      id,
      success: !result.problem,
      http_status: result.httpStatus ?? null,
      duration_ms: result.ms,
      result: result.json ?? null,
      problem: result.problem ? { ...renderResponse(result.problem) } : null,
    }
    return context.json(response, 200)
  })

  /** Reads a model agent from the request body. If it is invalid, returns an error response instead. */
  const readModelAgent = async (context: Context<AppEnvironment>, store: WorkspaceStore, id?: string) => {
    const { body, rejection } = await readBody(context, modelAgentBodySchema, { example: modelAgentExample })
    if (rejection) return { response: sendProblem(context, rejection.status, rejection.problem, rejection.details) }
    const definition = toModelDefinition(body)
    const problems = await findModelAgentProblems(definition, { store, documents: dependencies.documents, id })
    return problems[0] ? { response: sendProblem(context, 422, problems[0], [...problems]) } : { definition }
  }

  /** Runs a model agent on a task. Waits until it answers, fails or needs a decision from a person. */
  const runModelAgent = async (
    services: WorkspaceBackend,
    agent: StoredModelAgent,
    task: AgentTask,
    waitMs: number,
  ) => {
    const { request, problems } = await buildAgentRequest(agent, task, { ...dependencies, backend: services })
    if (!request) return { problems }
    const run = await services.runs.start(newId(), toAgentWorkflowId(agent.id), request)
    return { run: await waitForRun(services, run, waitMs, isSettled) }
  }

  const testModelAgent = async (
    context: Context<AppEnvironment>,
    services: WorkspaceBackend,
    agent: StoredModelAgent,
    input: Json,
  ) => {
    const { run, problems } = await runModelAgent(services, agent, { input }, testTimeoutMs)
    if (!run) return sendProblem(context, 422, problems[0]!, problems)
    const { runs } = services.store
    const events = await runs.readEvents(run.id)
    const { problem } = resultToWire(run, foldRun(events), [])
    const response: z.infer<typeof testResponseSchema> = {
      id: agent.id,
      success: run.status === 'completed',
      http_status: null,
      duration_ms: Date.now() - Date.parse(run.createdAt),
      result: readAgentOutcome(events).answer,
      problem: problem && { ...problem },
      run_id: run.id,
    }
    return context.json(response, 200)
  }

  const runAgent = async (
    context: Context<AppEnvironment>,
    services: WorkspaceBackend,
    workflow: Workflow,
    { id, datasetId, waitSeconds }: { id: string; datasetId?: string | undefined; waitSeconds: number },
  ) => {
    const { request, problems } = await buildRunRequest(workflow, defined({ input_data_id: datasetId }), {
      ...dependencies,
      backend: services,
    })
    if (!request) return sendProblem(context, 422, problems[0]!, problems)
    const quotaProblem = await services.store.quotas.findStartProblem()
    if (quotaProblem) return sendProblem(context, 422, quotaProblem)
    const run = await waitForRun(
      services,
      await services.runs.start(newId(), `agent-${id}`, request),
      waitSeconds * 1000,
    )
    if (!isFinalRunState(run.status)) return context.json(runToWire(run), 202)
    const { runs } = services.store
    return context.json(resultToWire(run, foldRun(await runs.readEvents(run.id)), await runs.listTables(run.id)), 200)
  }

  app.openapi(validate, async (context) => {
    const services = await openWorkspace(context, 'execute')
    const example = '{"data_id": "…", "columns": ["id"]}'
    const { body, rejection } = await readBody(context, validateBodySchema, { example })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { data_id: datasetId, wait_seconds: waitSeconds, schema, columns, info, expression, predicate } = body
    const effectiveSchema = columns === undefined ? schema : { columns }
    const config: Config = {
      schema:
        effectiveSchema === undefined
          ? ''
          : typeof effectiveSchema === 'string'
            ? effectiveSchema
            : JSON.stringify(effectiveSchema),
      ...(info ? { facts: info.join('\n') } : {}),
      ...defined({ expression, predicate }),
    }
    return runAgent(context, services, createAgentWorkflow('validation', config), {
      id: 'validation',
      datasetId,
      waitSeconds,
    })
  })

  app.openapi(execute, async (context) => {
    const services = await openWorkspace(context, 'execute')
    const { id } = context.req.valid('param')
    const builtInAgentId = builtInAgentIds.find((candidate) => candidate === id)
    const remoteAgent = builtInAgentId ? undefined : await services.store.agents.find(id)
    const modelAgent = builtInAgentId || remoteAgent ? undefined : await services.store.modelAgents.find(id)
    if (!builtInAgentId && !remoteAgent && !modelAgent) return sendProblem(context, 404, createAgentNotFoundProblem(id))
    const { body, rejection } = await readBody(context, executeBodySchema, { example: '{"data_id": "…"}' })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { data_id: datasetId, wait_seconds: waitSeconds, config, input } = body
    if (modelAgent) {
      const task = { input: input as Json | undefined, dataset: datasetId }
      const { run, problems } = await runModelAgent(services, modelAgent, task, waitSeconds * 1000)
      if (!run) return sendProblem(context, 422, problems[0]!, problems)
      if (!isFinalRunState(run.status)) return context.json(runToWire(run), 202)
      const { runs } = services.store
      const events = await runs.readEvents(run.id)
      const result = resultToWire(run, foldRun(events), await runs.listTables(run.id))
      return context.json({ ...result, ...readAgentOutcome(events) }, 200)
    }
    if (remoteAgent) {
      const node = {
        id: 'agent',
        type: 'remote_agent',
        label: remoteAgent.name,
        config: { agent: remoteAgent.id, input: toRecord(input) },
      }
      const load = { id: 'load', type: 'loading', label: 'Load' }
      const chain = createChain(`Agent ${remoteAgent.name}`, datasetId === undefined ? [node] : [load, node])
      const workflow = { ...chain, edges: chain.edges.map((edge) => ({ ...edge, targetHandle: 'value' })) }
      return runAgent(context, services, workflow, { id: remoteAgent.id, datasetId, waitSeconds })
    }
    if (!builtInAgentId) return sendProblem(context, 404, createAgentNotFoundProblem(id))
    if (datasetId === undefined) {
      const reason = message('value.expected', { expected: message('value.string', {}), found: 'undefined' })
      return sendProblem(context, 422, error('request.invalid', { place: 'data_id', reason }))
    }
    return runAgent(context, services, createAgentWorkflow(builtInAgentId, config), {
      id: builtInAgentId,
      datasetId,
      waitSeconds,
    })
  })
}

/** Creates a workflow that loads a dataset and applies a built-in agent to it. */
function createAgentWorkflow(agentId: BuiltInAgentId, config: Config): Workflow {
  const load = { id: 'load', type: 'loading', label: 'Load', ...(agentId === 'loading' ? { config } : {}) }
  const apply = { id: agentId, type: agentId, label: agentId === 'preparing' ? 'Prepare' : 'Validate', config }
  return createChain(`Agent ${agentId}`, agentId === 'loading' ? [load] : [load, apply])
}

/** Converts the input for a remote agent to an object. */
const toRecord = (input: string | Record<string, unknown> = {}): Record<string, Json> =>
  typeof input === 'string' ? { message: input } : (input as Record<string, Json>)

/**
 * Returns whether a request body describes a model agent: it has no `url`, and has a property that only model agents
 * have.
 */
const isModelAgentBody = (json: Json | undefined): boolean =>
  typeof json === 'object' &&
  json !== null &&
  !('url' in json) &&
  ('type' in json || 'system_prompt' in json || ('kind' in json && json.kind === 'model'))
