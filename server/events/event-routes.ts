import { compileSchema } from '@aw-flow/nodes'
import { error } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeJsonBody, jsonBodyErrors } from '../http/describe-json-body.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { listQuerySchema, toListResponse, createPageSchema, toPageRequest } from '../wire/list.ts'
import { findEventProblem } from './check-event.ts'
import { dispatchClaimMs, dispatchEvent } from './dispatch-event.ts'
import {
  eventToWire,
  eventTriggerChangeSchema,
  eventTriggerToWire,
  eventTriggerWireSchema,
  eventTypeToWire,
  eventTypeWireSchema,
  eventWireSchema,
  newEventSchema,
  newEventTypeSchema,
  publishedEventSchema,
} from './event-wire.ts'
import { maxEventTypes } from './event-types.ts'
import { parseEvents } from './parse-events.ts'

const tags = ['events']
const params = createIdParamsSchema('8d1c5a0e-7f3b-4a52-9c0d-2e6b7f4a1c33')
const nameParams = z.object({ name: z.string().min(1).max(500).openapi({ example: 'order.created' }) })

const publish = createRoute({
  'x-permission': 'execute',
  method: 'post',
  path: '/api/v1/events',
  tags,
  summary: 'Publish an event: start the workflows with an Event node for it, and resume the runs waiting for it',
  description:
    'Accepts CloudEvents 1.0 in structured (`application/cloudevents+json`), batched ' +
    '(`application/cloudevents-batch+json`) and binary mode (`ce-…` headers). Triggers and runs name an event by its ' +
    'type, or by its type and subject: `order.paid:42`. If one event of a batch is invalid, none is published.',
  request: describeJsonBody('PublishEvent'),
  responses: {
    202: describeJsonResponse('The events.', z.object({ items: z.array(publishedEventSchema) })),
    ...describeErrorResponses({ ...jsonBodyErrors, 422: 'Invalid event, or its data does not match its schema.' }),
  },
})

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/events',
  tags,
  summary: 'List the events from the last 30 days with the runs that they started, newest first',
  request: { query: listQuerySchema.extend({ type: z.string().max(500).optional() }) },
  responses: {
    200: describeJsonResponse('Events.', createPageSchema(eventWireSchema)),
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/events/{id}',
  tags,
  summary: 'Get an event with the runs that it started',
  request: { params },
  responses: {
    200: describeJsonResponse('The event.', eventWireSchema),
    ...describeErrorResponses({ 404: 'Event not found.' }),
  },
})

const listTypes = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/event-types',
  tags,
  summary: 'List the event types and the schemas of their data',
  responses: { 200: describeJsonResponse('Types, sorted by name.', z.object({ items: z.array(eventTypeWireSchema) })) },
})

const putType = createRoute({
  'x-permission': 'edit',
  method: 'put',
  path: '/api/v1/event-types/{name}',
  tags,
  summary: 'Add or replace an event type. Events whose data does not match the schema are rejected',
  request: { params: nameParams, ...describeJsonBody('SetEventType') },
  responses: {
    200: describeJsonResponse('The type.', eventTypeWireSchema),
    ...describeErrorResponses({ ...jsonBodyErrors, 409: 'Too many types.' }),
  },
})

const removeType = createRoute({
  'x-permission': 'edit',
  method: 'delete',
  path: '/api/v1/event-types/{name}',
  tags,
  summary: 'Delete an event type. Events of the type can then have any data',
  request: { params: nameParams },
  responses: { 204: { description: 'Deleted.' }, ...describeErrorResponses({ 404: 'Type not found.' }) },
})

const listTriggers = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: '/api/v1/event-triggers',
  tags,
  summary: 'List the Event nodes of workflows. A node is off until a user turns it on',
  request: { query: listQuerySchema.extend({ workflow_id: z.string().optional() }) },
  responses: {
    200: describeJsonResponse('Triggers, sorted by workflow name.', createPageSchema(eventTriggerWireSchema)),
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})

const changeTrigger = createRoute({
  'x-permission': 'edit',
  method: 'patch',
  path: '/api/v1/event-triggers/{id}',
  tags,
  summary: 'Turn the Event node of a published workflow on or off',
  request: { params, ...describeJsonBody('ChangeEventTrigger') },
  responses: {
    200: describeJsonResponse('The trigger.', eventTriggerWireSchema),
    ...describeErrorResponses({ ...jsonBodyErrors, 404: 'Trigger not found.' }),
  },
})

/** Adds the routes under `/api/v1/events`, `/api/v1/event-types` and `/api/v1/event-triggers`. */
export function addEventRoutes(app: OpenAPIHono<AppEnvironment>, dependencies: RouteDependencies): void {
  const { openWorkspace } = dependencies
  app.openAPIRegistry.register('PublishEvent', newEventSchema)
  app.openAPIRegistry.register('SetEventType', newEventTypeSchema)
  app.openAPIRegistry.register('ChangeEventTrigger', eventTriggerChangeSchema)

  app.openapi(publish, async (context) => {
    const { store } = await openWorkspace(context, 'execute')
    const parseResult = await parseEvents({
      readHeader: (name) => context.req.header(name),
      body: new Uint8Array(await context.req.arrayBuffer()),
      maxDepth: context.get('maxBodyDepth'),
    })
    if (parseResult.problems)
      return sendProblem(context, parseResult.status, parseResult.problems[0], parseResult.problems)
    for (const event of parseResult.events) {
      const problem = await findEventProblem(event, store.eventTypes)
      if (problem) return sendProblem(context, 422, problem)
    }
    const options = { ...dependencies, backend: await dependencies.backend(), now: Date.now }
    const publishedEvents = []
    for (const event of parseResult.events) {
      const addResult = await store.events.add(event, dispatchClaimMs)
      if (!addResult.isDuplicate) await dispatchEvent(addResult.event, options)
      publishedEvents.push({
        event: (await store.events.find(addResult.event.id)) ?? addResult.event,
        repeated: addResult.isDuplicate,
      })
    }
    const triggerOutcomes = await store.events.listTriggerOutcomes(publishedEvents.map(({ event }) => event.id))
    const items = publishedEvents.map(({ event, repeated }) => ({ ...eventToWire(event, triggerOutcomes), repeated }))
    return context.json({ items }, 202)
  })

  app.openapi(list, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { type, ...page } = context.req.valid('query')
    const events = await store.events.list(toPageRequest(page), { type })
    const triggerOutcomes = await store.events.listTriggerOutcomes(events.items.map(({ id }) => id))
    return context.json(
      toListResponse(events, (event) => eventToWire(event, triggerOutcomes)),
      200,
    )
  })

  app.openapi(read, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const event = await store.events.find(id)
    if (!event) return sendProblem(context, 404, error('event.not-found', { id }))
    return context.json(eventToWire(event, await store.events.listTriggerOutcomes([id])), 200)
  })

  app.openapi(listTypes, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    return context.json({ items: (await store.eventTypes.list()).map(eventTypeToWire) }, 200)
  })

  app.openapi(putType, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { name } = context.req.valid('param')
    const { body, rejection } = await readBody(context, newEventTypeSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const { description, schema = null } = body
    const compiledSchema = schema === null ? undefined : compileSchema(JSON.stringify(schema), 'schema')
    if (compiledSchema?.ok === false) return sendProblem(context, 422, compiledSchema.problem)
    const type = await store.eventTypes.put({ name, description, ...(schema === null ? {} : { schema }) })
    if (!type) return sendProblem(context, 409, error('event-type.limit', { max: maxEventTypes }))
    return context.json(eventTypeToWire(type), 200)
  })

  app.openapi(removeType, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { name } = context.req.valid('param')
    if (await store.eventTypes.remove(name)) return context.body(null, 204)
    return sendProblem(context, 404, error('event-type.not-found', { event: name }))
  })

  app.openapi(listTriggers, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { workflow_id: workflowId, ...page } = context.req.valid('query')
    const triggers = await store.eventTriggers.list(toPageRequest(page), { workflowId })
    return context.json(toListResponse(triggers, eventTriggerToWire), 200)
  })

  app.openapi(changeTrigger, async (context) => {
    const { store } = await openWorkspace(context, 'edit')
    const { id } = context.req.valid('param')
    const { body, rejection } = await readBody(context, eventTriggerChangeSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const trigger = await store.eventTriggers.setEnabled(id, body.enabled)
    if (!trigger) return sendProblem(context, 404, error('event-trigger.not-found', { id }))
    return context.json(eventTriggerToWire(trigger), 200)
  })
}
