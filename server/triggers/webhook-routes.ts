import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { toListResponse, listQuerySchema, createPageSchema, toPageRequest } from '../wire/list.ts'
import {
  deliveryToWire,
  deliveryWireSchema,
  rotateTokenSchema,
  toWebhookChange,
  webhookChangeSchema,
  webhookToWire,
  webhookWireSchema,
} from './webhook-wire.ts'
import { jsonBody } from '../http/json-body.ts'
import { Rejection, requireFound } from '../http/rejection.ts'

const path = '/api/v1/webhooks'
const params = createIdParamsSchema('2f6a1c7e-5f0b-4c86-9d2e-7a4b8c1d3e55')
const defaultGracePeriodSeconds = 86_400

/** Adds the routes under `/api/v1/webhooks`. */
export function addWebhookRoutes({ createWorkspaceRoutes }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path, tags: ['webhooks'] })
  const createNotFoundProblem = (id: string) => error('webhook.not-found', { id })

  routes.get('', {
    permission: 'view',
    summary: 'List the webhooks created from Webhook nodes, which are off until a user turns them on',
    query: listQuerySchema.extend({ workflow_id: z.string().optional() }),
    responses: { 200: ['Webhooks, sorted by workflow name.', createPageSchema(webhookWireSchema)] },
    handle: async ({ store, query: { workflow_id: workflowId, ...page } }) => {
      const webhooks = await store.webhooks.list(toPageRequest(page), { workflowId })
      return toListResponse(webhooks, (webhook) => webhookToWire(webhook))
    },
  })

  routes.get('/{id}', {
    permission: 'view',
    summary: 'Get a webhook',
    params,
    responses: { 200: ['The webhook.', webhookWireSchema], 404: 'Webhook not found.' },
    handle: async ({ store, params: { id } }) =>
      webhookToWire(requireFound(await store.webhooks.find(id), createNotFoundProblem(id))),
  })

  routes.patch('/{id}', {
    permission: 'edit',
    summary: 'Turn a webhook on or off, or change its settings',
    params,
    body: jsonBody('ChangeWebhook', webhookChangeSchema),
    responses: {
      200: ['The webhook.', webhookWireSchema],
      404: 'Webhook not found.',
      409: 'The secret for the signature scheme is missing, or the path is already in use.',
    },
    handle: async ({ store, params: { id }, body }) => {
      const result = await store.webhooks.change(id, toWebhookChange(body))
      if (!result?.value) throw new Rejection(result ? 409 : 404, result?.problem ?? createNotFoundProblem(id))
      return webhookToWire(result.value, result.token)
    },
  })

  routes.post('/{id}/rotate-token', {
    permission: 'edit',
    summary: 'Create a new token for a webhook URL',
    params,
    body: jsonBody('RotateWebhookToken', rotateTokenSchema, { optional: true }),
    responses: { 200: ['The webhook with the new token.', webhookWireSchema], 404: 'Webhook not found.' },
    handle: async ({ store, params: { id }, body }) => {
      const result = await store.webhooks.rotateToken(id, (body.keep_seconds ?? defaultGracePeriodSeconds) * 1000)
      if (!result?.value) throw new Rejection(404, createNotFoundProblem(id))
      return webhookToWire(result.value, result.token)
    },
  })

  routes.get('/{id}/deliveries', {
    permission: 'view',
    summary: 'List the requests that a webhook received, newest first',
    params,
    query: listQuerySchema,
    responses: { 200: ['The requests.', createPageSchema(deliveryWireSchema)], 404: 'Webhook not found.' },
    handle: async ({ store, params: { id }, query }) => {
      requireFound(await store.webhooks.find(id), createNotFoundProblem(id))
      return toListResponse(await store.webhooks.listDeliveries(id, toPageRequest(query)), deliveryToWire)
    },
  })
}
