import type { ServerWebhook } from '@aw-flow/client'

/** Changes to a webhook, as expected by the API. */
export interface WebhookAccess {
  scheme: ServerWebhook['scheme']
  path: string | null
  allowed_addresses: string[]
  requests_per_minute: number
  signature_header?: string
  /** The new secret. If absent, the stored secret is kept. */
  secret?: string
}

/**
 * Reads the form that determines which requests a webhook accepts. An empty path removes the webhook's path; an empty
 * secret keeps the stored one.
 *
 * @example toWebhookAccess(new FormData(form)).allowed_addresses // ['192.0.2.0/24', '198.51.100.7']
 */
export function toWebhookAccess(fields: FormData): WebhookAccess {
  const readField = (name: string): string => String(fields.get(name) ?? '').trim()
  const header = readField('signatureHeader').toLowerCase()
  const secret = readField('secret')
  return {
    scheme: readField('scheme') as ServerWebhook['scheme'],
    path: readField('path') || null,
    allowed_addresses: readField('allowedAddresses')
      .split(/[\s,;]+/)
      .filter(Boolean),
    requests_per_minute: Number(readField('requestsPerMinute')),
    ...(header === '' ? {} : { signature_header: header }),
    ...(secret === '' ? {} : { secret }),
  }
}

/** Returns the full URL of a path such as `/hooks/token` on a server. */
export const toWebhookUrl = (serverUrl: string, path: string): string => `${serverUrl.replace(/\/$/, '')}${path}`
