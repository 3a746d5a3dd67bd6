import {
  applySecrets,
  checkUrl,
  defaultEgressLimits,
  createHeadersTooLargeError,
  NodeError,
  createBodyTooLargeError,
  createTimeoutError,
  protectResponse,
  rejectBrokerHeaders,
  startRequestTimer,
  type Egress,
  type EgressLimits,
  type EgressRequest,
  type Secrets,
  type RequestTimer,
} from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { error } from '@aw-flow/schema'

export interface PageEgressOptions {
  /** Returns the allowed hosts (see `matchAllowedHost`). A private host is allowed only if the user has listed it. */
  getAllowedHosts(): readonly string[]
  secrets: Secrets
  /** Sends a request. Default: the platform's `fetch`. */
  fetch?: typeof fetch
  isOnline?(): boolean
}

/**
 * Creates the egress of a page. Because pages cannot resolve host names, private names are rejected in the same way as
 * private addresses. Redirects are not followed, because their targets cannot be checked. The browser's credentials are
 * not sent.
 */
export function createPageEgress({
  getAllowedHosts,
  secrets,
  fetch: send = (...request) => fetch(...request),
  isOnline = () => navigator.onLine,
}: PageEgressOptions): Egress {
  return {
    async fetch(request) {
      const limits: EgressLimits = { ...defaultEgressLimits, ...request.limits }
      const checkedUrl = checkUrl(request.url, getAllowedHosts())
      if (!checkedUrl.ok) throw new NodeError('permanent', checkedUrl.problem)
      rejectBrokerHeaders(request)
      const { url } = checkedUrl.value
      const requestWithSecrets = await applySecrets(url, request.secrets ?? [], secrets)
      const requestHeaders = { ...request.headers, ...requestWithSecrets.headers }
      const forbiddenHeader = Object.keys(requestHeaders).find((name) => forbiddenHeaderPattern.test(name))
      if (forbiddenHeader !== undefined) throw createHeaderError(forbiddenHeader)
      const timer = startRequestTimer(limits, request.signal)
      try {
        const response = await send(requestWithSecrets.url.href, {
          method: request.method ?? 'GET',
          headers: requestHeaders,
          ...(request.body === undefined ? {} : { body: await toBody(request.body) }),
          // A page can neither resolve host names nor check where a redirect leads.
          redirect: 'error',
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
          cache: 'no-store',
          mode: 'cors',
          signal: timer.signal as globalThis.AbortSignal,
        })
        timer.resetIdle()
        const headers = [...response.headers]
        const size = headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0)
        if (size > limits.headerBytes) throw createHeadersTooLargeError(url, limits.headerBytes)
        if (Number(response.headers.get('content-length') ?? 0) > limits.bodyBytes)
          throw createBodyTooLargeError(url, limits.bodyBytes)
        return {
          status: response.status,
          ...protectResponse(
            { url, headers, body: readChunks(response, { url, limits, timer, signal: request.signal }) },
            requestWithSecrets.redactor,
          ),
          async close() {
            timer.end()
            await response.body?.cancel().catch(() => undefined)
          },
        }
      } catch (cause) {
        timer.end()
        if (cause instanceof NodeError) throw cause
        request.signal.throwIfAborted()
        throw timer.exceededLimit
          ? createTimeoutError(url, limits, timer.exceededLimit)
          : createRequestError(url, isOnline())
      }
    },
  }
}

/** Other headers that browsers set themselves. If a page sets them, browsers silently drop them. */
const forbiddenHeaderPattern = /^(cookie2?|origin|referer|date|dnt|via|accept-encoding|accept-charset|sec-.*)$/i

interface ReadOptions {
  url: URL
  limits: EgressLimits
  timer: RequestTimer
  signal: EgressRequest['signal']
}

async function* readChunks(
  { body }: Response,
  { url, limits, timer, signal }: ReadOptions,
): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  let size = 0
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
      if (done || value === undefined) return
      timer.resetIdle()
      size += value.byteLength
      if (size > limits.bodyBytes) throw createBodyTooLargeError(url, limits.bodyBytes)
      yield value
    }
  } catch (cause) {
    if (cause instanceof NodeError) throw cause
    signal.throwIfAborted()
    if (timer.exceededLimit) throw createTimeoutError(url, limits, timer.exceededLimit)
    const reason = message('egress.connection-closed', {})
    throw new NodeError('transient', error('egress.connection-failed', { host: url.host, reason }), { cause })
  } finally {
    timer.end()
    await reader?.cancel().catch(() => undefined)
  }
}

async function toBody(body: NonNullable<EgressRequest['body']>): Promise<BodyInit> {
  if (body instanceof Uint8Array) return body as Uint8Array<ArrayBuffer>
  const parts: BlobPart[] = []
  for await (const chunk of body.chunks()) parts.push(chunk as Uint8Array<ArrayBuffer>)
  return new Blob(parts)
}

const createHeaderError = (name: string): NodeError =>
  new NodeError('permanent', error('egress.header', { name }, { where: { setting: 'headers' } }))

/** Creates the error for a failed request. The browser does not reveal the reason. */
const createRequestError = (url: URL, isOnline: boolean): NodeError =>
  isOnline
    ? new NodeError('permanent', error('egress.page-request-failed', { host: url.host }))
    : new NodeError('transient', error('egress.offline', { host: url.host }))
