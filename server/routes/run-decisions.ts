import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Json } from '@aw-flow/schema'
import type { AppDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { errorAnswers, refuse } from '../error-answer.ts'
import { jsonAnswer } from '../json-answer.ts'
import { readBody } from '../read-json-body.ts'
import { wordedRunToWire, wordedRunWireSchema, type RunWords } from '../wire/run-words.ts'
import { missingRun, noRun, runParams } from './runs.ts'

const anyJson = ['object', 'array', 'string', 'number', 'boolean', 'null'] satisfies (
  | 'object'
  | 'array'
  | 'string'
  | 'number'
  | 'boolean'
  | 'null'
)[]

const decisionSchema = z
  .strictObject({
    decision: z.enum(['approve', 'reject', 'done']).openapi({
      description:
        'Of something that was interrupted: `approve` to do it again, `reject` to fail, `done` where it has come to `edited`.',
    }),
    digest: z.string().openapi({ description: 'Of what the person saw: `waiting[].wait_for.digest` of the run.' }),
    scope: z.array(z.string()).optional().openapi({ description: 'Within a loop: `waiting[].scope`.' }),
    edited: z.custom<Json>().optional().openapi({ type: anyJson, description: 'Stands in for what was shown.' }),
    by: z.string().max(200).optional(),
    comment: z.string().max(10_000).optional(),
  })
  .openapi('Decide', { example: { decision: 'approve', digest: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c' } })

const signalSchema = z
  .strictObject({
    value: z.custom<Json>().optional().openapi({ type: anyJson, description: 'What the event brings.' }),
  })
  .openapi('Signal', { example: { value: { paid: true } } })

const described = ({ path, tag }: RunWords) => ({
  approve: createRoute({
    method: 'post',
    path: `${path}/{id}/approvals/{node}`,
    tags: [tag],
    summary: 'Decide what a run asks a person',
    request: {
      params: runParams.extend({ node: z.string().openapi({ example: 'ask' }) }),
      body: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Decide' } } } },
    },
    responses: {
      202: jsonAnswer('It is decided, and the run goes on.', wordedRunWireSchema),
      ...missingRun,
      ...errorAnswers({
        400: 'Not JSON.',
        409: 'The decision does not count: too late, or about something else.',
        415: 'Not said to be JSON.',
        422: 'No decision.',
      }),
    },
  }),
  signal: createRoute({
    method: 'post',
    path: `${path}/{id}/signals/{name}`,
    tags: [tag],
    summary: 'Tell a run of an event that it waits for',
    request: {
      params: runParams.extend({ name: z.string().openapi({ example: 'paid' }) }),
      body: { required: false, content: { 'application/json': { schema: { $ref: '#/components/schemas/Signal' } } } },
    },
    responses: {
      202: jsonAnswer('It is told, and the run goes on.', wordedRunWireSchema),
      ...missingRun,
      ...errorAnswers({
        400: 'Not JSON.',
        409: 'It waits for no such event.',
        415: 'Not said to be JSON.',
        422: 'Not what an event brings.',
      }),
    },
  }),
  migrate: createRoute({
    method: 'post',
    path: `${path}/{id}/migrate`,
    tags: [tag],
    summary: 'Go on with a run whose node types are gone with the versions that are here',
    request: { params: runParams },
    responses: {
      202: jsonAnswer('It goes on.', wordedRunWireSchema),
      ...missingRun,
      ...errorAnswers({ 409: 'It lacks no type, or its settings cannot be made into those of the versions here.' }),
    },
  }),
})

/** What people and other systems say to a run that waits. */
export function addRunDecisionRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { backend }: AppDependencies,
  words: RunWords,
): void {
  const { approve, signal, migrate } = described(words)
  app.openAPIRegistry.register('Decide', decisionSchema)
  app.openAPIRegistry.register('Signal', signalSchema)

  app.openapi(approve, async (context) => {
    const { id, node } = context.req.valid('param')
    const { store, runs } = await backend()
    const run = await store.runs.find(id)
    if (!run) return refuse(context, 404, noRun(id))
    const { body, refused } = await readBody(context, decisionSchema)
    if (refused) return refuse(context, refused.status, refused.problem, refused.details)
    const { scope, edited, by, comment, ...decision } = body
    const problem = await runs.decide(id, {
      ...decision,
      node,
      ...(scope ? { scope } : {}),
      ...(edited === undefined ? {} : { edited }),
      ...(by === undefined ? {} : { by }),
      ...(comment === undefined ? {} : { comment }),
    })
    if (problem) return refuse(context, 409, problem)
    return context.json(wordedRunToWire((await store.runs.find(id)) ?? run, words, null), 202)
  })

  app.openapi(signal, async (context) => {
    const { id, name } = context.req.valid('param')
    const { store, runs } = await backend()
    const run = await store.runs.find(id)
    if (!run) return refuse(context, 404, noRun(id))
    const { body, refused } = await readBody(context, signalSchema, { optional: true })
    if (refused) return refuse(context, refused.status, refused.problem, refused.details)
    const problem = await runs.signal(id, name, body.value)
    if (problem) return refuse(context, 409, problem)
    return context.json(wordedRunToWire((await store.runs.find(id)) ?? run, words, null), 202)
  })

  app.openapi(migrate, async (context) => {
    const { id } = context.req.valid('param')
    const { store, runs } = await backend()
    const run = await store.runs.find(id)
    if (!run) return refuse(context, 404, noRun(id))
    const problem = await runs.migrate(id)
    if (problem) return refuse(context, 409, problem)
    return context.json(wordedRunToWire((await store.runs.find(id)) ?? run, words, null), 202)
  })
}
