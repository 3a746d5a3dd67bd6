import { NodeError, type Egress, type EgressAnswer, type SecretUse } from '@aw-flow/engine'

/** Headers that a service of models needs; a client library's own would only ask pages for leave to send them. */
const kept = new Set(['accept', 'content-type'])

interface FetchInit {
  method?: string
  headers?: HeadersLike
  body?: unknown
  signal?: AbortSignal | null
}
type HeadersLike = Iterable<readonly [string, string]>

/** What is refused for good, as an answer that no client asks for twice. */
const refusedStatus = 403

export interface EgressFetch {
  send: (url: unknown, init?: FetchInit) => Promise<Response>
  /** Why nothing was sent, where the broker has refused it for good. */
  refusal(): NodeError | undefined
  /** Why the last answer broke off. */
  failure(): unknown
  /** What the last answer said that was a failure: parsed where it is JSON, without what secrets put into the request. */
  said(): unknown
  /** Takes out what secrets put into requests. */
  redact(text: string): string
}

/**
 * `fetch` for a client library, through the one broker: addresses are checked and secrets put in there, whatever the
 * library brings as a key is left out.
 */
export function egressFetch(
  egress: Egress,
  { secrets, idleMs, signal }: { secrets: readonly SecretUse[]; idleMs: number; signal: AbortSignal },
): EgressFetch {
  let refusal: NodeError | undefined
  let failure: unknown
  let last: EgressAnswer | undefined
  let said: unknown
  return {
    refusal: () => refusal,
    failure: () => failure,
    said: () => said,
    redact: (text) => last?.redact(text) ?? text,
    async send(url, init = {}) {
      try {
        last = await egress.fetch({
          url: String(url),
          method: init.method ?? 'GET',
          headers: Object.fromEntries([...(init.headers ?? [])].filter(([name]) => kept.has(name.toLowerCase()))),
          ...(typeof init.body === 'string' ? { body: new TextEncoder().encode(init.body) } : {}),
          secrets,
          limits: { idleMs, totalMs: 10 * idleMs, bodyBytes: 16 * 1024 * 1024 },
          signal: init.signal ? AbortSignal.any([init.signal, signal]) : signal,
        })
      } catch (cause) {
        if (!(cause instanceof NodeError) || cause.kind === 'transient') throw cause
        refusal = cause
        return new Response(null, { status: refusedStatus, headers: { 'x-should-retry': 'false' } })
      }
      const { status, headers } = last
      if (status >= 400) {
        const text = last.redact(await beginningOf(last))
        said = parsed(text)
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

async function beginningOf(answer: EgressAnswer): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of answer.body) {
    text += decoder.decode(piece, { stream: true })
    if (text.length > maxErrorTextLength) break
  }
  return text
}

function parsed(text: string): unknown {
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
