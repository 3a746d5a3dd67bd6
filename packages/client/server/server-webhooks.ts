import type { Webhook } from './api-types.ts'

/** A webhook on a server. @internal */
export type ServerWebhook = Webhook
