import { z } from '@hono/zod-openapi'
import { defined, type Json } from '@aw-flow/schema'
import type { RouteDependencies } from '../../app-dependencies.ts'
import { sealForCaller } from '../../privacy/seal-for-caller.ts'
import { groupRunToWire, groupRunWireSchema, type RunRouteGroup } from '../../wire/run-route-group.ts'
import { requireRun, runParams } from './run-routes.ts'
import { jsonBody } from '../../http/json-body.ts'
import { Rejection } from '../../http/rejection.ts'

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

/** Adds the routes through which users and other systems respond to a waiting run. */
export function addRunDecisionRoutes({ createWorkspaceRoutes }: RouteDependencies, group: RunRouteGroup): void {
  const routes = createWorkspaceRoutes({ path: group.path, tags: [group.tag] })

  routes.post('/{id}/approvals/{node}', {
    permission: 'execute',
    summary: 'Decide on an approval request from a run',
    params: runParams.extend({ node: z.string().openapi({ example: 'ask' }) }),
    body: jsonBody('Decide', decisionSchema),
    responses: {
      202: ['Decided; the run continues.', groupRunWireSchema],
      404: 'Run not found.',
      409: 'The decision is too late, or refers to another value.',
      422: 'Invalid decision.',
    },
    handle: async ({ context, caller, backend: { runs, accounts }, store, params: { id, node }, body }) => {
      const run = await requireRun(context, store, id)
      const { scope, edited, by: _by, comment, ...decision } = body
      const problem = await runs.decide(id, {
        ...decision,
        node,
        ...defined({ scope, edited }),
        by: await sealForCaller(accounts, caller, caller.name),
        ...defined({ comment }),
      })
      if (problem) throw new Rejection(409, problem)
      return groupRunToWire((await store.runs.find(id)) ?? run, group, null)
    },
  })

  routes.post('/{id}/signals/{name}', {
    permission: 'execute',
    summary: 'Send an event to a run that is waiting for it',
    params: runParams.extend({ name: z.string().openapi({ example: 'paid' }) }),
    body: jsonBody('Signal', signalSchema, { optional: true }),
    responses: {
      202: ['Delivered; the run continues.', groupRunWireSchema],
      404: 'Run not found.',
      409: 'The run is not waiting for this event.',
      422: 'Invalid event data.',
    },
    handle: async ({ context, backend: { runs }, store, params: { id, name }, body }) => {
      const run = await requireRun(context, store, id)
      const problem = await runs.signal(id, name, body.value)
      if (problem) throw new Rejection(409, problem)
      return groupRunToWire((await store.runs.find(id)) ?? run, group, null)
    },
  })

  routes.post('/{id}/migrate', {
    permission: 'execute',
    summary: 'Resume a run with the installed versions of node types if the original versions are missing',
    params: runParams,
    responses: {
      202: ['The run continues.', groupRunWireSchema],
      404: 'Run not found.',
      409: 'No node type is missing, or the settings cannot be migrated to the installed versions.',
    },
    handle: async ({ context, backend: { runs }, store, params: { id } }) => {
      const run = await requireRun(context, store, id)
      const problem = await runs.migrate(id)
      if (problem) throw new Rejection(409, problem)
      return groupRunToWire((await store.runs.find(id)) ?? run, group, null)
    },
  })
}
