import { error, type Json, type Problem } from '@aw-flow/schema'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { verifySignature, type SignatureResult } from './webhook-signature.ts'
import type { HostRules } from '../security/host-rules.ts'
import type { Webhook } from './webhook.ts'

/** Methods with which a webhook can be called. */
export const hookMethods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

/**
 * Checks whether a page of another site can call a webhook, and sets the headers that let the page read the response.
 * Pages of the server and of `CORS_ORIGINS` always can. Requests without an origin do not come from a page of another
 * site.
 *
 * @returns The problem if the origin is not allowed.
 */
export function allowHookOrigin(
  context: Context<AppEnvironment>,
  hostRules: HostRules,
  { allowedOrigins, workflowName }: Webhook,
): Problem | undefined {
  const { req } = context
  const origin = req.header('origin')
  if (origin === undefined) return undefined
  context.header('Vary', 'Origin', { append: true })
  const isOwn = hostRules.check({ host: req.header('host'), origin }) === undefined
  if (!isOwn && !allowedOrigins.includes('*') && !allowedOrigins.includes(origin))
    return error('hook.origin', { origin, workflow: workflowName })
  context.header('Access-Control-Allow-Origin', allowedOrigins.includes('*') ? '*' : origin)
  context.header('Access-Control-Expose-Headers', 'X-Run-Id, Retry-After, Content-Disposition')
  if (req.header('access-control-request-method') !== undefined) {
    context.header('Access-Control-Allow-Methods', hookMethods.join(', '))
    context.header('Access-Control-Allow-Headers', req.header('access-control-request-headers') ?? '*')
    context.header('Access-Control-Max-Age', '600')
  }
  return undefined
}

/** Returns whether a request only asks which methods a webhook accepts. It never starts a run. */
export const isHookQuestion = ({ req }: Context<AppEnvironment>): boolean =>
  req.method === 'OPTIONS' || req.method === 'HEAD'

/** Request headers that are withheld from the workflow. */
const privateHeaders = new Set(['authorization', 'cookie', 'proxy-authorization'])

/** Verifies a request's signature or token according to the webhook's scheme. */
export async function verifyHookSignature(
  webhook: Webhook,
  request: { readHeader(name: string): string | undefined; body: Uint8Array },
  webhooks: { readSecret(id: string): Promise<string | undefined> },
): Promise<SignatureResult> {
  const { scheme, signatureHeader, signatureAlgorithm, signatureBase, timestampHeader, toleranceSeconds } = webhook
  if (scheme === 'none') return { isValid: true }
  const secret = await webhooks.readSecret(webhook.id)
  if (secret === undefined) return { isValid: false, reason: 'invalid' }
  const options = { header: signatureHeader, algorithm: signatureAlgorithm, base: signatureBase, timestampHeader }
  return verifySignature({ scheme, secret, ...options, toleranceSeconds }, request, Date.now())
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
