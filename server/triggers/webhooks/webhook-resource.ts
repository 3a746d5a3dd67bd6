import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { jsonBody } from '../../http/json-body.ts'
import { declareResource } from '../../resources/resource.ts'
import { webhookChangeSchema, webhookWireSchema } from './webhook-wire.ts'

/** Webhooks, which are created from the Webhook nodes of published workflows. */
export const webhookResource = declareResource({
  table: 'webhooks',
  noun: 'webhook',
  path: '/api/v1/webhooks',
  tags: ['webhooks'],
  exampleId: '2f6a1c7e-5f0b-4c86-9d2e-7a4b8c1d3e55',
  answer: webhookWireSchema,
  secretColumns: ['token_hash', 'previous_token_hash', 'sealed_secret'],
  problems: { notFound: (id) => error('webhook.not-found', { id }) },
  texts: { one: 'The webhook.', notFound: 'Webhook not found.' },
  list: {
    permission: 'view',
    summary: 'List the webhooks created from Webhook nodes, which are off until a user turns them on',
    listDescription: 'Webhooks, sorted by workflow name.',
    filter: z.object({ workflow_id: z.string().optional() }),
  },
  read: { permission: 'view', summary: 'Get a webhook' },
  change: {
    permission: 'edit',
    startsRuns: true,
    summary: 'Turn a webhook on or off, or change its settings',
    body: jsonBody('ChangeWebhook', webhookChangeSchema),
    errors: { 409: 'The secret for the signature scheme is missing, or the path is already in use.' },
  },
})
