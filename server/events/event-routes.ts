import { compileSchema } from '@aw-flow/nodes'
import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { WorkspaceRoutes } from '../api/routes.ts'
import type { RouteDependencies } from '../app-dependencies.ts'
import { describeJsonBody } from '../http/describe-json-body.ts'
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
import { jsonBody } from '../http/json-body.ts'
import { Rejection, requireFound } from '../http/rejection.ts'

const params = createIdParamsSchema('8d1c5a0e-7f3b-4a52-9c0d-2e6b7f4a1c33')
const nameParams = z.object({ name: z.string().min(1).max(500).openapi({ example: 'order.created' }) })

/** Adds the routes under `/api/v1/events`, `/api/v1/event-types` and `/api/v1/event-triggers`. */
export function addEventRoutes(dependencies: RouteDependencies): void {
  const { app, createWorkspaceRoutes } = dependencies
  const routes = createWorkspaceRoutes({ tags: ['events'] })
  app.openAPIRegistry.register('PublishEvent', newEventSchema)
  addPublishedEventRoutes(routes, dependencies)
  addEventTypeRoutes(routes)
  addEventTriggerRoutes(routes)
}

function addPublishedEventRoutes(routes: WorkspaceRoutes, dependencies: RouteDependencies): void {
  routes.post('/api/v1/events', {
    permission: 'execute',
    summary: 'Publish an event: start the workflows with an Event node for it, and resume the runs waiting for it',
    description:
      'Accepts CloudEvents 1.0 in structured (`application/cloudevents+json`), batched ' +
      '(`application/cloudevents-batch+json`) and binary mode (`ce-…` headers). Triggers and runs name an event by its ' +
      'type, or by its type and subject: `order.paid:42`. If one event of a batch is invalid, none is published.',
    body: describeJsonBody('PublishEvent'),
    responses: {
      202: ['The events.', z.object({ items: z.array(publishedEventSchema) })],
      400: 'Malformed JSON.',
      415: 'Content type is not JSON.',
      422: 'Invalid event, or its data does not match its schema.',
    },
    handle: async ({ context, store }) => {
      const events = await parseEvents({
        readHeader: (name) => context.req.header(name),
        body: new Uint8Array(await context.req.arrayBuffer()),
        maxDepth: context.get('maxBodyDepth'),
      })
      for (const event of events) {
        const problem = await findEventProblem(event, store.eventTypes)
        if (problem) throw new Rejection(422, problem)
      }
      const options = { ...dependencies, backend: await dependencies.backend(), now: Date.now }
      const publishedEvents = []
      for (const event of events) {
        const addResult = await store.events.add(event, dispatchClaimMs)
        if (!addResult.isDuplicate) await dispatchEvent(addResult.event, options)
        publishedEvents.push({
          event: (await store.events.find(addResult.event.id)) ?? addResult.event,
          repeated: addResult.isDuplicate,
        })
      }
      const triggerOutcomes = await store.events.listTriggerOutcomes(publishedEvents.map(({ event }) => event.id))
      const items = publishedEvents.map(({ event, repeated }) => ({ ...eventToWire(event, triggerOutcomes), repeated }))
      return { items }
    },
  })

  routes.get('/api/v1/events', {
    permission: 'view',
    summary: 'List the events from the last 30 days with the runs that they started, newest first',
    query: listQuerySchema.extend({ type: z.string().max(500).optional() }),
    responses: { 200: ['Events.', createPageSchema(eventWireSchema)] },
    handle: async ({ store, query: { type, ...page } }) => {
      const events = await store.events.list(toPageRequest(page), { type })
      const triggerOutcomes = await store.events.listTriggerOutcomes(events.items.map(({ id }) => id))
      return toListResponse(events, (event) => eventToWire(event, triggerOutcomes))
    },
  })

  routes.get('/api/v1/events/{id}', {
    permission: 'view',
    summary: 'Get an event with the runs that it started',
    params,
    responses: { 200: ['The event.', eventWireSchema], 404: 'Event not found.' },
    handle: async ({ store, params: { id } }) => {
      const event = requireFound(await store.events.find(id), error('event.not-found', { id }))
      return eventToWire(event, await store.events.listTriggerOutcomes([id]))
    },
  })
}

function addEventTypeRoutes(routes: WorkspaceRoutes): void {
  routes.get('/api/v1/event-types', {
    permission: 'view',
    summary: 'List the event types and the schemas of their data',
    responses: { 200: ['Types, sorted by name.', z.object({ items: z.array(eventTypeWireSchema) })] },
    handle: async ({ store }) => ({ items: (await store.eventTypes.list()).map(eventTypeToWire) }),
  })

  routes.put('/api/v1/event-types/{name}', {
    permission: 'edit',
    summary: 'Add or replace an event type. Events whose data does not match the schema are rejected',
    params: nameParams,
    body: jsonBody('SetEventType', newEventTypeSchema),
    responses: { 200: ['The type.', eventTypeWireSchema], 409: 'Too many types.' },
    handle: async ({ store, params: { name }, body }) => {
      const { description, schema = null } = body
      const compiledSchema = schema === null ? undefined : compileSchema(JSON.stringify(schema), 'schema')
      if (compiledSchema?.ok === false) throw new Rejection(422, compiledSchema.problem)
      const type = await store.eventTypes.put({ name, description, ...(schema === null ? {} : { schema }) })
      if (!type) throw new Rejection(409, error('event-type.limit', { max: maxEventTypes }))
      return eventTypeToWire(type)
    },
  })

  routes.delete('/api/v1/event-types/{name}', {
    permission: 'edit',
    summary: 'Delete an event type. Events of the type can then have any data',
    params: nameParams,
    responses: { 204: 'Deleted.', 404: 'Type not found.' },
    handle: async ({ store, params: { name } }) => {
      requireFound(await store.eventTypes.remove(name), error('event-type.not-found', { event: name }))
    },
  })
}

function addEventTriggerRoutes(routes: WorkspaceRoutes): void {
  routes.get('/api/v1/event-triggers', {
    permission: 'view',
    summary: 'List the Event nodes of workflows. A node is off until a user turns it on',
    query: listQuerySchema.extend({ workflow_id: z.string().optional() }),
    responses: { 200: ['Triggers, sorted by workflow name.', createPageSchema(eventTriggerWireSchema)] },
    handle: async ({ store, query: { workflow_id: workflowId, ...page } }) => {
      const triggers = await store.eventTriggers.list(toPageRequest(page), { workflowId })
      return toListResponse(triggers, eventTriggerToWire)
    },
  })

  routes.patch('/api/v1/event-triggers/{id}', {
    permission: 'edit',
    startsRuns: true,
    summary: 'Turn the Event node of a published workflow on or off',
    params,
    body: jsonBody('ChangeEventTrigger', eventTriggerChangeSchema),
    responses: { 200: ['The trigger.', eventTriggerWireSchema], 404: 'Trigger not found.' },
    handle: async ({ store, params: { id }, body }) => {
      const trigger = await store.eventTriggers.setEnabled(id, body.enabled)
      return eventTriggerToWire(requireFound(trigger, error('event-trigger.not-found', { id })))
    },
  })
}
