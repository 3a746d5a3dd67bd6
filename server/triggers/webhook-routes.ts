import { error } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeJsonBody, jsonBodyErrors } from '../http/describe-json-body.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
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

const tags = ['webhooks']
const path = '/api/v1/webhooks'
const params = createIdParamsSchema('2f6a1c7e-5f0b-4c86-9d2e-7a4b8c1d3e55')
const notFoundResponses = describeErrorResponses({ 404: 'Webhook not found.' })
const defaultGracePeriodSeconds = 86_400

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path,
  tags,
  summary: 'List the webhooks created from Webhook nodes, which are off until a user turns them on',
  request: { query: listQuerySchema.extend({ workflow_id: z.string().optional() }) },
  responses: {
    200: describeJsonResponse('Webhooks, sorted by workflow name.', createPageSchema(webhookWireSchema)),
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'Get a webhook',
  request: { params },
  responses: { 200: describeJsonResponse('The webhook.', webhookWireSchema), ...notFoundResponses },
})

const change = createRoute({
  'x-permission': 'edit',
  method: 'patch',
  path: `${path}/{id}`,
  tags,
  summary: 'Turn a webhook on or off, or change its settings',
  request: { params, ...describeJsonBody('ChangeWebhook') },
  responses: {
    200: describeJsonResponse('The webhook.', webhookWireSchema),
    ...notFoundResponses,
    ...describeErrorResponses({
      ...jsonBodyErrors,
      409: 'The secret for the signature scheme is missing, or the path is already in use.',
    }),
  },
})

const rotateToken = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path: `${path}/{id}/rotate-token`,
  tags,
  summary: 'Create a new token for a webhook URL',
  request: { params, ...describeJsonBody('RotateWebhookToken', false) },
  responses: {
    200: describeJsonResponse('The webhook with the new token.', webhookWireSchema),
    ...notFoundResponses,
    ...describeErrorResponses(jsonBodyErrors),
  },
})

const listDeliveries = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/deliveries`,
  tags,
  summary: 'List the requests that a webhook received, newest first',
  request: { params, query: listQuerySchema },
  responses: {
    200: describeJsonResponse('The requests.', createPageSchema(deliveryWireSchema)),
    ...notFoundResponses,
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

/** Adds the routes under `/api/v1/webhooks`. */
export function addWebhookRoutes(app: OpenAPIHono<AppEnvironment>, { openWorkspace }: RouteDependencies): void {
  app.openAPIRegistry.register('ChangeWebhook', webhookChangeSchema)
  app.openAPIRegistry.register('RotateWebhookToken', rotateTokenSchema)
  const createNotFoundProblem = (id: string) => error('webhook.not-found', { id })

  app.openapi(list, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { workflow_id: workflowId, ...page } = context.req.valid('query')
    const webhooks = await store.webhooks.list(toPageRequest(page), { workflowId })
    return context.json(
      toListResponse(webhooks, (webhook) => webhookToWire(webhook)),
      200,
    )
  })

  app.openapi(read, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const webhook = await store.webhooks.find(id)
    return webhook ? context.json(webhookToWire(webhook), 200) : sendProblem(context, 404, createNotFoundProblem(id))
  })

  app.openapi(change, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const { body, rejection } = await readBody(context, webhookChangeSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const result = await store.webhooks.change(id, toWebhookChange(body))
    if (!result?.value) return sendProblem(context, result ? 409 : 404, result?.problem ?? createNotFoundProblem(id))
    return context.json(webhookToWire(result.value, result.token), 200)
  })

  app.openapi(rotateToken, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const { body, rejection } = await readBody(context, rotateTokenSchema, { optional: true })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const result = await store.webhooks.rotateToken(id, (body.keep_seconds ?? defaultGracePeriodSeconds) * 1000)
    if (!result?.value) return sendProblem(context, 404, createNotFoundProblem(id))
    return context.json(webhookToWire(result.value, result.token), 200)
  })

  app.openapi(listDeliveries, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    if (!(await store.webhooks.find(id))) return sendProblem(context, 404, createNotFoundProblem(id))
    return context.json(
      toListResponse(
        await store.webhooks.listDeliveries(id, toPageRequest(context.req.valid('query'))),
        deliveryToWire,
      ),
      200,
    )
  })
}
