import { decodeHeader } from '@aw-flow/engine'
import { error, type Json } from '@aw-flow/schema'
import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'
import { createHash } from 'node:crypto'
import type { AppEnvironment } from '../../app-environment.ts'
import { verifySignature, type SignatureResult } from './webhook-signature.ts'
import { Rejection } from '../../http/rejection.ts'
import type { HostRules } from '../../security/host-rules.ts'
import { parseWebhookBody, type WebhookFile } from './webhook-body.ts'
import type { Webhook } from './webhook.ts'

/** Methods with which a webhook can be called. */
const hookMethods: readonly string[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']

/**
 * Checks whether a page of another site can call a webhook, and sets the headers that let the page read the response.
 * Pages of the server and of `CORS_ORIGINS` always can. Requests without an origin do not come from a page of another
 * site.
 *
 * @throws {Rejection} if the origin is not allowed.
 */
export function allowHookOrigin(
  context: Context<AppEnvironment>,
  hostRules: HostRules,
  { allowedOrigins, workflowName }: Webhook,
): void {
  const { req } = context
  const origin = req.header('origin')
  if (origin === undefined) return
  context.header('Vary', 'Origin', { append: true })
  const isOwn = hostRules.check({ host: req.header('host'), origin }) === undefined
  if (!isOwn && !allowedOrigins.includes('*') && !allowedOrigins.includes(origin))
    throw new Rejection(403, error('hook.origin', { origin, workflow: workflowName }))
  context.header('Access-Control-Allow-Origin', allowedOrigins.includes('*') ? '*' : origin)
  context.header('Access-Control-Expose-Headers', 'X-Run-Id, Retry-After, Content-Disposition')
  if (req.header('access-control-request-method') !== undefined) {
    context.header('Access-Control-Allow-Methods', hookMethods.join(', '))
    context.header('Access-Control-Allow-Headers', req.header('access-control-request-headers') ?? '*')
    context.header('Access-Control-Max-Age', '600')
  }
}

/** Responds to a request that only asks which methods a webhook accepts. It never starts a run. */
export const answerHookQuestion = (context: Context<AppEnvironment>): Response | undefined =>
  context.req.method === 'OPTIONS' || context.req.method === 'HEAD'
    ? context.body(null, 204, { Allow: hookMethods.join(', ') })
    : undefined

/** Request headers that are withheld from the workflow, because members who read its runs could use their values. */
const privateHeaderPattern =
  /^(proxy-)?authorization$|^cookie$|(^|-)(tokens?|secret|password|jwt|auth|api-?key|access-?key|credentials?|assertion)(-|$)/

/** Verifies a request's signature or token according to the webhook's scheme. */
export async function verifyHookSignature(
  context: Context<AppEnvironment>,
  webhook: Webhook,
  body: Uint8Array,
  {
    webhooks,
    publicUrl,
  }: { webhooks: { readSecret(id: string): Promise<string | undefined> }; publicUrl: string | undefined },
): Promise<SignatureResult> {
  const { scheme, signatureHeader, signatureAlgorithm, signatureBase, timestampHeader, toleranceSeconds } = webhook
  if (scheme === 'none') return { isValid: true }
  const secret = await webhooks.readSecret(webhook.id)
  if (secret === undefined) return { isValid: false, reason: 'invalid' }
  const options = { header: signatureHeader, algorithm: signatureAlgorithm, base: signatureBase, timestampHeader }
  return verifySignature(
    { scheme, secret, ...options, toleranceSeconds },
    {
      readHeader: (name) => context.req.header(name),
      body,
      method: context.req.method,
      urls: listUrls(context, publicUrl),
    },
    Date.now(),
  )
}

/**
 * Returns the URLs by which the caller may have sent a request: below the public URL of the server, if it is known, and of
 * the host in the request, whose protocol a proxy may have changed.
 */
function listUrls(context: Context<AppEnvironment>, publicUrl: string | undefined): string[] {
  const { pathname, search, host } = new URL(context.req.url)
  const path = `${pathname}${search}`
  const hostPath = `${host}${context.get('basePath') ?? ''}${path}`
  return [...(publicUrl === undefined ? [] : [`${publicUrl}${path}`]), `https://${hostPath}`, `http://${hostPath}`]
}

/** The data and files of a request. An empty body is replaced by the query. */
export interface HookBody {
  data: Json
  files: readonly WebhookFile[]
}

/** @throws {Rejection} if the body is invalid. */
export async function readHookBody(
  context: Context<AppEnvironment>,
  bytes: Uint8Array,
  maxUnpackedBytes: number,
): Promise<HookBody> {
  const { req } = context
  const headers = { type: req.header('content-type') ?? '', disposition: req.header('content-disposition') }
  const { data = readHookQuery(context), files } = await parseWebhookBody(headers, bytes, {
    maxDepth: context.get('maxBodyDepth'),
    maxUnpackedBytes,
  })
  return { data, files }
}

/** The token of a webhook in a URL, which proxies repeat in headers. */
const urlTokenPattern = /(\/hooks(?:-test)?\/)[\w-]{32}(?![\w-])/g

/** Returns the request headers that are passed to the workflow. */
export function readHookHeaders(
  { req }: Context<AppEnvironment>,
  { scheme, signatureHeader }: Webhook,
): Record<string, string> {
  const isPrivate = (name: string): boolean =>
    privateHeaderPattern.test(name) || (scheme === 'bearer' && name === signatureHeader)
  const headers = Object.entries(req.header()).filter(([name]) => !isPrivate(name))
  return Object.fromEntries(
    headers.map(([name, value]) => [name, decodeHeader(value.replaceAll(urlTokenPattern, '$1[token]'))]),
  )
}

/** Returns the URL's query parameters. The value of a repeated parameter is an array. */
export function readHookQuery(context: Context<AppEnvironment>): Record<string, Json> {
  const fields = Object.entries(context.req.queries())
  return Object.fromEntries(fields.map(([name, values]) => [name, values.length === 1 ? values[0]! : values]))
}

/** Headers in which senders repeat the ID of a message, most general first, then those of services. */
const deliveryIdHeaders = [
  'idempotency-key',
  'webhook-id',
  'svix-id',
  'x-github-delivery',
  'x-gitea-delivery',
  'x-gogs-delivery',
  'x-shopify-webhook-id',
  'x-request-uuid',
  'x-atlassian-webhook-identifier',
  'x-amz-sns-message-id',
  'x-wc-webhook-delivery-id',
  'x-zendesk-webhook-invocation-id',
  'twitch-eventsub-message-id',
  'i-twilio-idempotency-token',
  'linear-delivery',
]
/** Maximum length of a key in the index of the database. */
const maxReplayKeyLength = 500

/**
 * Returns the key that identifies a message: what its signature covers. Only for an unsigned message, or if the webhook
 * allows repeats, it is the delivery ID of an unsigned header.
 */
export function findReplayKey(
  { req }: Context<AppEnvironment>,
  { allowRepeats }: Webhook,
  signature: SignatureResult,
): string | undefined {
  const signedKey = signature.isValid ? signature.replayKey : undefined
  const deliveryId = deliveryIdHeaders.map((name) => req.header(name)).find((id) => id)
  const usesDeliveryId = signedKey === undefined || (allowRepeats && signedKey.startsWith('signature:'))
  const key = [signedKey, usesDeliveryId && deliveryId && `key:${deliveryId}`].filter(Boolean).join(' ')
  if (key.length <= maxReplayKeyLength) return key || undefined
  return `hash:${createHash('sha256').update(key).digest('hex')}`
}

/** Returns whether a list of addresses and networks includes an IP address. An empty list allows all addresses. */
export function isAllowedAddress(allowedEntries: readonly string[], address: string): boolean {
  if (allowedEntries.length === 0) return true
  if (!ipaddr.isValid(address)) return false
  // Converts IPv4-mapped addresses such as `::ffff:192.0.2.1` to IPv4.
  const callerAddress = ipaddr.process(address)
  return allowedEntries.some((entry) => {
    const [network, prefixLength] = ipaddr.parseCIDR(toNetwork(entry))
    return network.kind() === callerAddress.kind() && callerAddress.match(network, prefixLength)
  })
}

/** Converts a single address to a network that contains only this address. */
const toNetwork = (entry: string): string =>
  entry.includes('/') ? entry : `${entry}/${ipaddr.parse(entry).kind() === 'ipv6' ? 128 : 32}`
