import {
  decodeHeader,
  encodeHeader,
  applySecrets,
  checkUrl,
  checkRedirect,
  defaultEgressLimits,
  findSecret,
  NodeError,
  redactStrings,
  rejectBrokerHeaders,
  startRequestTimer,
  type AppliedSecrets,
  type CheckedUrl,
  type Egress,
  type EgressLimits,
  type EgressRequest,
  type Redactor,
  type Secrets,
} from '@aw-flow/engine'
import { error, type Problem } from '@aw-flow/schema'
import { Readable } from 'node:stream'
import type { ConnectionOptions } from 'node:tls'
import { Agent, type Dispatcher } from './undici.ts'
import { createCheckedConnector } from './checked-connector.ts'
import { toEgressError } from './to-egress-error.ts'
import { systemSockets, type SocketPorts } from './open-socket.ts'
import { toEgressResponse } from './to-egress-response.ts'

/** @internal */
export interface EgressOptions {
  /** Allowed hosts, in the format of `matchAllowedHost`. Hosts that are named exactly may have private addresses. */
  allow: readonly string[]
  secrets: Secrets
  /**
   * Rejects if the workflow has not been granted access to a URL's host, even if `allow` contains it. By default, it
   * never rejects.
   */
  requireHost?(url: URL): Promise<void>
  /** Name resolution and sockets. Default: those of the operating system. Tests replace them. */
  sockets?: SocketPorts
  /** Certificates to trust instead of the default ones, for tests. */
  tls?: Pick<ConnectionOptions, 'ca'>
}

/**
 * Creates the broker for outgoing requests on the server and the command line. For every URL and redirect, it checks
 * the allow list, resolves the host once, checks its addresses, and connects to a checked address. Connections are kept
 * open for reuse, each bound to its checked address.
 *
 * @internal
 */
export function createEgress(options: EgressOptions): Egress & { close(): Promise<void> } {
  const { allow, secrets, requireHost = async () => undefined, sockets = systemSockets, tls = {} } = options
  const agents = new Map<number, Agent>()
  const connect = createCheckedConnector({ allow, sockets, tls })
  const getAgent = (maxHeaderSize: number): Agent => {
    const pool = { connections: 32, pipelining: 1, keepAliveTimeout: 10_000 }
    const agent = agents.get(maxHeaderSize) ?? new Agent({ ...pool, connect, maxHeaderSize })
    agents.set(maxHeaderSize, agent)
    return agent
  }
  return {
    async fetch(request) {
      const limits: EgressLimits = { ...defaultEgressLimits, ...request.limits }
      const checkedUrl = checkUrl(request.url, allow)
      if (!checkedUrl.ok) throw new NodeError('permanent', checkedUrl.problem)
      rejectBrokerHeaders(request)
      await requireHost(checkedUrl.value.url)
      return fetchWithRedirects(checkedUrl.value, request, limits, {
        allowedHosts: allow,
        secrets,
        requireHost,
        agent: getAgent(limits.headerBytes),
      })
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()))
    },
  }
}

interface FetchContext {
  requireHost(url: URL): Promise<void>
  allowedHosts: readonly string[]
  secrets: Secrets
  agent: Agent
}

async function fetchWithRedirects(
  checkedUrl: CheckedUrl,
  request: EgressRequest,
  limits: EgressLimits,
  { allowedHosts: allow, secrets, requireHost, agent }: FetchContext,
): ReturnType<Egress['fetch']> {
  let { url } = checkedUrl
  let method = (request.method ?? 'GET').toUpperCase()
  let body = request.body
  let isBodyLost = false
  let headers: Record<string, string> = lowercaseNames(request.headers ?? {})
  let secretUses = request.secrets ?? []
  // Later requests in a redirect chain use the first request's secrets or a subset of them.
  let firstSecrets: AppliedSecrets | undefined
  const timer = startRequestTimer(limits, request.signal)
  try {
    for (let redirectCount = 0; ; redirectCount++) {
      const appliedSecrets = await applySecrets(url, secretUses, secrets)
      firstSecrets ??= appliedSecrets
      const target = { origin: url.origin, path: `${appliedSecrets.url.pathname}${appliedSecrets.url.search}` }
      const response = await agent.request({
        ...target,
        method: method as Dispatcher.HttpMethod,
        headers: {
          'user-agent': 'aw',
          'accept-encoding': 'gzip, deflate, br',
          ...headers,
          ...appliedSecrets.headers,
          ...createContentLengthHeader(body),
        },
        body:
          body === undefined
            ? null
            : body instanceof Uint8Array
              ? body
              : Readable.from(body.chunks(), { objectMode: false }),
        signal: timer.signal,
        headersTimeout: 0,
        bodyTimeout: 0,
      })
      timer.resetIdle()
      const location = response.headers.location && decodeHeader(String(response.headers.location))
      if (
        response.statusCode < 300 ||
        response.statusCode > 399 ||
        response.statusCode === 304 ||
        location === undefined
      ) {
        const options = { url, method, limits, redactor: firstSecrets.redactor, timer }
        return { ...toEgressResponse(response, options), ...(isBodyLost ? { isBodyLost } : {}) }
      }
      response.body.on('error', () => undefined).destroy()
      if (redirectCount === limits.redirects)
        throw new NodeError('permanent', createTooManyRedirectsProblem(url, limits.redirects))
      const redirect = checkRedirect(url, location, allow)
      if (!redirect.ok) throw new NodeError('permanent', redirect.problem)
      const redirectTarget = redirect.value
      await requireHost(redirectTarget.url)
      for (const name of firstSecrets.redactor.findNames(`${location}\n${redirectTarget.url.href}`)) {
        await findSecret(redirectTarget.url, name, secrets)
      }
      const { statusCode } = response
      if (statusCode === 303 ? method !== 'HEAD' : (statusCode === 301 || statusCode === 302) && method === 'POST') {
        method = 'GET'
        // Status 303 means that the service has processed the body.
        isBodyLost ||= statusCode !== 303 && body !== undefined
        body = undefined
        headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('content-')))
      }
      if (!isSameService(url, redirectTarget.url)) {
        if (body !== undefined) throw new NodeError('permanent', createBodyRedirectProblem(url, redirectTarget.url))
        // Secrets and headers for one host are never sent to another.
        secretUses = []
        headers = Object.fromEntries(Object.entries(headers).filter(([name]) => crossOriginHeaders.has(name)))
      }
      url = redirectTarget.url
    }
  } catch (cause) {
    timer.end()
    throw redactError(toEgressError(cause, url, limits, timer, request.signal), firstSecrets?.redactor)
  }
}

/**
 * Headers that are also sent to another origin after a redirect. They only describe which responses the caller can
 * read.
 */
const crossOriginHeaders = new Set(['accept', 'accept-language', 'user-agent'])

/** Returns whether two URLs have the same origin, or the second URL differs from the first only by using HTTPS. */
const isSameService = (from: URL, to: URL): boolean =>
  from.origin === to.origin ||
  (from.protocol === 'http:' && to.protocol === 'https:' && from.host === from.hostname && from.host === to.host)

/** Removes secrets from an error, because a redirect's location can contain them. */
function redactError(thrown: unknown, redactor: Redactor | undefined): unknown {
  if (!(thrown instanceof NodeError) || !redactor) return thrown
  const { kind, problem, retryAfterMs, cause } = thrown
  const options = retryAfterMs === undefined ? { cause } : { cause, retryAfterMs }
  return new NodeError(kind, redactStrings(problem, redactor.redact), options)
}

const lowercaseNames = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), encodeHeader(value)]))

const createContentLengthHeader = (body: EgressRequest['body']): Record<string, string> =>
  body === undefined || body instanceof Uint8Array ? {} : { 'content-length': String(body.size) }

const createBodyRedirectProblem = (from: URL, to: URL): Problem =>
  error('egress.redirect.body', { from: from.host, to: to.host })

const createTooManyRedirectsProblem = (url: URL, max: number): Problem =>
  error('egress.redirect', { host: url.host, max })
