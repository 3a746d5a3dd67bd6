import type { ServerApi, ServerWebhook, ServerWebhookDelivery } from '@aw-flow/client'
import type { Json } from '@aw-flow/schema'

/** Authentication schemes for webhook callers. */
export const webhookSchemes = ['none', 'bearer', 'standard', 'github', 'stripe', 'hmac'] as const

/** How long the previous token can remain valid after a rotation, in seconds. */
export const tokenOverlapSeconds = [0, 3_600, 86_400, 604_800] as const
export const defaultTokenOverlapSeconds = 86_400

const maxWebhooks = 500
const maxDeliveries = 20

export async function listWebhooks(api: ServerApi): Promise<readonly ServerWebhook[]> {
  const { value } = await api.call('GET /api/v1/webhooks', {
    query: { limit: maxWebhooks },
  })
  return value.items
}

/** Lists the most recent requests to a webhook. */
export async function listDeliveries(api: ServerApi, id: string): Promise<readonly ServerWebhookDelivery[]> {
  const query = { limit: maxDeliveries }
  const { value } = await api.call('GET /api/v1/webhooks/{id}/deliveries', {
    path: { id },
    query,
  })
  return value.items
}

/** A request received by a test URL. */
export interface ReceivedRequest {
  method: string
  headers: Readonly<Record<string, string>>
  query: Readonly<Record<string, Json>>
  data: Json
  /** Result of checking the request's signature or token. */
  signature: 'valid' | 'missing' | 'invalid' | 'expired'
}

/** State of a webhook test. `address` is set only in the response that creates the test. */
export interface WebhookTest {
  status: 'listening' | 'received' | 'expired'
  address: string | null
  listening_until: string
  request?: ReceivedRequest | undefined
}

/** Finds the webhook of a node. It exists only once the server has stored the workflow. */
export async function findNodeWebhook(
  api: ServerApi,
  workflowId: string,
  nodeId: string,
): Promise<ServerWebhook | undefined> {
  const query = { limit: maxWebhooks, workflow_id: workflowId }
  const { value } = await api.call('GET /api/v1/webhooks', { query })
  return value.items.find((webhook) => webhook.node_id === nodeId)
}

/** Creates a test URL, which replaces any previous one. */
export async function startWebhookTest(api: ServerApi, id: string): Promise<WebhookTest> {
  const { value } = await api.call('POST /api/v1/webhooks/{id}/test', { path: { id } })
  return toWebhookTest(value)
}

export async function readWebhookTest(api: ServerApi, id: string): Promise<WebhookTest> {
  const { value } = await api.call('GET /api/v1/webhooks/{id}/test', { path: { id } })
  return toWebhookTest(value)
}

export async function stopWebhookTest(api: ServerApi, id: string): Promise<void> {
  await api.call('DELETE /api/v1/webhooks/{id}/test', { path: { id } })
}

const toWebhookTest = ({ request, ...test }: Omit<WebhookTest, 'request'> & { request?: unknown }): WebhookTest => ({
  ...test,
  request: (request ?? undefined) as ReceivedRequest | undefined,
})
