import { NodeError, type Egress, type EgressAnswer, type SecretUse } from '@aw-flow/engine'

/** Headers that a model service needs; other headers of the client library would only require CORS permissions. */
const forwardedHeaders = new Set(['accept', 'content-type'])

interface FetchInit {
  method?: string
  headers?: HeadersLike
  body?: unknown
  signal?: AbortSignal | null
}
type HeadersLike = Iterable<readonly [string, string]>

/** The status of permanently denied requests, which clients do not retry. */
const deniedStatus = 403

export interface EgressFetch {
  send: (url: unknown, init?: FetchInit) => Promise<Response>
  /** Why the broker permanently denied the request. */
  refusal(): NodeError | undefined
  /** Why the last response was interrupted. */
  failure(): unknown
  /** Body of the last error response, without secrets; parsed if it is JSON. */
  errorBody(): unknown
  /** Removes secrets from a text. */
  redact(text: string): string
}

/**
 * Provides `fetch` for a client library through the egress broker, which checks URLs and adds secrets. The API key of
 * the library is not sent.
 */
export function egressFetch(
  egress: Egress,
  { secrets, idleMs, signal }: { secrets: readonly SecretUse[]; idleMs: number; signal: AbortSignal },
): EgressFetch {
  let refusal: NodeError | undefined
  let failure: unknown
  let last: EgressAnswer | undefined
  let errorBody: unknown
  return {
    refusal: () => refusal,
    failure: () => failure,
    errorBody: () => errorBody,
    redact: (text) => last?.redact(text) ?? text,
    async send(url, init = {}) {
      try {
        last = await egress.fetch({
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
      } catch (cause) {
        if (!(cause instanceof NodeError) || cause.kind === 'transient') throw cause
        refusal = cause
        return new Response(null, { status: deniedStatus, headers: { 'x-should-retry': 'false' } })
      }
      const { status, headers } = last
      if (status >= 400) {
        const text = last.redact(await readStart(last))
        errorBody = parseBody(text)
        return new Response(text, { status, headers: { ...headers } })
      }
      return new Response(
        streamOf(last, (cause) => (failure = cause)),
        { status, headers: { ...headers } },
      )
    },
  }
}

const maxErrorTextLength = 64 * 1024

async function readStart(answer: EgressAnswer): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of answer.body) {
    text += decoder.decode(piece, { stream: true })
    if (text.length > maxErrorTextLength) break
  }
  return text
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function streamOf(answer: EgressAnswer, onFailure: (cause: unknown) => void): ReadableStream<Uint8Array> {
  const pieces = answer.body[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (cause) {
        onFailure(cause)
        controller.error(cause)
      }
    },
    async cancel() {
      await pieces.return?.()
      await answer.close()
    },
  })
}
