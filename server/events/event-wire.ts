import type { Json } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { createNullableObjectSchema } from '../http/openapi-components.ts'
import type { EventType } from './event-types.ts'
import type { StoredEvent, TriggerOutcome } from './events.ts'
import type { EventTrigger } from './event-triggers.ts'
import { recordToWire } from '../wire/record-to-wire.ts'
import { renderProblem } from '../wire/render-response.ts'

const jsonTypes = ['object', 'array', 'string', 'number', 'boolean', 'null'] satisfies (
  | 'object'
  | 'array'
  | 'string'
  | 'number'
  | 'boolean'
  | 'null'
)[]
const jsonSchema = z.custom<Json>().openapi({ type: jsonTypes })

export const eventWireSchema = z
  .object({
    id: z.string(),
    event_id: z.string().openapi({ description: 'Events with equal `source` and `event_id` are duplicates.' }),
    source: z.string(),
    type: z.string(),
    subject: z.string().nullable(),
    data: jsonSchema,
    occurred_at: z.string(),
    received_at: z.string(),
    run_id: z
      .string()
      .nullable()
      .openapi({ description: 'The run that published the event, or the ended run that the event is about.' }),
    status: z.enum(['pending', 'done']),
    woken: z.number().int().openapi({ description: 'Number of runs that the event resumed.' }),
    starts: z.array(
      z.object({
        workflow_id: z.string(),
        workflow_name: z.string(),
        run_id: z.string().nullable(),
        problem: createNullableObjectSchema<Record<string, unknown>>(),
      }),
    ),
  })
  .openapi('Event')

export const publishedEventSchema = eventWireSchema
  .extend({ repeated: z.boolean().openapi({ description: 'Whether the event is a duplicate, which has no effect.' }) })
  .openapi('PublishedEvent')

export const eventToWire = (event: StoredEvent, starts: readonly TriggerOutcome[]): z.infer<typeof eventWireSchema> =>
  recordToWire(eventWireSchema, event, {
    woken: event.resumedRunCount,
    starts: starts
      .filter((start) => start.event === event.id)
      .map(({ workflowId, workflowName, runId, problem }) => ({
        workflow_id: workflowId,
        workflow_name: workflowName,
        run_id: runId ?? null,
        problem: renderProblem(problem),
      })),
  })

/** Request body for publishing an event. For CloudEvents, see `parseEvents`. */
export const newEventSchema = z
  .strictObject({
    type: z.string().min(1).max(500).openapi({ description: 'Name of the event type.' }),
    subject: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .openapi({ description: 'Subject of the event, such as an order number.' }),
    source: z.string().min(1).max(500).optional(),
    id: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .openapi({ description: 'Events with the same source and id are published once.' }),
    time: z.iso.datetime({ offset: true }).optional(),
    data: jsonSchema.optional(),
  })
  .openapi('PublishEvent', { example: { type: 'order.created', subject: '42', data: { amount: 12.5 } } })

export const newEventTypeSchema = z
  .strictObject({
    description: z.string().max(2_000).default(''),
    schema: z
      .custom<Json>()
      .optional()
      .openapi({ type: ['object', 'null'], description: 'JSON Schema (2020-12) of the data. Null: any data.' }),
  })
  .openapi('SetEventType', {
    example: { description: 'A customer placed an order.', schema: { type: 'object', required: ['amount'] } },
  })

export const eventTypeWireSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    schema: createNullableObjectSchema<Record<string, unknown>>(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('EventType')

export const eventTypeToWire = (type: EventType): z.infer<typeof eventTypeWireSchema> =>
  recordToWire(eventTypeWireSchema, type, {
    schema: (type.schema as Record<string, unknown> | undefined) ?? null,
  })

export const eventTriggerWireSchema = z
  .object({
    id: z.string(),
    workflow_id: z.string(),
    workflow_name: z.string(),
    node_id: z.string(),
    name: z.string(),
    event: z.string(),
    enabled: z.boolean(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('EventTrigger')

export const eventTriggerToWire = (trigger: EventTrigger): z.infer<typeof eventTriggerWireSchema> =>
  recordToWire(eventTriggerWireSchema, trigger)

export const eventTriggerChangeSchema = z
  .strictObject({ enabled: z.boolean() })
  .openapi('ChangeEventTrigger', { example: { enabled: true } })
