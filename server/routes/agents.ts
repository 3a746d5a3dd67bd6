import { configSchema, error, foldRun, isEnded, type Config, type Problem, type Workflow } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { setTimeout as sleep } from 'node:timers/promises'
import { chain } from '../api/built-in-templates.ts'
import { runRequest } from '../api/start-run.ts'
import type { AppDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import type { Backend } from '../backend.ts'
import { errorAnswers, refuse } from '../error-answer.ts'
import { jsonAnswer } from '../json-answer.ts'
import { readBody } from '../read-json-body.ts'
import type { RunSummary } from '../store/runs.ts'
import { idParamsSchema } from '../wire/id.ts'
import { listQuerySchema, listSchema, pageRequest } from '../wire/list.ts'
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
      description: 'Reads a file of which nothing is known into a table.',
      kind: 'built-in',
      status: 'active',
      node_type: 'loading',
    },
  })

const agents = ['loading', 'preparing', 'validation'] as const
type AgentId = (typeof agents)[number]

const list = createRoute({
  method: 'get',
  path,
  tags,
  summary: 'The agents that come with the server',
  request: { query: listQuerySchema },
  responses: {
    200: jsonAnswer('Agents.', listSchema(agentWireSchema)),
    ...errorAnswers({ 422: 'A query that makes no sense.' }),
  },
})

const missing = errorAnswers({ 404: 'No such agent.' })
const params = idParamsSchema('loading')

const one = createRoute({
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'One agent',
  request: { params },
  responses: { 200: jsonAnswer('The agent.', agentWireSchema), ...missing },
})

const health = createRoute({
  method: 'get',
  path: `${path}/{id}/health`,
  tags,
  summary: 'Whether an agent can be asked',
  request: { params },
  responses: {
    200: jsonAnswer('How it is.', z.object({ id: z.string(), status: z.enum(['active', 'unavailable']) })),
    ...missing,
  },
})

const shared = {
  data_id: z.string().openapi({ description: 'The dataset that it works on.' }),
  wait_seconds: z.number().min(0).max(120).default(30).openapi({
    description: 'How long the answer is waited for; then the run is answered, which goes on.',
  }),
}

const executeBodySchema = z
  .strictObject({
    ...shared,
    config: configSchema.default({}).openapi({ type: 'object', description: 'Settings of its node type.' }),
  })
  .openapi({ example: { data_id: exampleDataset, config: {} } })

const validateBodySchema = z
  .strictObject({
    ...shared,
    schema: z
      .unknown()
      .optional()
      .openapi({ type: ['object', 'string'], description: 'A schema as an object, or `cosmo-ready`.' }),
    columns: z
      .array(z.unknown().openapi({ type: ['string', 'object'] }))
      .optional()
      .openapi({ description: 'The columns of a schema: names, or rules.' }),
    info: z.array(z.string()).optional().openapi({ description: 'Conditions over facts of the table.' }),
    expression: z.string().optional().openapi({ description: 'True for a row that is right (JSONata).' }),
    predicate: z.string().optional().openapi({ description: 'The same in SQL.' }),
  })
  .openapi({ example: { data_id: exampleDataset, columns: ['id', 'name', 'value'] } })

const answers = {
  200: jsonAnswer('What came out; the run is kept.', resultWireSchema),
  202: jsonAnswer('It is still at work: see GET /api/v1/runs/{id}.', runWireSchema),
  ...errorAnswers({ 400: 'Not JSON.', 404: 'No such agent.', 415: 'Not said to be JSON.', 422: 'It cannot run.' }),
}

const execute = createRoute({
  method: 'post',
  path: `${path}/{id}/execute`,
  tags,
  summary: 'Let loading, preparing or validation work on a dataset',
  request: {
    params,
    body: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/ExecuteAgent' } } },
    },
  },
  responses: answers,
})

const validate = createRoute({
  method: 'post',
  path: `${path}/validate`,
  tags,
  summary: 'Check a dataset by a schema, facts, or what every row must be',
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/ValidateData' } } },
    },
  },
  responses: answers,
})

const noAgent = (id: string): Problem => error('agent.not-found', { id, path })

/** `/api/v1/agents`: each is a run of a small workflow, in a process of its own, recorded as every run is. */
export function addAgentRoutes(app: OpenAPIHono<AppEnvironment>, dependencies: AppDependencies): void {
  const { backend, catalogue, newId } = dependencies
  app.openAPIRegistry.register('ExecuteAgent', executeBodySchema)
  app.openAPIRegistry.register('ValidateData', validateBodySchema)

  const known = agents.map((id): z.infer<typeof agentWireSchema> => {
    const type = catalogue.list().find((found) => found.type === id)
    return {
      id,
      name: type?.title ?? id,
      description: type?.description ?? '',
      kind: 'built-in',
      status: type ? 'active' : 'unavailable',
      node_type: id,
    }
  })
  const find = (id: string) => known.find((agent) => agent.id === id)

  app.openapi(list, (context) => {
    const { limit, offset } = pageRequest(context.req.valid('query'))
    return context.json({ items: known.slice(offset, offset + limit), total: known.length, limit, offset }, 200)
  })

  app.openapi(one, (context) => {
    const { id } = context.req.valid('param')
    const agent = find(id)
    return agent ? context.json(agent, 200) : refuse(context, 404, noAgent(id))
  })

  app.openapi(health, (context) => {
    const { id } = context.req.valid('param')
    const agent = find(id)
    return agent ? context.json({ id, status: agent.status }, 200) : refuse(context, 404, noAgent(id))
  })

  const perform = async (
    context: Context<AppEnvironment>,
    workflow: Workflow,
    { id, dataset, wait }: { id: AgentId; dataset: string; wait: number },
  ) => {
    const opened = await backend()
    const { request, problems } = await runRequest(
      workflow,
      { input_data_id: dataset },
      { ...dependencies, backend: opened },
    )
    if (!request) return refuse(context, 422, problems[0]!, problems)
    const run = await ended(opened, await opened.runs.start(newId(), `agent-${id}`, request), wait * 1000)
    if (!isEnded(run.status)) return context.json(runToWire(run), 202)
    const { runs } = opened.store
    return context.json(resultToWire(run, foldRun(await runs.events(run.id)), await runs.tables(run.id)), 200)
  }

  app.openapi(validate, async (context) => {
    const example = '{"data_id": "…", "columns": ["id"]}'
    const { body, refused } = await readBody(context, validateBodySchema, { example })
    if (refused) return refuse(context, refused.status, refused.problem, refused.details)
    const { data_id: dataset, wait_seconds: wait, schema, columns, info, expression, predicate } = body
    const given = columns === undefined ? schema : { columns }
    const config: Config = {
      schema: given === undefined ? '' : typeof given === 'string' ? given : JSON.stringify(given),
      ...(info ? { facts: info.join('\n') } : {}),
      ...(expression === undefined ? {} : { expression }),
      ...(predicate === undefined ? {} : { predicate }),
    }
    return perform(context, workflowOf('validation', config), { id: 'validation', dataset, wait })
  })

  app.openapi(execute, async (context) => {
    const { id } = context.req.valid('param')
    const agent = agents.find((one) => one === id)
    if (!agent) return refuse(context, 404, noAgent(id))
    const { body, refused } = await readBody(context, executeBodySchema, { example: '{"data_id": "…"}' })
    if (refused) return refuse(context, refused.status, refused.problem, refused.details)
    const { data_id: dataset, wait_seconds: wait, config } = body
    return perform(context, workflowOf(agent, config), { id: agent, dataset, wait })
  })
}

/** The dataset loaded, and then what the agent does with it. */
function workflowOf(agent: AgentId, config: Config): Workflow {
  const load = { id: 'load', type: 'loading', label: 'Load', ...(agent === 'loading' ? { config } : {}) }
  const then = { id: agent, type: agent, label: agent === 'preparing' ? 'Prepare' : 'Validate', config }
  return chain(`Agent ${agent}`, agent === 'loading' ? [load] : [load, then])
}

/** The run as it stands when it has ended, or when nobody waits any longer. */
async function ended({ store, news }: Backend, run: RunSummary, patience: number): Promise<RunSummary> {
  const until = performance.now() + patience
  let told: () => void = () => undefined
  const unlisten = news.listen({ events: (id) => (id === run.id ? told() : undefined) })
  try {
    for (;;) {
      const news = new Promise<void>((resolve) => (told = resolve))
      const found = (await store.runs.find(run.id)) ?? run
      const left = until - performance.now()
      if (isEnded(found.status) || left <= 0) return found
      await Promise.race([news, sleep(Math.min(left, 500))])
    }
  } finally {
    unlisten()
  }
}
