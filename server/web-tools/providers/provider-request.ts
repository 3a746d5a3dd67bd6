import { detectEncoding } from '@aw-flow/agents'
import {
  decodeBody,
  describeResponse,
  joinTypeAndStart,
  NodeError,
  parseRetryAfter,
  type Egress,
  type EgressResponse,
  type SecretUse,
} from '@aw-flow/engine'
import { error, parseJson, defined, type Json } from '@aw-flow/schema'
import type { ToolProvider } from './tool-providers.ts'

/**
 * A failed request to a provider. `busy`: a retry may succeed. `unusable`: another provider may succeed. `refused`: the
 * provider rejected the request itself.
 */
export class ProviderError extends Error {
  readonly kind: 'busy' | 'unusable' | 'refused'
  /** Time in ms until the provider accepts requests again, if it has specified one. */
  readonly retryAfterMs: number | undefined

  constructor(kind: ProviderError['kind'], reason: string, retryAfterMs?: number) {
    super(reason)
    this.kind = kind
    this.retryAfterMs = retryAfterMs
  }
}

/** The connection through which a call sends requests to providers. */
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

/** Maximum time without receiving data, in ms. */
const idleMs = 60_000
/** Maximum duration of a request, in ms. */
const totalMs = 120_000
/** HTTP statuses of overloaded or unavailable services. */
const busyStatuses = new Set([408, 425, 429, 500, 502, 503, 504, 529])
/** HTTP statuses that mean that the request itself was rejected, not the caller. */
const refusedStatuses = new Set([400, 413, 422])

/**
 * Returns how a provider's API key is sent; empty if the provider has no key. Without `header`, the key is sent as a
 * bearer token.
 */
export const toSecrets = ({ secret }: ToolProvider, header?: string): SecretUse[] =>
  secret === undefined
    ? []
    : [header === undefined ? { name: secret, as: 'bearer' } : { name: secret, as: 'header', field: header }]

/**
 * Sends a request to a provider through the broker.
 *
 * @throws {ProviderError} If the service does not respond or returns an error status.
 */
export async function sendRequest(
  { url, method = 'GET', headers = {}, body, secrets = [], maxBytes }: ProviderRequest,
  { egress, signal }: ProviderConnection,
): Promise<EgressResponse> {
  const response = await egress
    .fetch(
      defined({
        url,
        method,
        headers: { 'accept-language': 'en', ...headers },
        body,
        secrets,
        limits: { bodyBytes: maxBytes, idleMs, totalMs },
        signal,
      }),
    )
    .catch((cause: unknown) => {
      throw toProviderError(cause, signal)
    })
  if (response.status < 400) return response
  const { status } = response
  const reason = `${status} ${await describeResponse(response, { guessEncoding })}`.trim()
  signal.throwIfAborted()
  if (busyStatuses.has(status)) throw new ProviderError('busy', reason, parseRetryAfter(response.headers))
  throw new ProviderError(refusedStatuses.has(status) ? 'refused' : 'unusable', reason)
}

/** Sends a request and returns the JSON in the response. */
export async function requestJson(request: ProviderRequest, connection: ProviderConnection): Promise<Json> {
  const response = await sendRequest(request, connection)
  const text = await readText(response, request.maxBytes, connection.signal)
  const parsedJson = parseJson(text)
  if (!parsedJson.ok) {
    const start = joinTypeAndStart(response.headers['content-type'] ?? '', text)
    throw new ProviderError('unusable', `its response is not JSON: ${response.status} ${start}`)
  }
  return parsedJson.value
}

/** Reads the body of a response, up to `maxBytes`. */
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

const guessEncoding = (sample: Uint8Array): string => detectEncoding([sample]).encoding

const readText = async (response: EgressResponse, maxBytes: number, signal: AbortSignal): Promise<string> =>
  decodeBody(await readBytes(response, maxBytes, signal), response.headers['content-type'] ?? '', {
    guessEncoding,
  })

function toProviderError(cause: unknown, signal: AbortSignal): unknown {
  if (cause instanceof ProviderError) return cause
  signal.throwIfAborted()
  if (!(cause instanceof NodeError)) return cause
  const { problem, kind } = cause
  return Object.assign(new ProviderError(kind === 'transient' ? 'busy' : 'unusable', problem.code), { problem })
}

/** Returns the value at a path in JSON, or `undefined` if the path does not exist. */
export function getValueAt(json: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let value: unknown = json
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string | number, unknown>)[key]
  }
  return value as Json | undefined
}

/** Returns the string at a path in JSON, or `undefined` if the value is not a string. */
export function getStringAt(json: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
  const value = getValueAt(json, ...path)
  return typeof value === 'string' ? value : undefined
}

/** Encodes JSON as a request body. */
export const toJsonBody = (json: Json): Uint8Array => new TextEncoder().encode(JSON.stringify(json))

/**
 * Returns the problem for a failed provider: the broker's problem if there is one, otherwise one that states the
 * reason.
 */
export const toProblem = (provider: string, failure: ProviderError) =>
  (failure as { problem?: ReturnType<typeof error> }).problem ??
  error('web-tool.failed', { provider, reason: failure.message })
