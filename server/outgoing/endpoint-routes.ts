import { error, type Problem } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { listQuerySchema, toListResponse, createPageSchema, toPageRequest } from '../wire/list.ts'
import {
  endpointResource,
  endpointSchema,
  newEndpointSchema,
  outgoingDeliveryToWire,
  outgoingDeliveryWireSchema,
  rotateSecretSchema,
} from './endpoint-resource.ts'
import { requireWorkflow } from '../api/require-workflow.ts'
import { requireValue } from '../http/rejection.ts'
import { addResourceRoutes, requireRow, toAnswer } from '../resources/resource-routes.ts'
import { jsonBody } from '../http/json-body.ts'
import { requireFound } from '../http/rejection.ts'

const params = createIdParamsSchema(endpointResource.exampleId)
const deliveryParams = params.extend({
  delivery: z.string().openapi({ example: '1b7e5a52-0f3c-4a57-9f0e-2d7c4a6b8e91' }),
})
const defaultPreviousSecretLifetimeSeconds = 86_400

const createDeliveryNotFoundProblem = (id: string, deliveryId: string): Problem =>
  error('webhook-endpoint.no-delivery', { id, delivery: deliveryId })

/** Adds the routes under `/api/v1/webhook-endpoints`. */
export function addEndpointRoutes(dependencies: RouteDependencies): void {
  const { createWorkspaceRoutes } = dependencies
  const { path, tags, problems } = endpointResource
  const routes = createWorkspaceRoutes({ path, tags })

  routes.get('', {
    permission: 'view',
    summary: 'List the URLs that are called when the state of a run changes',
    query: listQuerySchema.extend({ workflow_id: z.string().optional() }),
    responses: { 200: ['Endpoints, sorted by name.', createPageSchema(endpointSchema)] },
    handle: async ({ store, query: { workflow_id: workflowId, ...page } }) => {
      const endpoints = await store.endpoints.list(toPageRequest(page), { workflowId })
      return toListResponse(endpoints, (endpoint) => toAnswer(endpointResource, endpoint))
    },
  })

  routes.post('', {
    permission: 'administer',
    summary: 'Register a URL that is called when the state of a run changes',
    description:
      'Requests are POST requests with the ID, workflow and status of the run, signed per Standard Webhooks. Failed ' +
      'requests are retried eight times within two and a half days. Private addresses are rejected unless AW_ALLOW_HOSTS ' +
      'lists them.',
    body: jsonBody('NewWebhookEndpoint', newEndpointSchema, {
      example: '{"name": "Alerts", "url": "https://alerts.example.com/runs", "events": ["run.failed"]}',
    }),
    responses: {
      201: ['The endpoint with its secret, which is shown only once.', endpointSchema],
      404: 'Workflow not found.',
      409: 'Too many endpoints.',
    },
    handle: async ({ context, store, body }) => {
      if (typeof body.workflow_id === 'string') await requireWorkflow(store, body.workflow_id)
      const { endpoint, secret } = requireValue(await store.endpoints.add(body), 409)
      context.header('Location', `${path}/${endpoint.id}`)
      return { ...toAnswer(endpointResource, endpoint), secret }
    },
  })

  addResourceRoutes(dependencies, endpointResource)

  routes.post('/{id}/rotate-secret', {
    permission: 'administer',
    summary: 'Create a new secret; requests are signed with both secrets until the previous one expires',
    params,
    body: jsonBody('RotateEndpointSecret', rotateSecretSchema, { optional: true }),
    responses: { 200: ['The endpoint with the new secret.', endpointSchema], 404: 'Endpoint not found.' },
    handle: async ({ store, params: { id }, body }) => {
      const gracePeriodMs = (body.keep_seconds ?? defaultPreviousSecretLifetimeSeconds) * 1000
      const rotation = await store.endpoints.rotateSecret(id, gracePeriodMs)
      const { endpoint, secret } = requireFound(rotation, problems.notFound(id))
      return { ...toAnswer(endpointResource, endpoint), secret }
    },
  })

  routes.post('/{id}/test', {
    permission: 'edit',
    summary: 'Send a `test` event to an endpoint',
    params,
    responses: { 202: ['The delivery.', outgoingDeliveryWireSchema], 404: 'Endpoint not found.' },
    handle: async ({ store, params: { id } }) =>
      outgoingDeliveryToWire(requireFound(await store.endpoints.addTest(id), problems.notFound(id))),
  })

  routes.get('/{id}/deliveries', {
    permission: 'view',
    summary: 'List the deliveries to an endpoint with their attempts, newest first',
    params,
    query: listQuerySchema.extend({ status: z.enum(['pending', 'delivered', 'failed']).optional() }),
    responses: {
      200: ['The deliveries from the last 30 days.', createPageSchema(outgoingDeliveryWireSchema)],
      404: 'Endpoint not found.',
    },
    handle: async ({ params: { id }, query: { status, ...page }, ...request }) => {
      await requireRow(endpointResource, request, id)
      const deliveries = await request.store.endpoints.listDeliveries(id, toPageRequest(page), { status })
      return toListResponse(deliveries, outgoingDeliveryToWire)
    },
  })

  routes.get('/{id}/deliveries/{delivery}', {
    permission: 'view',
    summary: 'Get a delivery with its attempts',
    params: deliveryParams,
    responses: { 200: ['The delivery.', outgoingDeliveryWireSchema], 404: 'Endpoint or delivery not found.' },
    handle: async ({ store, params: { id, delivery: deliveryId } }) => {
      const storedDelivery = requireFound(
        await store.endpoints.findDelivery(id, deliveryId),
        createDeliveryNotFoundProblem(id, deliveryId),
      )
      return outgoingDeliveryToWire(storedDelivery)
    },
  })

  routes.post('/{id}/deliveries/{delivery}/redeliver', {
    permission: 'edit',
    summary: 'Send a delivery again, with the same ID',
    params: deliveryParams,
    responses: { 202: ['The delivery.', outgoingDeliveryWireSchema], 404: 'Endpoint or delivery not found.' },
    handle: async ({ store, params: { id, delivery: deliveryId } }) => {
      const storedDelivery = requireFound(
        await store.endpoints.redeliver(id, deliveryId),
        createDeliveryNotFoundProblem(id, deliveryId),
      )
      return outgoingDeliveryToWire(storedDelivery)
    },
  })
}
