import { getValue, parseJson } from '@aw-flow/schema'
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Schemes by which a webhook authenticates its callers. `bearer`: a token in the `Authorization` header or in one of
 * `tokenHeaders`. `standard`:
 * Standard Webhooks 1.0. `github`, `stripe`, `slack`, `square` and `twilio`: the signature headers of these services.
 * `hmac`: an HMAC whose hash function, signed text and headers are configurable.
 */
export const webhookSchemes = [
  'none',
  'bearer',
  'standard',
  'github',
  'stripe',
  'slack',
  'square',
  'twilio',
  'hmac',
] as const
export type WebhookScheme = (typeof webhookSchemes)[number]

export const signatureAlgorithms = ['sha256', 'sha1', 'sha512'] as const
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number]

export interface SignatureOptions {
  scheme: WebhookScheme
  secret: string
  /** Name of the signature header for the scheme `hmac`. */
  header: string
  /** Hash function for the scheme `hmac`. Default: SHA-256. */
  algorithm?: SignatureAlgorithm
  /** Text that the scheme `hmac` signs. Default: the body. @see SignatureFormat.base */
  base?: string
  /**
   * Name of the header with the signed time for the scheme `hmac`; empty if the base contains no time. It can be that of
   * the signature, as in `t=1700000000,v1=…`.
   */
  timestampHeader?: string
  /** Maximum difference between a signed timestamp and the current time, in seconds. */
  toleranceSeconds: number
}

/** The parts of a request that are needed to verify a signature. */
export interface SignedRequest {
  readHeader(name: string): string | undefined
  body: Uint8Array
  method: string
  /** URLs of the request, of which the caller signed one if its scheme signs the URL. */
  urls: readonly string[]
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
  if (options.scheme === 'none') return { isValid: true }
  if (options.scheme === 'bearer') return verifyBearer(options, request)
  if (options.scheme === 'standard' && request.readHeader('webhook-signature') === undefined)
    return verifyFormat(formats.svix, options, request, now)
  return verifyFormat(getFormat(options, options.scheme), options, request, now)
}

/** Minimum length of a decoded secret, in bytes: the minimum of Standard Webhooks, or the length of Square's keys. */
export const getMinSecretBytes = (scheme: WebhookScheme): number => (scheme === 'square' ? 22 : 24)

/** Characters that a service shows instead of a secret: dots, squares, asterisks or an ellipsis. */
const maskPattern = /[\u00b7\u2022\u2026\u2217\u2219\u22c5\u2580-\u25ff\u26ab\u2b24\uff0a]|\* ?\* ?\*|\.\.\./u
/** A repeated character, such as in `whsec_xxxxxxxxxxxxxxxx`, which random secrets do not contain. */
const repetitionPattern = /(.)\1{7}/su
/** Returns whether a text is long for its number of different characters: `xxxx-xxxx-xxxx-xxxx-xxxx` has two. */
const repeatsFewCharacters = (text: string): boolean => text.length >= 16 && new Set(text).size < 5

/** Returns why a secret cannot be used with a scheme. */
export function findSecretProblem(scheme: WebhookScheme, secret: string): 'masked' | 'malformed' | 'short' | undefined {
  const isRepetition = repetitionPattern.test(secret) || repeatsFewCharacters(secret.replace(/^whsec_/, ''))
  const key = decodeSecret(scheme, secret)
  if (maskPattern.test(secret) || isRepetition) return 'masked'
  if (key === undefined || key.length === 0) return 'malformed'
  return key.length < getMinSecretBytes(scheme) ? 'short' : undefined
}

/** A signature scheme as data. */
interface SignatureFormat {
  algorithm: SignatureAlgorithm
  /**
   * The signed text, in which the following stand for a part of the request: `{body}`, `{id}`, `{timestamp}`, `{method}`,
   * `{url}`, `{path}` (with the query), `{form}` (the names and values of a form, sorted and without separators), and
   * `{header:NAME}`.
   */
  base: string
  /** Header with the signature. */
  header: string
  encodings: readonly ('hex' | 'base64')[]
  idHeader?: string
  timestampHeader?: string
  /** Text before a signature in the header; `undefined` if there can be any name. */
  prefix?: string
  /** Separator of several signatures in the header, of which one must be valid. */
  separator?: string | RegExp
  /** Start of the field of the signature header that contains the time, if no header of its own does. */
  timestampField?: RegExp
  /** Query parameter with the SHA-256 hash of a body that is not a form. It replaces `{form}`. */
  bodyHashParameter?: string
  /**
   * Field of the body that identifies the message, because each attempt to deliver it has a new signature. The base must
   * tell where the body begins: otherwise, one signature would cover a body without the field as well.
   */
  eventIdField?: string
}

const standard = {
  algorithm: 'sha256',
  base: '{id}.{timestamp}.{body}',
  encodings: ['base64'],
  prefix: 'v1,',
  separator: ' ',
} as const

const formats: Record<Exclude<WebhookScheme, 'none' | 'bearer' | 'hmac'> | 'svix', SignatureFormat> = {
  standard: {
    ...standard,
    header: 'webhook-signature',
    idHeader: 'webhook-id',
    timestampHeader: 'webhook-timestamp',
  },
  // The headers of the service from which the standard comes.
  svix: { ...standard, header: 'svix-signature', idHeader: 'svix-id', timestampHeader: 'svix-timestamp' },
  github: {
    algorithm: 'sha256',
    base: '{body}',
    header: 'x-hub-signature-256',
    encodings: ['hex'],
    prefix: 'sha256=',
  },
  stripe: {
    algorithm: 'sha256',
    base: '{timestamp}.{body}',
    header: 'stripe-signature',
    encodings: ['hex'],
    prefix: 'v1=',
    separator: ',',
    timestampField: /^t=/,
    eventIdField: 'id',
  },
  slack: {
    algorithm: 'sha256',
    base: 'v0:{timestamp}:{body}',
    header: 'x-slack-signature',
    encodings: ['hex'],
    timestampHeader: 'x-slack-request-timestamp',
    eventIdField: 'event_id',
    prefix: 'v0=',
  },
  square: {
    algorithm: 'sha256',
    base: '{url}{body}',
    header: 'x-square-hmacsha256-signature',
    encodings: ['base64'],
    prefix: '',
  },
  twilio: {
    algorithm: 'sha1',
    base: '{url}{form}',
    header: 'x-twilio-signature',
    encodings: ['base64'],
    prefix: '',
    bodyHashParameter: 'bodySHA256',
  },
}

function getFormat(options: SignatureOptions, scheme: Exclude<WebhookScheme, 'none' | 'bearer'>): SignatureFormat {
  if (scheme !== 'hmac') return formats[scheme]
  const { algorithm = 'sha256', base = '{body}', header, timestampHeader = '' } = options
  return {
    algorithm,
    base,
    header,
    encodings: ['hex', 'base64'],
    separator: /[,;\s]+/,
    ...(timestampHeader === header
      ? { timestampField: timeFieldStart }
      : timestampHeader === ''
        ? {}
        : { timestampHeader }),
  }
}

/** Maximum number of fields in a signature header. */
const maxFields = 50
const timeFieldStart = /^(?:t|ts|time|timestamp)=/

/** Headers in which services send a token unchanged: GitLab, Telegram, and others. */
const tokenHeaders = [
  'x-gitlab-token',
  'x-telegram-bot-api-secret-token',
  'x-api-key',
  'x-auth-token',
  'x-webhook-token',
]

/** Verifies a token, which can also be the password of a user, or `user:password`, or be in the configured header. */
function verifyBearer({ secret, header }: SignatureOptions, { readHeader }: SignedRequest): SignatureResult {
  const credentials = readHeader('authorization') ?? ''
  const [, token] = /^(?:(?:Bearer|Token|ApiKey) +)?(\S+)$/i.exec(credentials) ?? []
  const [, basic] = /^Basic +([A-Za-z0-9+/_-]+=*)$/i.exec(credentials) ?? []
  const pair = basic === undefined ? undefined : Buffer.from(basic, 'base64').toString()
  const tokens = [
    token,
    pair,
    pair?.slice(pair.indexOf(':') + 1),
    ...[header, ...tokenHeaders].filter(Boolean).map(readHeader),
  ].filter((candidate) => candidate !== undefined)
  if (credentials === '' && tokens.length === 0) return reject('missing')
  const isValid = tokens.map((candidate) => isEqual(Buffer.from(candidate), Buffer.from(secret))).includes(true)
  return isValid ? { isValid: true } : reject('invalid')
}

function verifyFormat(
  format: SignatureFormat,
  { scheme, secret, toleranceSeconds }: SignatureOptions,
  request: SignedRequest,
  now: number,
): SignatureResult {
  const { readHeader, body } = request
  const { base, encodings, prefix, separator, timestampField } = format
  const header = readHeader(format.header)
  const id = format.idHeader === undefined ? '' : readHeader(format.idHeader)
  const fields = (separator === undefined ? [header ?? ''] : (header ?? '').split(separator, maxFields)).map((field) =>
    field.trim(),
  )
  const timestamp =
    timestampField === undefined
      ? format.timestampHeader === undefined
        ? undefined
        : readHeader(format.timestampHeader)
      : (fields.find((field) => timestampField.test(field))?.replace(timestampField, '') ?? '')
  const hasTimestamp = base.includes('{timestamp}')
  if (!header || id === undefined || (format.idHeader && !id)) return reject('missing')
  if (hasTimestamp && (timestamp === undefined || (timestampField === undefined && timestamp === '')))
    return reject('missing')
  // The base joins the parts with dots: with a dot in the ID, one signature would cover several messages.
  if (id.includes('.')) return reject('invalid')
  const signatures = fields.flatMap((field) => {
    if (prefix !== undefined && !field.startsWith(prefix)) return []
    const values = prefix === undefined ? [field, field.slice(field.indexOf('=') + 1)] : [field.slice(prefix.length)]
    return values.flatMap((value) => encodings.map((encoding) => Buffer.from(value, encoding)))
  })
  const key = decodeSecret(scheme, secret)!
  const expected = createSignedTexts(format, { id, timestamp: timestamp ?? '' }, request)
    .map((parts) => sign(key, parts, format.algorithm))
    .find((candidate) => signatures.some((signature) => isEqual(signature, candidate)))
  if (!expected) return reject('invalid')
  if (hasTimestamp && !isRecent(timestamp!, toleranceSeconds, now)) return reject('expired')
  const messageId =
    format.idHeader === undefined
      ? format.eventIdField === undefined
        ? undefined
        : readEventId(body, format.eventIdField)
      : id
  return {
    isValid: true,
    replayKey: messageId === undefined ? `signature:${expected.toString('hex')}` : `id:${messageId}`,
  }
}

const reject = (reason: 'missing' | 'invalid' | 'expired'): SignatureResult => ({ isValid: false, reason })

/** Returns what the caller can have signed: one text for each URL of the request, in parts. */
function createSignedTexts(
  { base, bodyHashParameter }: SignatureFormat,
  values: Readonly<Record<string, string>>,
  { body, method, urls, readHeader }: SignedRequest,
): (string | Uint8Array)[][] {
  return (base.includes('{url}') ? urls : urls.slice(0, 1)).flatMap((url) => {
    const { pathname, search, searchParams } = new URL(url)
    const bodyHash = bodyHashParameter === undefined ? null : searchParams.get(bodyHashParameter)
    if (bodyHash !== null && bodyHash.toLowerCase() !== digest(body).toString('hex')) return []
    const parts: Readonly<Record<string, string | Uint8Array>> = {
      ...values,
      body,
      method,
      url,
      path: `${pathname}${search}`,
      form: bodyHash === null ? joinFormFields(body) : '',
    }
    return [
      base
        .split(/\{(body|id|timestamp|method|url|path|form|header:[\w-]{1,100})\}/)
        .map((text, index) => (index % 2 ? (parts[text] ?? readHeader(text.slice('header:'.length)) ?? '') : text)),
    ]
  })
}

const joinFormFields = (body: Uint8Array): string => {
  const fields = [...new URLSearchParams(new TextDecoder().decode(body))].map(([name, value]) => `${name}\0${value}`)
  return [...new Set(fields)].sort().join('').replaceAll('\0', '')
}

const sign = (
  key: string | Uint8Array,
  parts: readonly (string | Uint8Array)[],
  algorithm: SignatureAlgorithm = 'sha256',
): Buffer => parts.reduce((hmac, part) => hmac.update(part), createHmac(algorithm, key)).digest()

/** Returns the value of the signature header for a Standard Webhooks request, signed with one secret. */
export const signStandardWebhook = (
  secret: string,
  { id, timestamp, body }: { id: string; timestamp: string; body: Uint8Array },
): string => `v1,${sign(decodeSecret('standard', secret)!, [`${id}.${timestamp}.`, body]).toString('base64')}`

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
  return key.toString('base64').replace(/={1,2}$/, '') === text.replace(/={1,2}$/, '') ? key : undefined
}

/** Returns the ID of an event, if the body contains one. */
function readEventId(body: Uint8Array, field: string): string | undefined {
  const { [field]: id } = Object(getValue(parseJson(new TextDecoder().decode(body)))) as { [field: string]: unknown }
  return typeof id === 'number' || (typeof id === 'string' && id !== '') ? String(id) : undefined
}

function isRecent(timestamp: string, toleranceSeconds: number, now: number): boolean {
  return Math.abs(now - readTimestamp(timestamp)) <= toleranceSeconds * 1000
}

/** Returns the time of a timestamp in seconds or milliseconds, or in ISO 8601, in ms since the Unix epoch. */
function readTimestamp(timestamp: string): number {
  if (/^\d{1,13}$/.test(timestamp)) return Number(timestamp) * (timestamp.length === 13 ? 1 : 1000)
  return /^\d{4}-\d\d-\d\dT/.test(timestamp) ? Date.parse(timestamp) : Number.NaN
}

/** Compares two values in constant time, even if their lengths differ. */
const isEqual = (a: Uint8Array, b: Uint8Array): boolean => timingSafeEqual(digest(a), digest(b))

const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
