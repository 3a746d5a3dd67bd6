import { error, type Problem } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { requireWorkflow } from '../api/require-workflow.ts'
import { jsonBody } from '../http/json-body.ts'
import { createNullableDocumentSchema } from '../http/openapi-components.ts'
import { defineResource } from '../resources/resource.ts'
import { renderResponse } from '../wire/render-response.ts'
import { endpointFormats, runEventTypes, type RunEventType } from './endpoint.ts'
import type { Delivery } from './endpoints.ts'
import { recordToWire } from '../wire/record-to-wire.ts'
import { secretField } from '../http/secret-field.ts'

/** Returns whether the text is an HTTP(S) URL without credentials. */
function isEndpointUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
}

const eventsSchema = z
  .array(z.enum(runEventTypes))
  .transform((events): RunEventType[] => [...new Set(events)])
  .openapi({
    type: 'array',
    items: { type: 'string', enum: [...runEventTypes] },
    description: '`run.waiting`: a run is waiting, for example for an approval.',
  })

const eventNamesSchema = z.array(z.string().trim().min(1).max(1_000)).max(50).openapi({
  description:
    'Published events to deliver: a type, `type:subject`, or a prefix of types such as `order.*`. In the CloudEvents formats, the events keep their id, source and subject.',
})

/** Returns `false` if the body sets `events` to an empty list and does not list any `event_names`. */
const hasEvent = (body: { events?: readonly string[] | undefined; event_names?: readonly string[] | undefined }) =>
  body.events?.length !== 0 || (body.event_names?.length ?? 0) > 0
const missingEventIssue = { message: 'List at least one event here or in event_names', path: ['events'] }

const formatSchema = z.enum(endpointFormats).openapi({
  description:
    'Standard Webhooks 1.0, or CloudEvents 1.0 in structured or binary mode. All include the Standard Webhooks signature headers.',
})

const fields = {
  name: z.string().min(1).max(200),
  url: z.string().max(2_000).refine(isEndpointUrl, 'Use an HTTP(S) URL without a user name or password'),
  events: eventsSchema,
  event_names: eventNamesSchema,
  workflow_id: z.string().nullable().openapi({ description: 'Null: all workflows in the workspace.' }),
  format: formatSchema,
  enabled: z.boolean(),
}

export const newEndpointSchema = z
  .strictObject(fields)
  .partial({ event_names: true, workflow_id: true, format: true, enabled: true })
  .refine(hasEvent, missingEventIssue)
  .openapi({
    example: { name: 'Alerts', url: 'https://alerts.example.com/runs', events: ['run.failed', 'run.waiting'] },
  })

const endpointChangeSchema = z
  .strictObject(fields)
  .partial()
  .refine(hasEvent, missingEventIssue)
  .openapi({ example: { enabled: false } })

export const rotateSecretSchema = z
  .strictObject({
    keep_seconds: z
      .number()
      .int()
      .min(0)
      .max(2_592_000)
      .optional()
      .openapi({ description: 'Seconds for which requests are also signed with the previous secret. Default: 86400.' }),
  })
  .openapi({ example: { keep_seconds: 3600 } })

export const endpointSchema = z
  .object({
    id: z.string(),
    ...fields,
    events: z.array(z.enum(runEventTypes)),
    disabled_reason: z
      .enum(['gone'])
      .nullable()
      .openapi({ description: 'Why the server turned the endpoint off. `gone`: the endpoint responded with 410.' }),
    secret: secretField('The signing secret, only in the response to the request that created it.').nullable(),
    previous_secret_until: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('WebhookEndpoint')

/** URLs that are called when the state of a run changes. */
export const endpointResource = defineResource({
  table: 'webhook_endpoints',
  noun: 'webhook_endpoint',
  path: '/api/v1/webhook-endpoints',
  tags: ['webhook endpoints'],
  exampleId: '9c1d7f0a-3b52-4c0e-8d7a-5e2f6b8a9c10',
  answer: endpointSchema,
  computeFields: () => ({ secret: null }),
  orderBy: ['name'],
  limit: 100,
  secretColumns: ['sealed_secret', 'sealed_previous_secret'],
  problems: {
    notFound: (id) => error('webhook-endpoint.not-found', { id }),
    limit: (max) => error('webhook-endpoint.limit', { max }),
  },
  initialColumns: () => ({
    event_names: [],
    workflow_id: null,
    format: 'standard',
    enabled: true,
    disabled_reason: null,
    sealed_previous_secret: null,
    previous_secret_until: null,
  }),
  deriveColumns: ({ enabled }: z.infer<typeof endpointChangeSchema>) =>
    enabled === undefined ? {} : { disabled_reason: null },
  async check(_endpoint, { workflow_id: workflowId }, { store }) {
    if (typeof workflowId === 'string') await requireWorkflow(store, workflowId)
  },
  hasFurtherRoutes: true,
  texts: { one: 'The endpoint.', notFound: 'Endpoint not found.' },
  read: { permission: 'view', summary: 'Get an endpoint' },
  change: {
    permission: 'administer',
    summary: 'Change an endpoint, or turn it on or off; deliveries stay pending while it is off',
    body: jsonBody('ChangeWebhookEndpoint', endpointChangeSchema),
  },
  remove: { permission: 'administer', summary: 'Delete an endpoint and its deliveries' },
})

export const outgoingDeliveryWireSchema = z
  .object({
    id: z.string().openapi({ description: 'The `webhook-id` of the request, the same for each attempt.' }),
    event: z.string(),
    occurred_at: z.string(),
    run_id: z.string().nullable(),
    workflow_id: z.string().nullable(),
    status: z.enum(['pending', 'delivered', 'failed']),
    next_attempt_at: z.string().nullable(),
    attempts: z.array(
      z.object({
        at: z.string(),
        duration_ms: z.number().int(),
        status: z.number().int().nullable().openapi({ description: 'HTTP status; null without a response.' }),
        problem: createNullableDocumentSchema<Problem>('Problem'),
      }),
    ),
  })
  .openapi('OutgoingDelivery')

export const outgoingDeliveryToWire = (delivery: Delivery): z.infer<typeof outgoingDeliveryWireSchema> =>
  recordToWire(outgoingDeliveryWireSchema, delivery, {
    next_attempt_at: delivery.nextAt ?? null,
    attempts: delivery.attempts.map(({ at, ms, status, problem }) => ({
      at,
      duration_ms: ms,
      status: status ?? null,
      problem: problem ? renderResponse(problem) : null,
    })),
  })
