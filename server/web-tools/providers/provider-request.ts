import { NodeError, type Egress, type EgressResponse, type SecretUse } from '@aw-flow/engine'
import { error, parseJson, type Json } from '@aw-flow/schema'
import type { ToolProvider } from './tool-providers.ts'

/**
 * Why a provider has no result. `busy`: it can succeed later. `unusable`: another provider may succeed. `refused`: the
 * request itself was rejected.
 */
export class ProviderError extends Error {
  readonly kind: 'busy' | 'unusable' | 'refused'
  /** Time in ms after which the provider accepts requests again, if it has sent one. */
  readonly retryAfterMs: number | undefined

  constructor(kind: ProviderError['kind'], reason: string, retryAfterMs?: number) {
    super(reason)
    this.kind = kind
    this.retryAfterMs = retryAfterMs
  }
}

/** The connection of a call to the services of its providers. */
export interface ProviderConnection {
  egress: Egress
  signal: AbortSignal
}

export interface ProviderRequest {
  url: string
  method?: 'GET' | 'POST'
  headers?: Readonly<Record<string, string>>
  body?: Uint8Array
  secrets?: readonly SecretUse[]
  maxBytes: number
}

/** Maximum time of a request without data, in ms. */
const idleMs = 60_000
/** Maximum duration of a request, in ms. */
const totalMs = 120_000
/** Maximum number of characters in the part of a response that an error contains. */
const maxReasonCharacters = 300
/** Statuses of overloaded or unavailable services. */
const busyStatuses = new Set([408, 425, 429, 500, 502, 503, 504, 529])
/** Statuses that reject the request instead of the caller. */
const refusedStatuses = new Set([400, 413, 422])

/** Returns the API key of a provider as it is sent; empty if it has none. */
export const toSecrets = ({ secret }: ToolProvider, header?: string): SecretUse[] =>
  secret === undefined
    ? []
    : [header === undefined ? { name: secret, as: 'bearer' } : { name: secret, as: 'header', field: header }]

/**
 * Sends a request to a provider through the broker.
 *
 * @throws {ProviderError} If the service does not respond, or its response has an error status.
 */
export async function sendRequest(
  { url, method = 'GET', headers = {}, body, secrets = [], maxBytes }: ProviderRequest,
  { egress, signal }: ProviderConnection,
): Promise<EgressResponse> {
  const response = await egress
    .fetch({
      url,
      method,
      headers: { 'accept-language': 'en', ...headers },
      ...(body ? { body } : {}),
      secrets,
      limits: { bodyBytes: maxBytes, idleMs, totalMs },
      signal,
    })
    .catch((cause: unknown) => {
      throw toProviderError(cause, signal)
    })
  if (response.status < 400) return response
  const { status } = response
  const text = await readText(response, 100_000, signal).catch(() => '')
  const reason = `${status} ${response.redact(text).replace(/\s+/g, ' ').slice(0, maxReasonCharacters)}`.trim()
  if (busyStatuses.has(status)) throw new ProviderError('busy', reason, readRetryAfter(response.headers['retry-after']))
  throw new ProviderError(refusedStatuses.has(status) ? 'refused' : 'unusable', reason)
}

/** Sends a request, and returns the JSON of the response. */
export async function requestJson(request: ProviderRequest, connection: ProviderConnection): Promise<Json> {
  const response = await sendRequest(request, connection)
  const text = await readText(response, request.maxBytes, connection.signal)
  const { json, problem } = parseJson(response.redact(text))
  if (problem) throw new ProviderError('unusable', 'its response is not JSON')
  return json as Json
}

/** Reads the bytes of a body. */
export async function readBytes({ body }: EgressResponse, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      size += chunk.length
      if (size > maxBytes) throw new ProviderError('unusable', `its response has more than ${maxBytes} bytes`)
      chunks.push(chunk)
    }
  } catch (cause) {
    throw toProviderError(cause, signal)
  }
  return Buffer.concat(chunks)
}

const readText = async (response: EgressResponse, maxBytes: number, signal: AbortSignal): Promise<string> =>
  new TextDecoder().decode(await readBytes(response, maxBytes, signal))

function toProviderError(cause: unknown, signal: AbortSignal): unknown {
  if (cause instanceof ProviderError) return cause
  signal.throwIfAborted()
  if (!(cause instanceof NodeError)) return cause
  const { problem, kind } = cause
  return Object.assign(new ProviderError(kind === 'transient' ? 'busy' : 'unusable', problem.code), { problem })
}

/** Reads `Retry-After` as ms: a number of seconds, or a date. */
function readRetryAfter(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const ms = /^\d{1,9}$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}

/** Returns the value at a path of JSON; `undefined` if it does not exist. */
export function getAt(json: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let value: unknown = json
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string | number, unknown>)[part]
  }
  return value as Json | undefined
}

/** Returns the text at a path of JSON; `undefined` if it is not a string. */
export function getText(json: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
  const value = getAt(json, ...path)
  return typeof value === 'string' ? value : undefined
}

/** Returns the body of a request with JSON. */
export const toJsonBody = (json: Json): Uint8Array => new TextEncoder().encode(JSON.stringify(json))

/** Returns the problem of a failed provider: the broker's problem, or the reason. */
export const toProblem = (provider: string, failure: ProviderError) =>
  (failure as { problem?: ReturnType<typeof error> }).problem ??
  error('web-tool.failed', { provider, reason: failure.message })
