import type { Json } from '@aw-flow/schema'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { verifySignature, type SignatureResult } from './webhook-signature.ts'
import type { Webhook } from './webhook.ts'

/** Request headers that are not passed to the workflow. */
const privateHeaders = new Set(['authorization', 'cookie', 'proxy-authorization'])

/** Verifies the signature or token of a request according to the scheme of its webhook. */
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

/** Returns the headers that the workflow receives. */
export function readHookHeaders(context: Context<AppEnvironment>): Record<string, string> {
  return Object.fromEntries(Object.entries(context.req.header()).filter(([name]) => !privateHeaders.has(name)))
}

/** Returns the query of the URL. A repeated name has a list of values. */
export function readHookQuery(context: Context<AppEnvironment>): Record<string, Json> {
  const fields = Object.entries(context.req.queries())
  return Object.fromEntries(fields.map(([name, values]) => [name, values.length === 1 ? values[0]! : values]))
}
