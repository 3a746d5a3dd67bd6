import {
  applySecrets,
  checkAddress,
  defaultEgressLimits,
  headersTooLarge,
  isRefused,
  NodeError,
  tooLarge,
  tooSlow,
  watchTime,
  type Egress,
  type EgressLimits,
  type EgressRequest,
  type Secrets,
  type TimeWatch,
} from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { error } from '@aw-flow/schema'

export interface PageEgressOptions {
  /** Allowed hosts: see `allowedBy`. Private hosts only if the user has listed them. */
  allow(): readonly string[]
  secrets: Secrets
  /** Default: the `fetch` of the platform. */
  fetch?: typeof fetch
  isOnline?(): boolean
}

/**
 * Creates the egress of a page. A page cannot resolve host names, so private names are refused like private addresses.
 * The egress does not follow redirects, because it cannot check their targets, and does not send the browser's
 * credentials.
 */
export function createPageEgress({
  allow,
  secrets,
  fetch: send = (...request) => fetch(...request),
  isOnline = () => navigator.onLine,
}: PageEgressOptions): Egress {
  return {
    async fetch(request) {
      const limits: EgressLimits = { ...defaultEgressLimits, ...request.limits }
      const checked = checkAddress(request.url, allow())
      if (isRefused(checked)) throw new NodeError('permanent', checked)
      const { url } = checked
      const applied = await applySecrets(url, request.secrets ?? [], secrets)
      const headers = { ...request.headers, ...applied.headers }
      const refused = Object.keys(headers).find((name) => forbidden.test(name))
      if (refused !== undefined) throw forbiddenHeader(refused)
      const watch = watchTime(limits, request.signal)
      try {
        const answer = await send(applied.url.href, {
          method: request.method ?? 'GET',
          headers,
          ...(request.body === undefined ? {} : { body: await bodyOf(request.body) }),
          redirect: 'error',
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
          cache: 'no-store',
          mode: 'cors',
          signal: watch.signal as globalThis.AbortSignal,
        })
        watch.stay()
        const received = [...answer.headers].map(
          ([name, value]) => [name.toLowerCase(), applied.redact(value)] as const,
        )
        const size = received.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0)
        if (size > limits.headerBytes) throw headersTooLarge(url, limits.headerBytes)
        if (Number(answer.headers.get('content-length') ?? 0) > limits.bodyBytes) throw tooLarge(url, limits.bodyBytes)
        return {
          status: answer.status,
          url: applied.redact(url.href),
          headers: Object.fromEntries(received),
          body: piecesOf(answer, { url, limits, watch, outer: request.signal }),
          redact: applied.redact,
          async close() {
            watch.end()
            await answer.body?.cancel().catch(() => undefined)
          },
        }
      } catch (cause) {
        watch.end()
        if (cause instanceof NodeError) throw cause
        request.signal.throwIfAborted()
        throw watch.over ? tooSlow(url, limits, watch.over) : requestFailed(url, isOnline())
      }
    },
  }
}

/** Headers that a browser sets itself and silently drops if a page sets them. */
const forbidden =
  /^(cookie2?|host|origin|referer|content-length|connection|keep-alive|date|dnt|expect|te|trailer|transfer-encoding|upgrade|via|accept-encoding|accept-charset|proxy-.*|sec-.*)$/i

interface Reading {
  url: URL
  limits: EgressLimits
  watch: TimeWatch
  outer: EgressRequest['signal']
}

async function* piecesOf({ body }: Response, { url, limits, watch, outer }: Reading): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  let size = 0
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
      if (done || value === undefined) return
      watch.stay()
      size += value.byteLength
      if (size > limits.bodyBytes) throw tooLarge(url, limits.bodyBytes)
      yield value
    }
  } catch (cause) {
    if (cause instanceof NodeError) throw cause
    outer.throwIfAborted()
    if (watch.over) throw tooSlow(url, limits, watch.over)
    const reason = message('egress.connection-closed', {})
    throw new NodeError('transient', error('egress.broken-off', { host: url.host, reason }), { cause })
  } finally {
    watch.end()
    await reader?.cancel().catch(() => undefined)
  }
}

async function bodyOf(body: NonNullable<EgressRequest['body']>): Promise<BodyInit> {
  if (body instanceof Uint8Array) return body as Uint8Array<ArrayBuffer>
  const parts: BlobPart[] = []
  for await (const piece of body.pieces()) parts.push(piece as Uint8Array<ArrayBuffer>)
  return new Blob(parts)
}

const forbiddenHeader = (name: string): NodeError =>
  new NodeError('permanent', error('egress.header', { name }, { where: { setting: 'headers' } }))

/** The browser does not report the reason. */
const requestFailed = (url: URL, isOnline: boolean): NodeError =>
  isOnline
    ? new NodeError('permanent', error('egress.page-refused', { host: url.host }))
    : new NodeError('transient', error('egress.offline', { host: url.host }))
