import type { ServerApi, ServerWebhook, ServerWebhookDelivery } from '@aw-flow/client'

/** How callers of a webhook authenticate. */
export const webhookSchemes = ['none', 'bearer', 'standard', 'github', 'stripe', 'hmac'] as const

/** Options for how long the previous token is accepted after a rotation, in seconds. */
export const tokenOverlaps = [0, 3_600, 86_400, 604_800] as const
export const defaultTokenOverlap = 86_400

const maxWebhooks = 500
const maxDeliveries = 20

export async function listWebhooks(api: ServerApi): Promise<readonly ServerWebhook[]> {
  const { value } = await api.call('GET /api/v1/webhooks', {
    query: { limit: maxWebhooks },
  })
  return value.items
}

/** Lists the latest requests that a webhook received. */
export async function listDeliveries(api: ServerApi, id: string): Promise<readonly ServerWebhookDelivery[]> {
  const query = { limit: maxDeliveries }
  const { value } = await api.call('GET /api/v1/webhooks/{id}/deliveries', {
    path: { id },
    query,
  })
  return value.items
}
