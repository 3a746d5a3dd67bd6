import {
  createBodyTooLargeError,
  NodeError,
  parseRetryAfter,
  type Egress,
  type EgressResponse,
  type SecretUse,
} from '@aw-flow/engine'
import { defined, getValue, parseJson } from '@aw-flow/schema'
import { isTransientFailure } from './model-problems.ts'

/**
 * The only headers that are forwarded. Model services do not need the client library's other headers, which would
 * require CORS permissions.
 */
const forwardedHeaders = new Set([
  'accept',
  'content-type',
  'anthropic-version',
  'anthropic-dangerous-direct-browser-access',
])

interface FetchInit {
  method?: string
  headers?: HeadersLike
  body?: unknown
  signal?: AbortSignal | null
}
type HeadersLike = Iterable<readonly [string, string]>

/** The status returned to the client library for permanently denied requests, which it does not retry. */
const deniedStatus = 403
/** The longest delay that the client library waits before a retry. After a longer one, the node is retried. */
const maxRetryDelayMs = 60_000

export type EgressFetch = ReturnType<typeof createEgressFetch>

/**
 * Creates a replacement for `fetch` that client libraries can use. Requests go through the egress broker, which checks
 * URLs and adds secrets. The library's own API key is not sent.
 */
export function createEgressFetch(
  egress: Egress,
  { secrets, idleMs, signal }: { secrets: readonly SecretUse[]; idleMs: number; signal: AbortSignal },
) {
  let denial: NodeError | undefined
  let failure: unknown
  let lastResponse: EgressResponse | undefined
  let errorBody: unknown
  let errorType: string | undefined
  let retryAfterMs: number | undefined
  return {
    /** Returns the error if the broker has permanently denied a request. */
    getDenial: (): NodeError | undefined => denial,
    /** Returns the error that interrupted the last response, or `undefined` if there was none. */
    getFailure: (): unknown => failure,
    /** Returns the body of the last error response, with secrets removed. JSON is parsed. */
    getErrorBody: (): unknown => errorBody,
    /** Returns the content type of the last error response. */
    getErrorType: (): string | undefined => errorType,
    /** Returns the delay that the last error response asks for, in ms. */
    getRetryAfterMs: (): number | undefined => retryAfterMs,
    /** Removes secrets from a string. */
    redact: (text: string): string => lastResponse?.redact(text) ?? text,
    async send(url: unknown, init: FetchInit = {}): Promise<Response> {
      try {
        lastResponse = await egress.fetch({
          url: String(url),
          method: init.method ?? 'GET',
          headers: Object.fromEntries(
            [...(init.headers ?? [])].filter(([name]) => forwardedHeaders.has(name.toLowerCase())),
          ),
          ...(typeof init.body === 'string' ? { body: new TextEncoder().encode(init.body) } : {}),
          secrets,
          limits: { idleMs, totalMs: 10 * idleMs, bodyBytes: 16 * 1024 * 1024 },
          signal: init.signal ? AbortSignal.any([init.signal, signal]) : signal,
        })
      } catch (error) {
        if (!(error instanceof NodeError) || error.kind === 'transient') throw error
        denial = error
        return new Response(null, { status: deniedStatus, headers: { 'x-should-retry': 'false' } })
      }
      const { status, headers } = lastResponse
      if (status >= 400) {
        const text = await readErrorText(lastResponse)
        errorBody = getValue(parseJson(text)) ?? text
        errorType = headers['content-type']
        retryAfterMs = parseRetryAfter(headers)
        const isRetried = isTransientFailure(status, errorBody) && (retryAfterMs ?? 0) <= maxRetryDelayMs
        return new Response(text, {
          status,
          headers: {
            ...headers,
            'x-should-retry': String(isRetried),
            ...defined({ 'retry-after-ms': retryAfterMs?.toString() }),
          },
        })
      }
      return new Response(
        toStream(lastResponse, (cause) => (failure = cause)),
        { status, headers: { ...headers } },
      )
    },
  }
}

const maxErrorTextLength = 64 * 1024

async function readErrorText(response: EgressResponse): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > maxErrorTextLength) break
  }
  return text
}

/**
 * Maximum line length of an event stream, in bytes. Lines are limited because parsers search the whole line again
 * whenever more of it arrives.
 */
const maxLineBytes = 1024 * 1024

function toStream(response: EgressResponse, onFailure: (error: unknown) => void): ReadableStream<Uint8Array> {
  const chunks = response.body[Symbol.asyncIterator]()
  const isEventStream = /event-stream/i.test(response.headers['content-type'] ?? '')
  /** Number of bytes received since the last line ending. */
  let lineBytes = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next()
        if (done) return controller.close()
        const lineEnd = value.lastIndexOf(10)
        lineBytes = lineEnd < 0 ? lineBytes + value.length : value.length - lineEnd
        if (isEventStream && lineBytes > maxLineBytes) {
          await response.close()
          throw createBodyTooLargeError(new URL(response.url), maxLineBytes)
        }
        controller.enqueue(value)
      } catch (error) {
        onFailure(error)
        controller.error(error)
      }
    },
    async cancel() {
      await chunks.return?.()
      await response.close()
    },
  })
}
