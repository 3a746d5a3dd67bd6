import type { Webhook, WebhookDelivery } from './api-types.ts'

/** A webhook of a server. @internal */
export type ServerWebhook = Webhook

/** A request that a webhook of a server received. @internal */
export type ServerWebhookDelivery = WebhookDelivery
