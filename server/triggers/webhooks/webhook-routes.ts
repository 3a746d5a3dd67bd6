import type { RouteDependencies } from '../../app-dependencies.ts'
import { createIdParamsSchema } from '../../wire/id.ts'
import { toListResponse, listQuerySchema, createPageSchema, toPageRequest } from '../../wire/list.ts'
import {
  deliveryToWire,
  deliveryWireSchema,
  rotateTokenSchema,
  webhookToWire,
  webhookWireSchema,
} from './webhook-wire.ts'
import { jsonBody } from '../../http/json-body.ts'
import { addVerbRoutes } from '../../resources/resource-routes.ts'
import { requireFound } from '../../http/rejection.ts'
import { webhookResource } from './webhook-resource.ts'
import type { ChangedWebhook } from './webhooks.ts'

const params = createIdParamsSchema(webhookResource.exampleId)
const defaultGracePeriodSeconds = 86_400

/** Adds the routes under `/api/v1/webhooks`. */
export function addWebhookRoutes({ createWorkspaceRoutes }: RouteDependencies): void {
  const { path, tags, problems } = webhookResource
  const routes = createWorkspaceRoutes({ path, tags })
  addVerbRoutes(routes, webhookResource, ({ store: { webhooks } }) => ({
    toAnswer: ({ webhook, token }: ChangedWebhook) => webhookToWire(webhook, token),
    async list(request, { workflow_id: workflowId }) {
      const page = await webhooks.list(request, { workflowId })
      return { ...page, items: page.items.map((webhook) => ({ webhook })) }
    },
    async find(id) {
      const webhook = await webhooks.find(id)
      return webhook && { webhook }
    },
    change: webhooks.change,
  }))

  routes.post('/{id}/rotate-token', {
    permission: 'edit',
    startsRuns: true,
    summary: 'Create a new token for a webhook URL',
    params,
    body: jsonBody('RotateWebhookToken', rotateTokenSchema, { optional: true }),
    responses: { 200: ['The webhook with the new token.', webhookWireSchema], 404: 'Webhook not found.' },
    handle: async ({ store, params: { id }, body }) => {
      const result = await store.webhooks.rotateToken(id, (body.keep_seconds ?? defaultGracePeriodSeconds) * 1000)
      const { webhook, token } = requireFound(result, problems.notFound(id))
      return webhookToWire(webhook, token)
    },
  })

  routes.get('/{id}/deliveries', {
    permission: 'view',
    summary: 'List the requests that a webhook received, newest first',
    params,
    query: listQuerySchema,
    responses: { 200: ['The requests.', createPageSchema(deliveryWireSchema)], 404: 'Webhook not found.' },
    handle: async ({ store, params: { id }, query }) => {
      requireFound(await store.webhooks.find(id), problems.notFound(id))
      return toListResponse(await store.webhooks.listDeliveries(id, toPageRequest(query)), deliveryToWire)
    },
  })
}
