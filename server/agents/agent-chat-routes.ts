import { error, isFinalRunState, type Json, type Problem } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { createChatSerializer, serializeEvent } from './chat-events.ts'
import { buildAgentRequest, isSettled, readAgentOutcome, toAgentWorkflowId } from './run-model-agent.ts'
import { waitForRun } from './wait-for-run.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import { createNullableObjectSchema } from '../http/openapi-components.ts'
import { createEventStream } from '../live/event-stream.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { runStatusSchema } from '../wire/run.ts'
import { jsonBody } from '../http/json-body.ts'
import { Rejection, requireFound } from '../http/rejection.ts'

const path = '/api/v1/agents'
const jsonTypes: ('object' | 'array' | 'string' | 'number' | 'boolean' | 'null')[] = [
  'object',
  'array',
  'string',
  'number',
  'boolean',
  'null',
]

const chatBodySchema = z
  .strictObject({
    message: z.string().min(1).max(1_000_000),
    conversation: z
      .string()
      .regex(/^[\w.-]{1,100}$/, 'Use 1 to 100 letters, digits, "_", "-" and "."')
      .optional()
      .openapi({ description: 'ID of the conversation to continue. Default: a new conversation.' }),
    data_id: z.string().optional().openapi({ description: 'Dataset that the agent tools can query.' }),
    version: z
      .number()
      .int()
      .min(1)
      .optional()
      .openapi({ description: 'Version of the agent. Default: the current version.' }),
    stream: z.boolean().default(true).openapi({ description: 'If false, the response is the answer as JSON.' }),
    wait_seconds: z
      .number()
      .min(0)
      .max(120)
      .default(30)
      .openapi({ description: 'Seconds to wait for the answer if stream is false.' }),
  })
  .openapi({ example: { message: 'Hello', stream: false, wait_seconds: 0 } })

const chatResponseSchema = z.object({
  run_id: z.string(),
  conversation: z.string(),
  version: z.number().int(),
  status: runStatusSchema,
  answer: z.custom<Json>().openapi({ type: jsonTypes }),
  usage: createNullableObjectSchema<Json>(),
  messages: z.custom<Json>().openapi({ type: ['array', 'null'] }),
})

const createAgentNotFoundProblem = (id: string): Problem => error('agent.not-found', { id, path })

/** Adds the route `POST /api/v1/agents/{id}/chat`. Each message starts a run, which is recorded like any other run. */
export function addAgentChatRoutes(dependencies: RouteDependencies): void {
  const { createWorkspaceRoutes, authentication, metrics, newId } = dependencies
  const routes = createWorkspaceRoutes({ path, tags: ['agents'] })

  routes.post('/{id}/chat', {
    permission: 'execute',
    summary: 'Send a message to a model agent, and stream its answer',
    params: createIdParamsSchema('7d2a5b1c-93d0-4a44-9d1e-0c4f0e0e7f11'),
    body: jsonBody('Chat', chatBodySchema, { example: '{"message": "Hello"}' }),
    responses: {
      200: {
        description:
          'Server-sent events: `start`, `text`, `model`, `tool-call`, `tool-result`, `approval`, `problem`, `result`, `end`.',
        content: {
          'application/json': { schema: chatResponseSchema },
          'text/event-stream': { schema: { type: 'string' } },
        },
      },
      202: ['If stream is false: the run is still in progress or waiting for a decision.', chatResponseSchema],
      404: 'Model agent or version not found.',
      422: 'The agent cannot run.',
    },
    handle: async ({ context, caller, backend: services, params: { id }, body }) => {
      const { store, runs, feeds } = services
      const {
        message,
        conversation = newId(),
        data_id: datasetId,
        version: requestedVersion,
        stream: shouldStream,
      } = body
      const currentAgent = requireFound(await store.modelAgents.find(id), createAgentNotFoundProblem(id))
      const version = requestedVersion ?? currentAgent.version
      const agent = await store.modelAgents.findByReference(`${id}@${version}`)
      if (!agent) {
        const params = { id, version, path: `${path}/${id}/versions` }
        throw new Rejection(404, error('agent.no-version', params))
      }
      const task = { input: message, dataset: datasetId, conversation }
      const { request, problems } = await buildAgentRequest(agent, task, { ...dependencies, backend: services })
      if (!request) throw new Rejection(422, problems[0]!, problems)
      const run = await runs.start(newId(), toAgentWorkflowId(id), request)
      if (!shouldStream) {
        const { status } = await waitForRun(services, run, body.wait_seconds * 1000, isSettled)
        const outcome = readAgentOutcome(await store.runs.readEvents(run.id))
        return context.json(
          { run_id: run.id, conversation, version, status, ...outcome },
          isFinalRunState(status) ? 200 : 202,
        )
      }
      metrics.changeFollowerCount('events', 1)
      const stream = createEventStream(feeds.getRunFeed(store, run.id), 0, {
        messageFormat: 'english',
        serialize: createChatSerializer(),
        firstEvent: serializeEvent('start', { run_id: run.id, conversation, version }),
        onEnd: () => metrics.changeFollowerCount('events', -1),
        async isPermitted() {
          const renewedCaller = authentication.renewCaller ? await authentication.renewCaller(caller) : caller
          return renewedCaller?.permissions.has('execute') === true
        },
      })
      return context.body(stream, 200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      }) as never
    },
  })
}
