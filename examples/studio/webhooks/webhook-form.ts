import type { ServerWebhook } from '@aw-flow/client'

/** Changes to a webhook, as the API accepts them. */
export interface WebhookAccess {
  scheme: ServerWebhook['scheme']
  path: string | null
  allowed_addresses: string[]
  requests_per_minute: number
  signature_header?: string
  /** Absent: the stored secret remains. */
  secret?: string
}

/**
 * Reads the form that defines who may call a webhook. An empty path removes the path; an empty secret keeps the stored
 * one.
 *
 * @example toWebhookAccess(new FormData(form)).allowed_addresses // ['192.0.2.0/24', '198.51.100.7']
 */
export function toWebhookAccess(fields: FormData): WebhookAccess {
  const read = (name: string): string => String(fields.get(name) ?? '').trim()
  const header = read('signatureHeader').toLowerCase()
  const secret = read('secret')
  return {
    scheme: read('scheme') as ServerWebhook['scheme'],
    path: read('path') || null,
    allowed_addresses: read('allowedAddresses')
      .split(/[\s,;]+/)
      .filter(Boolean),
    requests_per_minute: Number(read('requestsPerMinute')),
    ...(header === '' ? {} : { signature_header: header }),
    ...(secret === '' ? {} : { secret }),
  }
}

/** Returns the full URL of a webhook path, such as `/hooks/token`, on a server. */
export const toWebhookUrl = (server: string, address: string): string => `${server.replace(/\/$/, '')}${address}`
