import { z } from '@hono/zod-openapi'
import ipaddr from 'ipaddr.js'
import { createNullableObjectSchema } from '../../http/openapi-components.ts'
import { signatureAlgorithms, webhookSchemes } from './webhook-signature.ts'
import type { Webhook, WebhookDelivery } from './webhook.ts'
import { recordToWire } from '../../wire/record-to-wire.ts'
import { renderProblem } from '../../wire/render-response.ts'
import { secretField } from '../../http/secret-field.ts'

const schemeSchema = z.enum(webhookSchemes).openapi({
  description:
    'How callers authenticate: none; a token, as bearer token, as the password of Basic authentication, or in X-Gitlab-Token, X-Telegram-Bot-Api-Secret-Token, X-API-Key, X-Auth-Token or X-Webhook-Token; Standard Webhooks 1.0; the signatures of GitHub, Stripe, Slack, Square or Twilio; or an HMAC as hex or Base64 in signature_header.',
})

/** Returns whether a string is an IP address or a network such as `192.0.2.0/24`. */
function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text) || ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)
}

/** Returns whether a string is `*` or an origin as browsers send it. */
function isOrigin(text: string): boolean {
  return text === '*' || (/^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text)
}

export const webhookChangeSchema = z
  .strictObject({
    enabled: z
      .boolean()
      .optional()
      .openapi({ description: 'Turning the webhook on for the first time creates the token for its URL.' }),
    path: z
      .string()
      .regex(/^[a-z0-9][a-z0-9_-]{0,99}$/, 'Use 1 to 100 characters: a-z, 0-9, _ and -')
      .nullable()
      .optional()
      .openapi({
        description: 'Path of an additional URL, /hooks/{workspace}/{path}; requires a scheme other than `none`.',
      }),
    scheme: schemeSchema.optional(),
    secret: z.string().min(1).max(500).nullable().optional().openapi({
      description:
        'Secret for verifying requests, at least 24 bytes after decoding; it is stored encrypted and never returned.',
    }),
    signature_header: z
      .string()
      .regex(/^[a-z0-9-]{1,100}$/, 'Use a lowercase header name')
      .optional(),
    signature_algorithm: z
      .enum(signatureAlgorithms)
      .optional()
      .openapi({ description: 'Hash function of the scheme `hmac`. Default: `sha256`.' }),
    signature_base: z
      .string()
      .max(200)
      .regex(/^(?:(?!\{body\})[^])*\{body\}(?:(?!\{body\})[^])*$/, 'Contain `{body}` once')
      .optional()
      .openapi({
        description:
          'Text that the scheme `hmac` signs, such as `{timestamp}.{body}` or `{method}{url}{body}`. Also `{path}` and `{header:NAME}`. Default: `{body}`.',
      }),
    timestamp_header: z
      .string()
      .regex(/^[a-z0-9-]{0,100}$/, 'Use a lowercase header name')
      .optional()
      .openapi({
        description:
          'Header with the time, if `signature_base` contains `{timestamp}`: `signature_header` if that contains `t=` or `ts=`.',
      }),
    tolerance_seconds: z
      .number()
      .int()
      .min(1)
      .max(3_600)
      .optional()
      .openapi({ description: 'Maximum age of signed timestamps. Default: 300.' }),
    allow_repeats: z.boolean().optional().openapi({
      description:
        'Start another run for equal signed bytes with another delivery ID (`X-GitHub-Delivery`, `Idempotency-Key`), which the schemes `github`, `square`, `twilio` and `hmac` do not sign. Anyone who captured a request can then repeat it. Default: false.',
    }),
    allowed_addresses: z
      .array(
        z.string().refine(isNetwork, {
          error: ({ input }) =>
            `${JSON.stringify(input).slice(0, 100)} is not an IP address or a network such as 192.0.2.0/24`,
        }),
      )
      .max(100)
      .optional()
      .openapi({ description: 'IP addresses and networks of callers; empty for all.' }),
    allowed_origins: z
      .array(
        z.string().refine(isOrigin, {
          error: ({ input }) =>
            `${JSON.stringify(input).slice(0, 100)} is not an origin such as https://shop.example, or *`,
        }),
      )
      .max(100)
      .optional()
      .openapi({ description: 'Origins of pages that can call the webhook, or `*` for all. Default: none.' }),
    requests_per_minute: z.number().int().min(1).max(60_000).optional().openapi({ description: 'Default: 6000.' }),
  })
  .refine(
    ({ signature_base: base = '', timestamp_header: header }) => !base.includes('{timestamp}') || Boolean(header),
    { path: ['timestamp_header'], error: 'Set the header that contains the {timestamp} of signature_base' },
  )
  .openapi({ example: { enabled: true, scheme: 'standard', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' } })

export const rotateTokenSchema = z
  .strictObject({
    keep_seconds: z
      .number()
      .int()
      .min(0)
      .max(2_592_000)
      .optional()
      .openapi({ description: 'Seconds for which the previous token is still accepted. Default: 86400.' }),
  })
  .openapi({ example: { keep_seconds: 3600 } })

/** Changes to a webhook. `secret` is the signing secret; null removes it. */
export type WebhookChange = z.infer<typeof webhookChangeSchema>

export const webhookWireSchema = z
  .object({
    id: z.string(),
    workflow_id: z.string(),
    workflow_name: z.string(),
    node_id: z.string(),
    name: z.string(),
    enabled: z.boolean(),
    token: secretField('The token in /hooks/{token}, only in the response to the request that created it.').nullable(),
    has_token: z.boolean(),
    previous_token_until: z.string().nullable(),
    path: z.string().nullable(),
    address: z.string().nullable().openapi({ description: '/hooks/{workspace}/{path}, if the webhook has a path.' }),
    scheme: schemeSchema,
    has_secret: z.boolean(),
    signature_header: z.string(),
    signature_algorithm: z.enum(signatureAlgorithms),
    signature_base: z.string(),
    timestamp_header: z.string(),
    tolerance_seconds: z.number().int(),
    allow_repeats: z.boolean(),
    allowed_addresses: z.array(z.string()),
    allowed_origins: z.array(z.string()),
    requests_per_minute: z.number().int(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('Webhook')

export const webhookToWire = (webhook: Webhook, token?: string): z.infer<typeof webhookWireSchema> =>
  recordToWire(webhookWireSchema, webhook, {
    token: token ?? null,
    address: webhook.path === undefined ? null : `/hooks/${webhook.workspace}/${webhook.path}`,
  })

export const deliveryWireSchema = z
  .object({
    id: z.string(),
    received_at: z.string(),
    method: z.string(),
    bytes: z.number().int(),
    status: z.number().int().openapi({ description: 'HTTP status; 202: a run was started.' }),
    run_id: z.string().nullable(),
    problem: createNullableObjectSchema<Record<string, unknown>>(),
  })
  .openapi('WebhookDelivery')

export const deliveryToWire = (delivery: WebhookDelivery): z.infer<typeof deliveryWireSchema> =>
  recordToWire(deliveryWireSchema, delivery, {
    problem: renderProblem(delivery.problem),
  })
