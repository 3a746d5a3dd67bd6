import type { CallOptions, ServerWebhook } from '@aw-flow/client'
import { defined } from '@aw-flow/schema'
import { checkbox, list, number, omitEmpty, select, text, toOptions, content } from '../shell/forms/fields.ts'
import { renderForm } from '../shell/forms/studio-form.ts'
import { getStrings } from '../language/strings.ts'
import { html, type TemplateResult } from 'lit'

/** Authentication schemes for webhook callers. */
const schemes = ['none', 'bearer', 'standard', 'github', 'stripe', 'slack', 'square', 'twilio', 'hmac'] as const
const algorithms = ['sha256', 'sha1', 'sha512'] as const
const algorithmNames = { sha256: 'SHA-256', sha1: 'SHA-1', sha512: 'SHA-512' }

type WebhookChange = CallOptions<'PATCH /api/v1/webhooks/{id}'>['body']

interface WebhookAccess {
  scheme: ServerWebhook['scheme']
  path: string
  allowed_addresses: string[]
  requests_per_minute: number
  signature_header?: string | undefined
  signature_algorithm?: ServerWebhook['signature_algorithm'] | undefined
  allowed_origins?: string[] | undefined
  allow_repeats?: boolean | undefined
  secret?: string | undefined
}

/**
 * Returns the change of a webhook that the form describes. An empty path removes the webhook's path; an empty secret
 * keeps the stored one.
 */
export const toWebhookChange = ({
  path,
  secret,
  signature_header: header,
  signature_algorithm: algorithm,
  allow_repeats: allowRepeats,
  allowed_origins: origins,
  ...access
}: WebhookAccess): WebhookChange => ({
  ...access,
  path: path || null,
  ...omitEmpty({ secret, signature_header: header?.toLowerCase() }),
  ...defined({ allow_repeats: allowRepeats, allowed_origins: origins, signature_algorithm: algorithm }),
})

/** Renders the form that determines which requests a webhook accepts. */
export function renderAccessForm(
  webhook: ServerWebhook,
  save: (change: WebhookChange) => Promise<unknown>,
): TemplateResult {
  const { webhooks: strings } = getStrings()
  return renderForm({
    item: webhook.id,
    fields: (getSelected) => {
      const scheme = getSelected('scheme', webhook.scheme)
      return {
        scheme: select(strings.scheme, toOptions(schemes, strings.schemes), { value: webhook.scheme }),
        ...(scheme === 'none'
          ? { warning: content(html`<p class="warn small">${strings.unauthenticatedHint}</p>`) }
          : {
              secret: text(strings.secret, {
                type: 'password',
                autocomplete: 'new-password',
                // The length of the keys of Square.
                minLength: scheme === 'square' ? 22 : 24,
                maxLength: 500,
                placeholder: webhook.has_secret ? strings.storedSecret : undefined,
                isRequired: !webhook.has_secret,
              }),
            }),
        ...(scheme === 'hmac'
          ? {
              signature_algorithm: select(strings.signatureAlgorithm, toOptions(algorithms, algorithmNames), {
                value: webhook.signature_algorithm,
              }),
              signature_header: text(strings.signatureHeader, {
                value: webhook.signature_header,
                isRequired: true,
                maxLength: 100,
              }),
            }
          : {}),
        // The other schemes sign an ID, or the body with the ID of an event.
        ...(['github', 'square', 'twilio', 'hmac'].includes(scheme)
          ? {
              allow_repeats: checkbox(strings.allowRepeats, webhook.allow_repeats),
              repeatWarning: content(html`<p class="warn small">${strings.allowRepeatsHint}</p>`),
            }
          : {}),
        path: text(strings.path, { value: webhook.path, maxLength: 100 }),
        allowed_addresses: list(strings.allowedAddresses, {
          value: webhook.allowed_addresses,
          separator: /[\s,;]+/,
          placeholder: '192.0.2.0/24, 198.51.100.7',
        }),
        allowed_origins: list(strings.allowedOrigins, {
          value: webhook.allowed_origins,
          separator: /[\s,;]+/,
          placeholder: 'https://shop.example',
        }),
        requests_per_minute: number(strings.requestsPerMinute, {
          value: webhook.requests_per_minute,
          min: 1,
          max: 60_000,
        }),
      }
    },
    submit: strings.save,
    onSubmit: (values) => save(toWebhookChange(values)),
  })
}

/** Returns the full URL of a path such as `/hooks/token` on a server. */
export const toWebhookUrl = (serverUrl: string, path: string): string => `${serverUrl.replace(/\/$/, '')}${path}`
