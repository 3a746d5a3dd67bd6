import type { Json } from '@aw-flow/schema'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { verifySignature, type SignatureResult } from './webhook-signature.ts'
import type { Webhook } from './webhook.ts'

/** Request headers that are withheld from the workflow. */
const privateHeaders = new Set(['authorization', 'cookie', 'proxy-authorization'])

/** Verifies a request's signature or token according to the webhook's scheme. */
export async function verifyHookSignature(
  { id, scheme, signatureHeader: header, toleranceSeconds }: Webhook,
  request: { readHeader(name: string): string | undefined; body: Uint8Array },
  webhooks: { readSecret(id: string): Promise<string | undefined> },
): Promise<SignatureResult> {
  if (scheme === 'none') return { isValid: true }
  const secret = await webhooks.readSecret(id)
  if (secret === undefined) return { isValid: false, reason: 'invalid' }
  return verifySignature({ scheme, secret, header, toleranceSeconds }, request, Date.now())
}

/** Returns the request headers that are passed to the workflow. */
export function readHookHeaders(context: Context<AppEnvironment>): Record<string, string> {
  return Object.fromEntries(Object.entries(context.req.header()).filter(([name]) => !privateHeaders.has(name)))
}

/** Returns the URL's query parameters. The value of a repeated parameter is an array. */
export function readHookQuery(context: Context<AppEnvironment>): Record<string, Json> {
  const fields = Object.entries(context.req.queries())
  return Object.fromEntries(fields.map(([name, values]) => [name, values.length === 1 ? values[0]! : values]))
}
