import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Schemes by which a webhook authenticates its callers. `bearer`: a token in the `Authorization` header. `standard`:
 * Standard Webhooks 1.0. `github` and `stripe`: the signature headers of these services. `hmac`: HMAC-SHA256 of the
 * body, in a configurable header.
 */
export const webhookSchemes = ['none', 'bearer', 'standard', 'github', 'stripe', 'hmac'] as const
export type WebhookScheme = (typeof webhookSchemes)[number]

export interface SignatureOptions {
  scheme: WebhookScheme
  secret: string
  /** Name of the signature header for the scheme `hmac`. */
  header: string
  /** Maximum difference between a signed timestamp and the current time, in seconds. */
  toleranceSeconds: number
}

/** The parts of a request that are needed to verify a signature. */
export interface SignedRequest {
  readHeader(name: string): string | undefined
  body: Uint8Array
}

export type SignatureResult =
  /**
   * `replayKey` identifies the request, so that a replay can be recognized. It consists only of what the signature covers:
   * the signed ID, or else the signature. Schemes that sign nothing have none.
   */
  { isValid: true; replayKey?: string } | { isValid: false; reason: 'missing' | 'invalid' | 'expired' }

/**
 * Verifies a request's signature. `now` is in ms since the Unix epoch. A secret that was stored without a key in it
 * verifies nothing, because anyone can sign with an empty or masked key.
 */
export function verifySignature(options: SignatureOptions, request: SignedRequest, now: number): SignatureResult {
  const secretProblem = findSecretProblem(options.scheme, options.secret)
  if (options.scheme !== 'none' && secretProblem && secretProblem !== 'short') return reject('invalid')
  return verifiers[options.scheme](options, request, now)
}

/** Minimum length of a decoded secret, in bytes: the minimum of Standard Webhooks. */
export const minSecretBytes = 24

/** Characters that a service shows instead of a secret: dots, asterisks or an ellipsis. */
const maskPattern = /[•●∙·…]|\*\*\*|\.\.\./u

/** Returns why a secret cannot be used with a scheme. */
export function findSecretProblem(scheme: WebhookScheme, secret: string): 'masked' | 'malformed' | 'short' | undefined {
  if (maskPattern.test(secret)) return 'masked'
  const key = decodeSecret(scheme, secret)
  if (key === undefined || key.length === 0) return 'malformed'
  return key.length < minSecretBytes ? 'short' : undefined
}

type Verifier = (options: SignatureOptions, request: SignedRequest, now: number) => SignatureResult

const verifiers: Record<WebhookScheme, Verifier> = {
  none: () => ({ isValid: true }),

  bearer({ secret }, { readHeader }) {
    const credentials = readHeader('authorization')
    if (credentials === undefined) return reject('missing')
    const token = /^Bearer +(\S+)$/i.exec(credentials)?.[1] ?? ''
    return isEqual(Buffer.from(token), Buffer.from(secret)) ? { isValid: true } : reject('invalid')
  },

  standard({ secret, toleranceSeconds }, { readHeader, body }, now) {
    const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) => readHeader(`webhook-${name}`))
    if (!id || !timestamp || !signatures) return reject('missing')
    // The signed text joins the parts with dots: with a dot in the ID, one signature would cover several messages.
    if (id.includes('.')) return reject('invalid')
    const expected = sign(decodeSecret('standard', secret)!, `${id}.${timestamp}.`, body)
    const isSigned = signatures.split(' ').some((signature) => {
      const [version, value] = signature.split(',', 2)
      return version === 'v1' && value !== undefined && isEqual(Buffer.from(value, 'base64'), expected)
    })
    if (!isSigned) return reject('invalid')
    return isRecent(timestamp, toleranceSeconds, now) ? { isValid: true, replayKey: `id:${id}` } : reject('expired')
  },

  github({ secret }, { readHeader, body }) {
    const signature = readHeader('x-hub-signature-256')
    if (!signature) return reject('missing')
    const expected = sign(secret, '', body)
    const [prefix, value = ''] = signature.split('=', 2)
    if (prefix !== 'sha256' || !isEqual(Buffer.from(value, 'hex'), expected)) return reject('invalid')
    return { isValid: true, replayKey: `signature:${expected.toString('hex')}` }
  },

  stripe({ secret, toleranceSeconds }, { readHeader, body }, now) {
    const header = readHeader('stripe-signature')
    if (!header) return reject('missing')
    const fields = header.split(',').map((field) => field.trim().split('=', 2))
    const timestamp = fields.find(([name]) => name === 't')?.[1] ?? ''
    const expected = sign(secret, `${timestamp}.`, body)
    const isSigned = fields.some(([name, value = '']) => name === 'v1' && isEqual(Buffer.from(value, 'hex'), expected))
    if (!isSigned) return reject('invalid')
    if (!isRecent(timestamp, toleranceSeconds, now)) return reject('expired')
    // Uses the event ID as the key, because Stripe creates a new signature for each delivery attempt.
    const eventId = readEventId(body)
    return {
      isValid: true,
      replayKey: eventId === undefined ? `signature:${expected.toString('hex')}` : `id:${eventId}`,
    }
  },

  hmac({ secret, header }, { readHeader, body }) {
    const headerValue = readHeader(header)
    if (!headerValue) return reject('missing')
    const value = headerValue.replace(/^sha256=/, '')
    const expected = sign(secret, '', body)
    const isSigned = isEqual(Buffer.from(value, 'hex'), expected) || isEqual(Buffer.from(value, 'base64'), expected)
    if (!isSigned) return reject('invalid')
    return { isValid: true, replayKey: `signature:${expected.toString('hex')}` }
  },
}

const reject = (reason: 'missing' | 'invalid' | 'expired'): SignatureResult => ({ isValid: false, reason })

const sign = (key: string | Uint8Array, prefix: string, body: Uint8Array): Buffer =>
  createHmac('sha256', key).update(prefix).update(body).digest()

/** Returns the value of the signature header for a Standard Webhooks request, signed with one secret. */
export const signStandardWebhook = (
  secret: string,
  { id, timestamp, body }: { id: string; timestamp: string; body: Uint8Array },
): string => `v1,${sign(decodeSecret('standard', secret)!, `${id}.${timestamp}.`, body).toString('base64')}`

/**
 * Returns the key in a secret, or `undefined` if it cannot be decoded. After the prefix `whsec_`, secrets of Standard
 * Webhooks are Base64-encoded. A bearer token is one word.
 */
function decodeSecret(scheme: WebhookScheme, secret: string): Uint8Array | undefined {
  if (scheme === 'bearer' && /[^\x21-\x7e]/.test(secret)) return undefined
  if (scheme !== 'standard' || !secret.startsWith('whsec_')) return Buffer.from(secret.trim() && secret)
  const text = secret.slice('whsec_'.length)
  const key = Buffer.from(text, 'base64')
  // `Buffer.from` skips characters that are not Base64.
  return key.toString('base64').replace(/=+$/, '') === text.replace(/={1,2}$/, '') ? key : undefined
}

/** Returns the ID of a Stripe event, if the body contains one. */
function readEventId(body: Uint8Array): string | undefined {
  try {
    const { id } = Object(JSON.parse(new TextDecoder().decode(body))) as { id?: unknown }
    return typeof id === 'string' && id !== '' ? id : undefined
  } catch {
    return undefined
  }
}

function isRecent(timestamp: string, toleranceSeconds: number, now: number): boolean {
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN
  return Math.abs(now / 1000 - seconds) <= toleranceSeconds
}

/** Compares two values in constant time, even if their lengths differ. */
const isEqual = (a: Uint8Array, b: Uint8Array): boolean => timingSafeEqual(digest(a), digest(b))

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
