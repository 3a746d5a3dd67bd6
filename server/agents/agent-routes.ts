import type { Catalog } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import {
  error,
  foldRun,
  isFinalRunState,
  defined,
  type Config,
  type Json,
  type Problem,
  type Workflow,
} from '@aw-flow/schema'
import { configSchema, readValidationConfig } from '@aw-flow/schema/internal'
import { z } from '@hono/zod-openapi'
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
} from './agent-wire.ts'
import { checkAgentHealth, testAgent } from './call-agent.ts'
import { modelAgentBodySchema, modelAgentSchema, modelAgentToWire, toModelDefinition } from './model-agent-wire.ts'
import {
  buildAgentRequest,
  findModelAgentProblems,
  isSettled,
  readAgentOutcome,
  toAgentWorkflowId,
  type AgentTask,
} from './run-model-agent.ts'
import { waitForRun } from './wait-for-run.ts'
import { createChain } from '../api/create-chain.ts'
import { noteChange } from '../audit/record-changes.ts'
import { buildRunRequest } from '../api/start-run.ts'
import type { WorkspaceRoutes } from '../api/routes.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import type { WorkspaceBackend } from '../backend.ts'
import { createDocumentSchema, createNullableObjectSchema } from '../http/openapi-components.ts'
import { readBody, readChange, readJson } from '../http/read-json-body.ts'
import { isRecent } from '../store/database/is-due.ts'
import type { ModelAgentDefinition, StoredModelAgent } from './model-agents.ts'
import type { RunSummary } from '../store/runs/runs.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'
import { renderProblem, renderResponse } from '../wire/render-response.ts'
import { resultToWire, resultWireSchema, runToWire, runWireSchema } from '../wire/run.ts'
import { jsonBody } from '../http/json-body.ts'
import { Rejection, requireFound } from '../http/rejection.ts'

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

const params = createIdParamsSchema('loading')

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

const sharedFields = {
  data_id: z.string().optional().openapi({ description: 'Dataset to process.' }),
  input_data_id: z.string().optional().openapi({ description: 'Alias of `data_id`.' }),
  wait_seconds: z.number().min(0).max(120).default(30).openapi({
    description:
      'Seconds to wait for the result. If the run does not end in this time, the response describes the run in progress.',
  }),
}

const executeBodySchema = z
  .strictObject({
    ...sharedFields,
    input: z
      .union([z.string().max(1_000_000), z.record(z.string(), z.unknown())])
      .optional()
      .openapi({ type: ['object', 'string'], description: 'Input for a remote agent or a model agent.' }),
    config: configSchema.default({}).openapi({ type: 'object', description: 'Node type settings.' }),
  })
  .openapi({ example: { data_id: exampleDatasetId, config: {} } })

const infoSchema = z.union([z.array(z.string()), z.record(z.string(), z.json())]).openapi({
  type: ['array', 'object'],
  description:
    'Conditions on the table profile, or values of the profile by name, such as `n_rows`, `n_columns` or `columns.price.nulls`.',
})

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
    info: infoSchema.optional(),
    info_dict: infoSchema.optional().openapi({ description: 'Alias of `info`.' }),
    expression: z.string().optional().openapi({ description: 'JSONata expression that is true for a valid row.' }),
    predicate: z.string().optional().openapi({ description: 'SQL condition for valid rows.' }),
  })
  .refine(({ data_id: id, input_data_id: alias }) => (id ?? alias) !== undefined, {
    path: ['data_id'],
    error: 'Enter the ID of a dataset',
  })
  .openapi({ example: { data_id: exampleDatasetId, columns: ['id', 'name', 'value'] } })

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

const testResponseSchema = z.object({
  id: z.string(),
  success: z.boolean(),
  http_status: z.number().int().nullable(),
  duration_ms: z.number().int(),
  result: createDocumentSchema<Json>('Json'),
  problem: createNullableObjectSchema<Record<string, unknown>>(),
  run_id: z.string().optional().openapi({ description: 'ID of the model agent run.' }),
})

const testBodySchema = z
  .strictObject({
    input: z
      .union([z.string().max(1_000_000), z.record(z.string(), z.unknown())])
      .default({})
      .openapi({ type: ['object', 'string'], description: 'Input for the agent.' }),
  })
  .openapi({ example: { input: { amount: 12 } } })

const createAgentNotFoundProblem = (id: string): Problem => error('agent.not-found', { id, path })

const createBuiltInProblem = (id: string): Problem => error('agent.built-in', { id })

/** Lists the built-in agents. Those whose node type this server does not have are unavailable. */
const listBuiltInAgents = (catalog: Catalog): BuiltInAgent[] =>
  builtInAgentIds.map((id) => {
    const type = catalog.get(id)
    return {
      id,
      name: type?.title ?? id,
      description: type?.description ?? '',
      kind: 'built-in',
      type: 'action',
      status: type ? 'active' : 'unavailable',
      node_type: id,
    }
  })

/** The routes under `/api/v1/agents` and what their handlers need. */
interface AgentRoutes {
  routes: WorkspaceRoutes
  dependencies: RouteDependencies
  builtInAgents: readonly BuiltInAgent[]
  findBuiltInAgent(id: string): BuiltInAgent | undefined
}

/**
 * Adds the routes under `/api/v1/agents`. Each execution is a run of a small workflow, which is recorded like any other
 * run.
 */
export function addAgentRoutes(dependencies: RouteDependencies): void {
  const { app, createWorkspaceRoutes, catalog } = dependencies
  const routes = createWorkspaceRoutes({ path, tags: ['agents'] })

  // The API description lists schemas in the order of their registration.
  app.openAPIRegistry.register('ExecuteAgent', executeBodySchema)
  app.openAPIRegistry.register('ValidateData', validateBodySchema)
  app.openAPIRegistry.register('SetAgent', agentBodySchema)
  app.openAPIRegistry.register('SetModelAgent', modelAgentBodySchema)

  const builtInAgents = listBuiltInAgents(catalog)
  const findBuiltInAgent = (id: string) => builtInAgents.find((agent) => agent.id === id)
  const agentRoutes = { routes, dependencies, builtInAgents, findBuiltInAgent }
  addListRoutes(agentRoutes)
  addItemRoutes(agentRoutes)
  addAvailabilityRoutes(agentRoutes)
  addExecutionRoutes(agentRoutes)
}

/** Adds the routes that list and register agents. */
function addListRoutes({ routes, dependencies, builtInAgents }: AgentRoutes): void {
  routes.get('', {
    permission: 'view',
    summary: 'List the built-in agents, and the remote agents and model agents in the workspace',
    query: listQuerySchema.extend({
      kind: z.enum(['built-in', 'remote', 'model']).optional(),
      type: z.enum(['agent', 'trigger', 'action', 'logic', 'integration']).optional(),
      status: z.enum(['active', 'inactive', 'unavailable']).optional(),
      name: z.string().max(100).optional(),
    }),
    responses: {
      200: ['Agents: built-in agents first, then registered agents by name.', createPageSchema(agentSchema)],
    },
    handle: async ({ store, query: { kind, type, status, name, ...query } }) => {
      const { limit, offset } = toPageRequest(query)
      const matchingAgents = builtInAgents.filter(
        (agent) =>
          (kind ?? 'built-in') === 'built-in' &&
          (type ?? agent.type) === agent.type &&
          (status ?? agent.status) === agent.status &&
          (name === undefined || name === agent.id || name === agent.name),
      )
      const builtInPage = matchingAgents.slice(offset, offset + limit)
      const request = {
        limit: Math.max(limit - builtInPage.length, 0),
        offset: Math.max(offset - matchingAgents.length, 0),
      }
      const registeredAgents =
        kind === 'built-in' || status === 'unavailable'
          ? { items: [], total: 0 }
          : await store.agents.list(request, { kind, type, name, status })
      const items = [...builtInPage, ...registeredAgents.items.map(registeredAgentToWire)]
      return { items, total: matchingAgents.length + registeredAgents.total, limit, offset }
    },
  })

  routes.post('', {
    permission: 'administer',
    summary: 'Register a remote agent (with `url` or `delivery`) or a model agent (with `system_prompt` or `type`)',
    body: agentBody,
    responses: {
      400: 'Malformed JSON.',
      415: 'Content type is not JSON.',
      201: ['The agent, with its token if it is a pull agent.', z.union([agentWithTokenSchema, modelAgentSchema])],
      409: 'The name is not available, or the agent is built in.',
      422: 'Invalid agent; see details.',
    },
    handle: async ({ context, caller, store }) => {
      if (isModelAgentBody(await readJson(context))) {
        const definition = await readModelAgent(dependencies, context, store)
        const agent = await store.modelAgents.add(definition, caller.id)
        if (!agent) throw new Rejection(409, error('agent.name-taken', { name: definition.name }))
        context.header('Location', `${path}/${agent.id}`)
        return modelAgentToWire(agent)
      }
      const body = await readBody(context, agentBodySchema, { example: agentExample })
      const agent = await store.agents.add(toDefinition(body))
      if (!agent) throw new Rejection(409, error('agent.name-taken', { name: body.name }))
      context.header('Location', `${path}/${agent.id}`)
      if (agent.delivery === 'push') return agentToWire(agent)
      const token = await store.agents.rotateToken(agent.id)
      return { ...agentToWire(agent), ...defined({ token }) }
    },
  })
}

/** Adds the routes that read, change and delete an agent. */
function addItemRoutes({ routes, dependencies, findBuiltInAgent }: AgentRoutes): void {
  routes.post('/{id}/token', {
    permission: 'administer',
    summary: 'Replace the token of a pull agent, and invalidate the previous token and the tokens of claimed steps',
    params,
    responses: {
      200: ['The agent with its token, which is shown only once.', agentWithTokenSchema],
      404: 'Agent not found.',
      409: 'The agent is built in or is a push agent.',
    },
    handle: async ({ store, params: { id } }) => {
      if (findBuiltInAgent(id)) throw new Rejection(409, createBuiltInProblem(id))
      const agent = requireFound(await store.agents.find(id), createAgentNotFoundProblem(id))
      if (agent.delivery === 'push') throw new Rejection(409, error('agent.is-push-agent', { name: agent.name }))
      const token = await store.agents.rotateToken(id)
      if (token === undefined) throw new Rejection(404, createAgentNotFoundProblem(id))
      return { ...agentToWire(agent), token }
    },
  })

  routes.put('/{id}', {
    permission: 'administer',
    summary: 'Change an agent, close its circuit breaker, and create a version if the prompt changed',
    description: 'Absent fields keep their values, unless `delivery` changes; `null` resets a field to its default.',
    params,
    body: agentBody,
    responses: {
      400: 'Malformed JSON.',
      415: 'Content type is not JSON.',
      200: ['The agent.', registeredAgentSchema],
      404: 'Agent not found.',
      409: 'The name is not available, or the agent is built in.',
      422: 'Invalid agent; see details.',
    },
    handle: async ({ context, caller, store, params: { id } }) => {
      if (findBuiltInAgent(id)) throw new Rejection(409, createBuiltInProblem(id))
      const modelAgent = await store.modelAgents.find(id)
      if (modelAgent) {
        const definition = await readModelAgent(dependencies, context, store, modelAgent)
        const agent = await store.modelAgents.replace(id, definition, caller.id)
        if (agent === 'taken') throw new Rejection(409, error('agent.name-taken', { name: definition.name }))
        if (!agent) throw new Rejection(404, createAgentNotFoundProblem(id))
        noteChange(context, modelAgentToWire(modelAgent), modelAgentToWire(agent))
        return modelAgentToWire(agent)
      }
      const current = agentToWire(requireFound(await store.agents.find(id), createAgentNotFoundProblem(id)))
      const options = { current, kind: 'delivery', example: agentExample }
      const body = await readChange(context, agentBodySchema, options)
      const agent = await store.agents.replace(id, toDefinition(body))
      if (agent === 'taken') throw new Rejection(409, error('agent.name-taken', { name: body.name }))
      if (!agent) throw new Rejection(404, createAgentNotFoundProblem(id))
      noteChange(context, current, agentToWire(agent))
      return agentToWire(agent)
    },
  })

  routes.delete('/{id}', {
    permission: 'administer',
    summary: 'Delete a registered agent',
    description:
      'The name of the agent becomes available. The secret with the credentials of a remote agent is kept, because other ' +
      'agents or nodes may use it. Delete it with DELETE /api/v1/secrets/{name}.',
    params,
    responses: { 204: 'Deleted.', 404: 'Agent not found.', 409: 'The agent is built in.' },
    handle: async ({ store, params: { id } }) => {
      if (findBuiltInAgent(id)) throw new Rejection(409, createBuiltInProblem(id))
      requireFound(await store.agents.remove(id), createAgentNotFoundProblem(id))
    },
  })

  routes.get('/{id}', {
    permission: 'view',
    summary: 'Get an agent',
    params,
    responses: { 200: ['The agent.', agentSchema], 404: 'Agent not found.' },
    handle: async ({ store, params: { id } }) => {
      const agent = findBuiltInAgent(id)
      if (agent) return agent
      const registeredAgent = requireFound(
        (await store.agents.find(id)) ?? (await store.modelAgents.find(id)),
        createAgentNotFoundProblem(id),
      )
      return registeredAgentToWire(registeredAgent)
    },
  })
}

/** Adds the routes that show whether an agent responds: its steps, its health and a test. */
function addAvailabilityRoutes({ routes, dependencies, findBuiltInAgent }: AgentRoutes): void {
  routes.get('/{id}/steps', {
    permission: 'view',
    summary: 'List the queued, claimed and recently finished steps of a pull agent',
    params,
    query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(20) }),
    responses: {
      200: [
        'Unfinished steps first, then the newest finished steps. Empty for push agents.',
        z.object({ items: z.array(listedStepSchema) }),
      ],
      404: 'Agent not found.',
    },
    handle: async ({ store, params: { id }, query }) => {
      if (findBuiltInAgent(id)) return { items: [] }
      requireFound(await store.agents.find(id), createAgentNotFoundProblem(id))
      const { agentSteps } = (await dependencies.backend()).store
      const steps = await agentSteps.list(id, query.limit)
      return { items: steps.map(listedStepToWire) }
    },
  })

  routes.get('/{id}/health', {
    permission: 'execute',
    summary:
      'Check whether an agent is available: a push agent by its health check URL, a pull agent by its last request',
    params,
    responses: {
      200: [
        'Status of the agent. A healthy remote agent responds with a status of 200 to 299, or requested a step in the last two minutes.',
        z.object({
          id: z.string(),
          status: z.enum(['active', 'inactive', 'unavailable']),
          circuit: z.enum(['closed', 'open', 'half-open']).optional(),
          http_status: z.number().int().optional(),
          duration_ms: z.number().int().optional(),
          problem: z.record(z.string(), z.unknown()).optional(),
        }),
      ],
      404: 'Agent not found.',
    },
    handle: async ({ backend: { withEgress }, store, params: { id } }) => {
      const agent = findBuiltInAgent(id)
      if (agent) return { id, status: agent.status }
      const modelAgent = await store.modelAgents.find(id)
      if (modelAgent) return { id, status: modelAgent.status }
      const storedAgent = requireFound(await store.agents.find(id), createAgentNotFoundProblem(id))
      const { circuit } = storedAgent
      if (storedAgent.status === 'inactive') return { id, status: 'inactive' as const, circuit }
      if (storedAgent.delivery === 'pull') {
        const isPolling =
          storedAgent.seenAt !== undefined && isRecent(Date.parse(storedAgent.seenAt), maxPollIntervalMs, Date.now())
        return { id, status: isPolling ? ('active' as const) : ('unavailable' as const), circuit }
      }
      const result = await withEgress((egress) => checkAgentHealth(storedAgent, egress))
      return {
        id,
        status: result.problem ? ('unavailable' as const) : ('active' as const),
        circuit,
        ...defined({ http_status: result.httpStatus }),
        duration_ms: result.ms,
        ...(result.problem ? { problem: { ...renderResponse(result.problem) } } : {}),
      }
    },
  })

  routes.post('/{id}/test', {
    permission: 'execute',
    summary:
      'Test an agent. A remote agent is called even if its circuit breaker is open; a model agent is tested in a run',
    params,
    body: jsonBody('TestAgent', testBodySchema, { optional: true, example: '{"input": {}}' }),
    responses: {
      200: ['The outcome of the call. A success closes the circuit breaker of the agent.', testResponseSchema],
      404: 'Agent not found.',
      409: 'The agent is built in or is a pull agent.',
    },
    handle: async ({ backend: services, params: { id }, body }) => {
      const { store, withEgress } = services
      if (findBuiltInAgent(id)) throw new Rejection(409, createBuiltInProblem(id))
      const modelAgent = await store.modelAgents.find(id)
      const storedAgent = modelAgent ? undefined : await store.agents.find(id)
      if (!storedAgent && !modelAgent) throw new Rejection(404, createAgentNotFoundProblem(id))
      if (storedAgent?.delivery === 'pull')
        throw new Rejection(409, error('agent.is-pull-agent', { name: storedAgent.name }))
      if (modelAgent) return testModelAgent(dependencies, services, modelAgent, body.input as Json)
      if (!storedAgent) throw new Rejection(404, createAgentNotFoundProblem(id))
      const input = toRecord(body.input)
      const result = await withEgress((egress) =>
        testAgent(storedAgent, input, { egress, idempotencyKey: dependencies.newId() }),
      )
      if (!result.problem) await store.agents.reportCall(id, undefined)
      const response: z.infer<typeof testResponseSchema> = {
        id,
        success: !result.problem,
        http_status: result.httpStatus ?? null,
        duration_ms: result.ms,
        result: result.json ?? null,
        problem: renderProblem(result.problem),
      }
      return response
    },
  })
}

/** Adds the routes that run an agent. */
function addExecutionRoutes({ routes, dependencies }: AgentRoutes): void {
  routes.post('/validate', {
    permission: 'execute',
    summary: 'Validate a dataset against a schema, conditions or row checks',
    body: jsonBody('ValidateData', validateBodySchema, { example: '{"data_id": "…", "columns": ["id"]}' }),
    responses: {
      200: ['The result. The run is stored.', resultWireSchema],
      202: ['The run is still in progress: see GET /api/v1/runs/{id}.', runWireSchema],
      404: 'Agent not found.',
      422: 'The agent cannot run.',
    },
    handle: async ({ context, backend: services, body }) => {
      const { wait_seconds: waitSeconds, data_id: id, input_data_id: alias, ...settings } = body
      const config = { schema: '', ...settings } as Config
      return runAgent(dependencies, context, services, createAgentWorkflow('validation', config), {
        id: 'validation',
        datasetId: id ?? alias,
        waitSeconds,
      })
    },
  })

  routes.post('/{id}/execute', {
    permission: 'execute',
    summary: 'Run a built-in agent on a dataset, or a remote agent or model agent with an input',
    params,
    body: jsonBody('ExecuteAgent', executeBodySchema, { example: '{"data_id": "…"}' }),
    responses: {
      200: ['The result. The run is stored.', agentResultSchema],
      202: ['The run is still in progress: see GET /api/v1/runs/{id}.', runWireSchema],
      404: 'Agent not found.',
      422: 'The agent cannot run.',
    },
    handle: async ({ context, backend: services, params: { id }, body }) => {
      const builtInAgentId = builtInAgentIds.find((candidate) => candidate === id)
      const remoteAgent = builtInAgentId ? undefined : await services.store.agents.find(id)
      const modelAgent = builtInAgentId || remoteAgent ? undefined : await services.store.modelAgents.find(id)
      if (!builtInAgentId && !remoteAgent && !modelAgent) throw new Rejection(404, createAgentNotFoundProblem(id))
      const { wait_seconds: waitSeconds, config, input } = body
      const datasetId = body.data_id ?? body.input_data_id
      if (modelAgent) {
        const task = { input: input as Json | undefined, dataset: datasetId }
        const run = await runModelAgent(dependencies, services, modelAgent, task, waitSeconds * 1000)
        if (!isFinalRunState(run.status)) return context.json(runToWire(run), 202)
        const { runs } = services.store
        const events = await runs.readEvents(run.id)
        const result = resultToWire(run, foldRun(events), await runs.listTables(run.id))
        return { ...result, ...readAgentOutcome(events) }
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
        return runAgent(dependencies, context, services, workflow, { id: remoteAgent.id, datasetId, waitSeconds })
      }
      if (!builtInAgentId) throw new Rejection(404, createAgentNotFoundProblem(id))
      if (datasetId === undefined) {
        const reason = message('value.expected', { expected: message('value.string', {}), found: 'undefined' })
        throw new Rejection(422, error('request.invalid', { place: 'data_id', reason }))
      }
      return runAgent(dependencies, context, services, createAgentWorkflow(builtInAgentId, config), {
        id: builtInAgentId,
        datasetId,
        waitSeconds,
      })
    },
  })
}

/**
 * Reads a model agent from the request body.
 *
 * @param agent The agent that the request changes.
 * @throws {Rejection} if it is invalid.
 */
async function readModelAgent(
  { documents }: RouteDependencies,
  context: Context<AppEnvironment>,
  store: WorkspaceStore,
  agent?: StoredModelAgent,
): Promise<ModelAgentDefinition> {
  const body = agent
    ? await readChange(context, modelAgentBodySchema, { current: modelAgentToWire(agent), example: modelAgentExample })
    : await readBody(context, modelAgentBodySchema, { example: modelAgentExample })
  const definition = toModelDefinition(body)
  const problems = await findModelAgentProblems(definition, { store, documents, id: agent?.id })
  if (problems[0]) throw new Rejection(422, problems[0], problems)
  return definition
}

/** Runs a model agent on a task. Waits until it answers, fails or needs a decision from a person. */
async function runModelAgent(
  dependencies: RouteDependencies,
  services: WorkspaceBackend,
  agent: StoredModelAgent,
  task: AgentTask,
  waitMs: number,
): Promise<RunSummary> {
  const { request, problems } = await buildAgentRequest(agent, task, { ...dependencies, backend: services })
  if (!request) throw new Rejection(422, problems[0]!, problems)
  const run = await services.runs.start(dependencies.newId(), toAgentWorkflowId(agent.id), request)
  return waitForRun(services, run, waitMs, isSettled)
}

async function testModelAgent(
  dependencies: RouteDependencies,
  services: WorkspaceBackend,
  agent: StoredModelAgent,
  input: Json,
): Promise<z.infer<typeof testResponseSchema>> {
  const run = await runModelAgent(dependencies, services, agent, { input }, testTimeoutMs)
  const { runs } = services.store
  const events = await runs.readEvents(run.id)
  const { problem } = resultToWire(run, foldRun(events), [])
  return {
    id: agent.id,
    success: run.status === 'completed',
    http_status: null,
    duration_ms: Date.now() - Date.parse(run.createdAt),
    result: readAgentOutcome(events).answer,
    problem: problem && { ...problem },
    run_id: run.id,
  }
}

async function runAgent(
  dependencies: RouteDependencies,
  context: Context<AppEnvironment>,
  services: WorkspaceBackend,
  workflow: Workflow,
  { id, datasetId, waitSeconds }: { id: string; datasetId?: string | undefined; waitSeconds: number },
) {
  const { request, problems } = await buildRunRequest(workflow, defined({ input_data_id: datasetId }), {
    ...dependencies,
    backend: services,
  })
  if (!request) throw new Rejection(422, problems[0]!, problems)
  const quotaProblem = await services.store.quotas.findStartProblem()
  if (quotaProblem) throw new Rejection(422, quotaProblem)
  const run = await waitForRun(
    services,
    await services.runs.start(dependencies.newId(), `agent-${id}`, request),
    waitSeconds * 1000,
  )
  if (!isFinalRunState(run.status)) return context.json(runToWire(run), 202)
  const { runs } = services.store
  return context.json(resultToWire(run, foldRun(await runs.readEvents(run.id)), await runs.listTables(run.id)), 200)
}

/** Creates a workflow that loads a dataset and applies a built-in agent to it. */
function createAgentWorkflow(agentId: BuiltInAgentId, settings: Config): Workflow {
  const { max_retries: maxRetries, ...ownSettings } = settings
  const config =
    agentId === 'validation'
      ? (readValidationConfig(settings) as Config)
      : { ...ownSettings, ...defined({ maxRetries }) }
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
