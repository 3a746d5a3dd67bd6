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
  /** Hosts that may be asked: see `allowedBy`. Private ones only where the person has named them. */
  allow(): readonly string[]
  secrets: Secrets
  /** The platform's own; tests put a stand-in here. */
  fetch?: typeof fetch
  isOnline?(): boolean
}

/**
 * The broker of a page. It cannot see addresses behind names, so private names are refused with private addresses; it
 * follows no redirect, since it could not look where that leads, and sends nothing that a browser keeps of the person.
 */
export function createPageEgress({
  allow,
  secrets,
  fetch: ask = (...request) => fetch(...request),
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
      const kept = Object.keys(headers).find((name) => forbidden.test(name))
      if (kept !== undefined) throw keptByBrowser(kept)
      const watch = watchTime(limits, request.signal)
      try {
        const answer = await ask(applied.url.href, {
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
        const told = [...answer.headers].map(([name, value]) => [name.toLowerCase(), applied.redact(value)] as const)
        const size = told.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0)
        if (size > limits.headerBytes) throw headersTooLarge(url, limits.headerBytes)
        if (Number(answer.headers.get('content-length') ?? 0) > limits.bodyBytes) throw tooLarge(url, limits.bodyBytes)
        return {
          status: answer.status,
          url: applied.redact(url.href),
          headers: Object.fromEntries(told),
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
        throw watch.over ? tooSlow(url, limits, watch.over) : notAsked(url, isOnline())
      }
    },
  }
}

/** Headers that a browser sets itself, and drops in silence where a page sets them. */
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

const keptByBrowser = (name: string): NodeError =>
  new NodeError('permanent', error('egress.header', { name }, { where: { setting: 'headers' } }))

/** The browser does not tell which of these it was. */
const notAsked = (url: URL, isOnline: boolean): NodeError =>
  isOnline
    ? new NodeError('permanent', error('egress.page-refused', { host: url.host }))
    : new NodeError('transient', error('egress.offline', { host: url.host }))
