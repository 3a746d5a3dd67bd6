import type { Webhook, WebhookDelivery } from './api-types.ts'

/** A webhook on a server. @internal */
export type ServerWebhook = Webhook

/** A request that a server's webhook received. @internal */
export type ServerWebhookDelivery = WebhookDelivery
