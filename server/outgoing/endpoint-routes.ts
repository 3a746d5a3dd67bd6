import { error, type Problem } from '@aw-flow/schema'
import { z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { listQuerySchema, toListResponse, createPageSchema, toPageRequest } from '../wire/list.ts'
import {
  endpointChangeSchema,
  endpointToWire,
  endpointWireSchema,
  newEndpointSchema,
  outgoingDeliveryWireSchema,
  outgoingDeliveryToWire,
  rotateSecretSchema,
  toEndpointDefinition,
  toEndpointChange,
} from './endpoint-wire.ts'
import { maxEndpoints } from './endpoints.ts'
import { createWorkspaceRoutes, jsonBody } from '../api/routes.ts'
import { Rejection, requireFound } from '../http/rejection.ts'

const path = '/api/v1/webhook-endpoints'
const exampleId = '9c1d7f0a-3b52-4c0e-8d7a-5e2f6b8a9c10'
const params = createIdParamsSchema(exampleId)
const deliveryParams = params.extend({
  delivery: z.string().openapi({ example: '1b7e5a52-0f3c-4a57-9f0e-2d7c4a6b8e91' }),
})
const defaultPreviousSecretLifetimeSeconds = 86_400

const createNotFoundProblem = (id: string): Problem => error('webhook-endpoint.not-found', { id })
const createDeliveryNotFoundProblem = (id: string, deliveryId: string): Problem =>
  error('webhook-endpoint.no-delivery', { id, delivery: deliveryId })

/** Adds the routes under `/api/v1/webhook-endpoints`. */
export function addEndpointRoutes(app: OpenAPIHono<AppEnvironment>, { openWorkspace }: RouteDependencies): void {
  const routes = createWorkspaceRoutes(app, openWorkspace, { path, tags: ['webhook endpoints'] })

  /** Returns a problem if the workflow that a request body refers to does not exist in the workspace. */
  const findWorkflowProblem = async (
    { workflows }: WorkspaceStore,
    workflowId: string | null | undefined,
  ): Promise<Problem | undefined> =>
    typeof workflowId === 'string' && !(await workflows.findSerialized(workflowId))
      ? error('workflow.not-found', { id: workflowId })
      : undefined

  routes.get('', {
    permission: 'view',
    summary: 'List the URLs that are called when the state of a run changes',
    query: listQuerySchema.extend({ workflow_id: z.string().optional() }),
    responses: { 200: ['Endpoints, sorted by name.', createPageSchema(endpointWireSchema)] },
    handle: async ({ store, query: { workflow_id: workflowId, ...page } }) => {
      const endpoints = await store.endpoints.list(toPageRequest(page), { workflowId })
      return toListResponse(endpoints, (endpoint) => endpointToWire(endpoint))
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
      201: ['The endpoint with its secret, which is shown only once.', endpointWireSchema],
      404: 'Workflow not found.',
      409: 'Too many endpoints.',
    },
    handle: async ({ context, store, body }) => {
      const workflowProblem = await findWorkflowProblem(store, body.workflow_id)
      if (workflowProblem) throw new Rejection(404, workflowProblem)
      const addedEndpoint = await store.endpoints.add(toEndpointDefinition(body))
      if (!addedEndpoint) throw new Rejection(409, error('webhook-endpoint.limit', { max: maxEndpoints }))
      const { endpoint, secret } = addedEndpoint
      context.header('Location', `${path}/${endpoint.id}`)
      return endpointToWire(endpoint, secret)
    },
  })

  routes.get('/{id}', {
    permission: 'view',
    summary: 'Get an endpoint',
    params,
    responses: { 200: ['The endpoint.', endpointWireSchema], 404: 'Endpoint not found.' },
    handle: async ({ store, params: { id } }) => {
      const endpoint = requireFound(await store.endpoints.find(id), createNotFoundProblem(id))
      return endpointToWire(endpoint)
    },
  })

  routes.patch('/{id}', {
    permission: 'administer',
    summary: 'Change an endpoint, or turn it on or off; deliveries stay pending while it is off',
    params,
    body: jsonBody('ChangeWebhookEndpoint', endpointChangeSchema),
    responses: { 200: ['The endpoint.', endpointWireSchema], 404: 'Endpoint not found.' },
    handle: async ({ store, params: { id }, body }) => {
      requireFound(await store.endpoints.find(id), createNotFoundProblem(id))
      const workflowProblem = await findWorkflowProblem(store, body.workflow_id)
      if (workflowProblem) throw new Rejection(404, workflowProblem)
      const endpoint = requireFound(await store.endpoints.change(id, toEndpointChange(body)), createNotFoundProblem(id))
      return endpointToWire(endpoint)
    },
  })

  routes.delete('/{id}', {
    permission: 'administer',
    summary: 'Delete an endpoint and its deliveries',
    params,
    responses: { 204: 'Deleted.', 404: 'Endpoint not found.' },
    handle: async ({ store, params: { id } }) => {
      requireFound(await store.endpoints.remove(id), createNotFoundProblem(id))
    },
  })

  routes.post('/{id}/rotate-secret', {
    permission: 'administer',
    summary: 'Create a new secret; requests are signed with both secrets until the previous one expires',
    params,
    body: jsonBody('RotateEndpointSecret', rotateSecretSchema, { optional: true }),
    responses: { 200: ['The endpoint with the new secret.', endpointWireSchema], 404: 'Endpoint not found.' },
    handle: async ({ store, params: { id }, body }) => {
      const rotation = requireFound(
        await store.endpoints.rotateSecret(id, (body.keep_seconds ?? defaultPreviousSecretLifetimeSeconds) * 1000),
        createNotFoundProblem(id),
      )
      return endpointToWire(rotation.endpoint, rotation.secret)
    },
  })

  routes.post('/{id}/test', {
    permission: 'edit',
    summary: 'Send a `test` event to an endpoint',
    params,
    responses: { 202: ['The delivery.', outgoingDeliveryWireSchema], 404: 'Endpoint not found.' },
    handle: async ({ store, params: { id } }) => {
      const delivery = requireFound(await store.endpoints.addTest(id), createNotFoundProblem(id))
      return outgoingDeliveryToWire(delivery)
    },
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
    handle: async ({ store, params: { id }, query: { status, ...page } }) => {
      requireFound(await store.endpoints.find(id), createNotFoundProblem(id))
      const deliveries = await store.endpoints.listDeliveries(id, toPageRequest(page), { status })
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
