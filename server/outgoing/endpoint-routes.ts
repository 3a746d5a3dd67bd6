import { error, type Problem } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeJsonBody, jsonBodyErrors } from '../http/describe-json-body.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
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

const tags = ['webhook endpoints']
const path = '/api/v1/webhook-endpoints'
const exampleId = '9c1d7f0a-3b52-4c0e-8d7a-5e2f6b8a9c10'
const params = createIdParamsSchema(exampleId)
const deliveryParams = params.extend({
  delivery: z.string().openapi({ example: '1b7e5a52-0f3c-4a57-9f0e-2d7c4a6b8e91' }),
})
const notFoundResponses = describeErrorResponses({ 404: 'Endpoint not found.' })
const deliveryNotFoundResponses = describeErrorResponses({ 404: 'Endpoint or delivery not found.' })
const defaultPreviousSecretLifetimeSeconds = 86_400

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path,
  tags,
  summary: 'List the URLs that are called when the state of a run changes',
  request: { query: listQuerySchema.extend({ workflow_id: z.string().optional() }) },
  responses: {
    200: describeJsonResponse('Endpoints, sorted by name.', createPageSchema(endpointWireSchema)),
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const create = createRoute({
  'x-permission': 'administer',
  method: 'post',
  path,
  tags,
  summary: 'Register a URL that is called when the state of a run changes',
  description:
    'Requests are POST requests with the ID, workflow and status of the run, signed per Standard Webhooks. Failed ' +
    'requests are retried eight times within two and a half days. Private addresses are rejected unless AW_ALLOW_HOSTS ' +
    'lists them.',
  request: describeJsonBody('NewWebhookEndpoint'),
  responses: {
    201: describeJsonResponse('The endpoint with its secret, which is shown only once.', endpointWireSchema),
    ...describeErrorResponses({ ...jsonBodyErrors, 404: 'Workflow not found.', 409: 'Too many endpoints.' }),
  },
})

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'Get an endpoint',
  request: { params },
  responses: { 200: describeJsonResponse('The endpoint.', endpointWireSchema), ...notFoundResponses },
})

const change = createRoute({
  'x-permission': 'administer',
  method: 'patch',
  path: `${path}/{id}`,
  tags,
  summary: 'Change an endpoint, or turn it on or off; deliveries stay pending while it is off',
  request: { params, ...describeJsonBody('ChangeWebhookEndpoint') },
  responses: {
    200: describeJsonResponse('The endpoint.', endpointWireSchema),
    ...notFoundResponses,
    ...describeErrorResponses(jsonBodyErrors),
  },
})

const remove = createRoute({
  'x-permission': 'administer',
  method: 'delete',
  path: `${path}/{id}`,
  tags,
  summary: 'Delete an endpoint and its deliveries',
  request: { params },
  responses: { 204: { description: 'Deleted.' }, ...notFoundResponses },
})

const rotateSecret = createRoute({
  'x-permission': 'administer',
  method: 'post',
  path: `${path}/{id}/rotate-secret`,
  tags,
  summary: 'Create a new secret; requests are signed with both secrets until the previous one expires',
  request: { params, ...describeJsonBody('RotateEndpointSecret', false) },
  responses: {
    200: describeJsonResponse('The endpoint with the new secret.', endpointWireSchema),
    ...notFoundResponses,
    ...describeErrorResponses(jsonBodyErrors),
  },
})

const sendTest = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path: `${path}/{id}/test`,
  tags,
  summary: 'Send a `test` event to an endpoint',
  request: { params },
  responses: { 202: describeJsonResponse('The delivery.', outgoingDeliveryWireSchema), ...notFoundResponses },
})

const listDeliveries = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/deliveries`,
  tags,
  summary: 'List the deliveries to an endpoint with their attempts, newest first',
  request: {
    params,
    query: listQuerySchema.extend({ status: z.enum(['pending', 'delivered', 'failed']).optional() }),
  },
  responses: {
    200: describeJsonResponse('The deliveries from the last 30 days.', createPageSchema(outgoingDeliveryWireSchema)),
    ...notFoundResponses,
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const readDelivery = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/deliveries/{delivery}`,
  tags,
  summary: 'Get a delivery with its attempts',
  request: { params: deliveryParams },
  responses: { 200: describeJsonResponse('The delivery.', outgoingDeliveryWireSchema), ...deliveryNotFoundResponses },
})

const redeliver = createRoute({
  'x-permission': 'edit',
  method: 'post',
  path: `${path}/{id}/deliveries/{delivery}/redeliver`,
  tags,
  summary: 'Send a delivery again, with the same ID',
  request: { params: deliveryParams },
  responses: { 202: describeJsonResponse('The delivery.', outgoingDeliveryWireSchema), ...deliveryNotFoundResponses },
})

const createNotFoundProblem = (id: string): Problem => error('webhook-endpoint.not-found', { id })
const createDeliveryNotFoundProblem = (id: string, deliveryId: string): Problem =>
  error('webhook-endpoint.no-delivery', { id, delivery: deliveryId })

/** Adds the routes under `/api/v1/webhook-endpoints`. */
export function addEndpointRoutes(app: OpenAPIHono<AppEnvironment>, { openWorkspace }: RouteDependencies): void {
  app.openAPIRegistry.register('NewWebhookEndpoint', newEndpointSchema)
  app.openAPIRegistry.register('ChangeWebhookEndpoint', endpointChangeSchema)
  app.openAPIRegistry.register('RotateEndpointSecret', rotateSecretSchema)

  /** Returns a problem if the workflow that a request body refers to does not exist in the workspace. */
  const findWorkflowProblem = async (
    { workflows }: WorkspaceStore,
    workflowId: string | null | undefined,
  ): Promise<Problem | undefined> =>
    typeof workflowId === 'string' && !(await workflows.findSerialized(workflowId))
      ? error('workflow.not-found', { id: workflowId })
      : undefined

  app.openapi(list, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { workflow_id: workflowId, ...page } = context.req.valid('query')
    const endpoints = await store.endpoints.list(toPageRequest(page), { workflowId })
    return context.json(
      toListResponse(endpoints, (endpoint) => endpointToWire(endpoint)),
      200,
    )
  })

  app.openapi(create, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { body, rejection } = await readBody(context, newEndpointSchema, {
      example: '{"name": "Alerts", "url": "https://alerts.example.com/runs", "events": ["run.failed"]}',
    })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const workflowProblem = await findWorkflowProblem(store, body.workflow_id)
    if (workflowProblem) return sendProblem(context, 404, workflowProblem)
    const addedEndpoint = await store.endpoints.add(toEndpointDefinition(body))
    if (!addedEndpoint) return sendProblem(context, 409, error('webhook-endpoint.limit', { max: maxEndpoints }))
    const { endpoint, secret } = addedEndpoint
    context.header('Location', `${path}/${endpoint.id}`)
    return context.json(endpointToWire(endpoint, secret), 201)
  })

  app.openapi(read, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const endpoint = await store.endpoints.find(id)
    return endpoint ? context.json(endpointToWire(endpoint), 200) : sendProblem(context, 404, createNotFoundProblem(id))
  })

  app.openapi(change, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { id } = context.req.valid('param')
    if (!(await store.endpoints.find(id))) return sendProblem(context, 404, createNotFoundProblem(id))
    const { body, rejection } = await readBody(context, endpointChangeSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const workflowProblem = await findWorkflowProblem(store, body.workflow_id)
    if (workflowProblem) return sendProblem(context, 404, workflowProblem)
    const endpoint = await store.endpoints.change(id, toEndpointChange(body))
    return endpoint ? context.json(endpointToWire(endpoint), 200) : sendProblem(context, 404, createNotFoundProblem(id))
  })

  app.openapi(remove, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { id } = context.req.valid('param')
    return (await store.endpoints.remove(id))
      ? context.body(null, 204)
      : sendProblem(context, 404, createNotFoundProblem(id))
  })

  app.openapi(rotateSecret, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { id } = context.req.valid('param')
    const { body, rejection } = await readBody(context, rotateSecretSchema, { optional: true })
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const rotation = await store.endpoints.rotateSecret(
      id,
      (body.keep_seconds ?? defaultPreviousSecretLifetimeSeconds) * 1000,
    )
    if (!rotation) return sendProblem(context, 404, createNotFoundProblem(id))
    return context.json(endpointToWire(rotation.endpoint, rotation.secret), 200)
  })

  app.openapi(sendTest, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const delivery = await store.endpoints.addTest(id)
    if (!delivery) return sendProblem(context, 404, createNotFoundProblem(id))
    return context.json(outgoingDeliveryToWire(delivery), 202)
  })

  app.openapi(listDeliveries, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    if (!(await store.endpoints.find(id))) return sendProblem(context, 404, createNotFoundProblem(id))
    const { status, ...page } = context.req.valid('query')
    const deliveries = await store.endpoints.listDeliveries(id, toPageRequest(page), { status })
    return context.json(toListResponse(deliveries, outgoingDeliveryToWire), 200)
  })

  app.openapi(readDelivery, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id, delivery: deliveryId } = context.req.valid('param')
    const storedDelivery = await store.endpoints.findDelivery(id, deliveryId)
    if (!storedDelivery) return sendProblem(context, 404, createDeliveryNotFoundProblem(id, deliveryId))
    return context.json(outgoingDeliveryToWire(storedDelivery), 200)
  })

  app.openapi(redeliver, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id, delivery: deliveryId } = context.req.valid('param')
    const storedDelivery = await store.endpoints.redeliver(id, deliveryId)
    if (!storedDelivery) return sendProblem(context, 404, createDeliveryNotFoundProblem(id, deliveryId))
    return context.json(outgoingDeliveryToWire(storedDelivery), 202)
  })
}
