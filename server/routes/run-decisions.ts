import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { defined, type Json } from '@aw-flow/schema'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import { sealForCaller } from '../privacy/seal-for-caller.ts'
import { groupRunToWire, groupRunWireSchema, type RunRouteGroup } from '../wire/run-route-group.ts'
import { runNotFoundResponses, createRunNotFoundProblem, findRun, runParams } from './runs.ts'

const anyJsonTypes = ['object', 'array', 'string', 'number', 'boolean', 'null'] satisfies (
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
        '`approve` or `reject`. For an interrupted node: `approve` to repeat it, `reject` to fail it, `done` if it completed with the result in `edited`.',
    }),
    digest: z.string().openapi({
      description: 'Digest of the content that was shown for approval: `waiting[].wait_for.digest` of the run.',
    }),
    scope: z.array(z.string()).optional().openapi({ description: 'Inside a loop: `waiting[].scope`.' }),
    edited: z
      .custom<Json>()
      .optional()
      .openapi({ type: anyJsonTypes, description: 'Replaces the value that was shown.' }),
    by: z.string().max(200).optional().openapi({ deprecated: true, description: 'Ignored: the author is the caller.' }),
    comment: z.string().max(10_000).optional(),
  })
  .openapi('Decide', { example: { decision: 'approve', digest: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c' } })

const signalSchema = z
  .strictObject({
    value: z.custom<Json>().optional().openapi({ type: anyJsonTypes, description: 'Event data.' }),
  })
  .openapi('Signal', { example: { value: { paid: true } } })

const describeRoutes = ({ path, tag }: RunRouteGroup) => ({
  approve: createRoute({
    'x-permission': 'execute',
    method: 'post',
    path: `${path}/{id}/approvals/{node}`,
    tags: [tag],
    summary: 'Decide on an approval request from a run',
    request: {
      params: runParams.extend({ node: z.string().openapi({ example: 'ask' }) }),
      body: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Decide' } } } },
    },
    responses: {
      202: describeJsonResponse('Decided; the run continues.', groupRunWireSchema),
      ...runNotFoundResponses,
      ...describeErrorResponses({
        400: 'Malformed JSON.',
        409: 'The decision is too late, or refers to another value.',
        415: 'Content type is not JSON.',
        422: 'Invalid decision.',
      }),
    },
  }),
  signal: createRoute({
    'x-permission': 'execute',
    method: 'post',
    path: `${path}/{id}/signals/{name}`,
    tags: [tag],
    summary: 'Send an event to a run that is waiting for it',
    request: {
      params: runParams.extend({ name: z.string().openapi({ example: 'paid' }) }),
      body: { required: false, content: { 'application/json': { schema: { $ref: '#/components/schemas/Signal' } } } },
    },
    responses: {
      202: describeJsonResponse('Delivered; the run continues.', groupRunWireSchema),
      ...runNotFoundResponses,
      ...describeErrorResponses({
        400: 'Malformed JSON.',
        409: 'The run is not waiting for this event.',
        415: 'Content type is not JSON.',
        422: 'Invalid event data.',
      }),
    },
  }),
  migrate: createRoute({
    'x-permission': 'execute',
    method: 'post',
    path: `${path}/{id}/migrate`,
    tags: [tag],
    summary: 'Resume a run with the installed versions of node types if the original versions are missing',
    request: { params: runParams },
    responses: {
      202: describeJsonResponse('The run continues.', groupRunWireSchema),
      ...runNotFoundResponses,
      ...describeErrorResponses({
        409: 'No node type is missing, or the settings cannot be migrated to the installed versions.',
      }),
    },
  }),
})

/** Adds the routes through which users and other systems respond to a waiting run. */
export function addRunDecisionRoutes(
  app: OpenAPIHono<AppEnvironment>,
  { openWorkspace, requirePermission }: RouteDependencies,
  group: RunRouteGroup,
): void {
  const { approve, signal, migrate } = describeRoutes(group)
  app.openAPIRegistry.register('Decide', decisionSchema)
  app.openAPIRegistry.register('Signal', signalSchema)

  app.openapi(approve, async (context) => {
    const { store, runs, accounts } = await openWorkspace(context, 'execute')
    const caller = requirePermission(context, 'execute')
    const { id, node } = context.req.valid('param')
    const run = await findRun(context, store, id)
    if (!run) return sendProblem(context, 404, createRunNotFoundProblem(id))
    const { body, rejection } = await readBody(context, decisionSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { scope, edited, by: _by, comment, ...decision } = body
    const problem = await runs.decide(id, {
      ...decision,
      node,
      ...defined({ scope, edited }),
      by: await sealForCaller(accounts, caller, caller.name),
      ...defined({ comment }),
    })
    if (problem) return sendProblem(context, 409, problem)
    return context.json(groupRunToWire((await store.runs.find(id)) ?? run, group, null), 202)
  })

  app.openapi(signal, async (context) => {
    const { store, runs } = await openWorkspace(context, 'execute')
    const { id, name } = context.req.valid('param')
    const run = await findRun(context, store, id)
    if (!run) return sendProblem(context, 404, createRunNotFoundProblem(id))
    const { body, rejection } = await readBody(context, signalSchema, { optional: true })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const problem = await runs.signal(id, name, body.value)
    if (problem) return sendProblem(context, 409, problem)
    return context.json(groupRunToWire((await store.runs.find(id)) ?? run, group, null), 202)
  })

  app.openapi(migrate, async (context) => {
    const { store, runs } = await openWorkspace(context, 'execute')
    const { id } = context.req.valid('param')
    const run = await findRun(context, store, id)
    if (!run) return sendProblem(context, 404, createRunNotFoundProblem(id))
    const problem = await runs.migrate(id)
    if (problem) return sendProblem(context, 409, problem)
    return context.json(groupRunToWire((await store.runs.find(id)) ?? run, group, null), 202)
  })
}
