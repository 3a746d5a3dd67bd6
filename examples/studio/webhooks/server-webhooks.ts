import type { ServerApi, ServerWebhook } from '@aw-flow/client'
import type { Json } from '@aw-flow/schema'

export const maxWebhooks = 500

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
