import { englishFormatter } from '@aw-flow/messages/catalogs'
import { error, type Problem } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { findClientIp, toRateLimitAddress } from '../accounts/sign-in/client-address.ts'
import { createCollaboration, type Collaboration } from '../collaboration/collaboration.ts'
import { maxMessageBytes } from '../collaboration/collaboration-wire.ts'
import type { Caller } from '../security/caller.ts'
import { countRequest } from '../security/count-request.ts'
import type { HostRules } from '../security/host-rules.ts'
import type { DocumentChecks } from '../validation/document-checks.ts'
import { LiveSocket, type LiveSocketServices, type LiveTarget } from './live-socket.ts'

export interface LiveSocketsOptions extends Omit<LiveSocketServices, 'openCollaboration'> {
  hostRules: HostRules
  /** Addresses of proxies whose `X-Forwarded-For` header is trusted. */
  trustedProxies: readonly string[]
  documents: Pick<DocumentChecks, 'prepare'>
  /** Interval between session checks, in ms. */
  renewalMs?: number
}

const protocol = 'aw'
/**
 * Prefix of the subprotocol that contains the token (`aw.token.<token>`). Browsers cannot set headers on WebSocket
 * requests.
 */
const tokenPrefix = 'aw.token.'
const heartbeatMs = 30_000
/** How long a socket stays open after its user lost access, in ms. The state of accounts is cached. */
const sessionCheckMs = 1_000

interface Upgrade {
  request: IncomingMessage
  stream: Duplex
  head: Buffer
}

/**
 * WebSockets for following runs: `/ws/jobs/{id}` and `/api/v1/ws/executions/{id}` for a run, `/ws/workflows/{id}` for a
 * workflow, and `/ws/{user_id}` or `/ws/me` for all runs in a user's workspace. `/ws/analytics` sends a workspace's
 * analytics overview.
 */
export function createLiveSockets(options: LiveSocketsOptions) {
  const { backend, hostRules, metrics, onError } = options
  const server = new WebSocketServer({
    noServer: true,
    // With thousands of sockets, compression would use more memory than its bandwidth savings justify.
    perMessageDeflate: false,
    maxPayload: 65_536,
    handleProtocols: (offeredProtocols) => (offeredProtocols.has(protocol) ? protocol : false),
  })
  /** Edits of live documents are longer than other messages. */
  const collaborationServer = new WebSocketServer({ ...server.options, maxPayload: maxMessageBytes })
  let collaborationPromise: Promise<Collaboration> | undefined
  const openCollaboration = (): Promise<Collaboration> => {
    collaborationPromise ??= backend().then((openedBackend) =>
      createCollaboration({ backend: openedBackend, documents: options.documents, onError }),
    )
    collaborationPromise.catch(() => (collaborationPromise = undefined))
    return collaborationPromise
  }
  const services = { ...options, openCollaboration }
  const sockets = new Map<WebSocket, LiveSocket>()
  const healthTimer = setInterval(() => {
    const now = performance.now()
    for (const socket of sockets.values()) socket.checkHealth(now)
  }, heartbeatMs)
  healthTimer.unref()
  const sessionCheckTimer = setInterval(() => {
    for (const socket of sockets.values()) socket.checkSession().catch(onError)
  }, options.renewalMs ?? sessionCheckMs)
  sessionCheckTimer.unref()

  const serveSocket = (socket: WebSocket, stream: Duplex, target: LiveTarget, caller: Caller | undefined): void => {
    sockets.set(socket, new LiveSocket(socket, stream, { target, caller, services }))
    metrics.changeFollowerCount('websocket', 1)
    socket.on('close', () => {
      sockets.delete(socket)
      metrics.changeFollowerCount('websocket', -1)
    })
  }

  /** Accepts an upgrade after the caller was identified. */
  const acceptUpgrade = (
    { request, stream, head }: Upgrade,
    { target, hasCredentials }: { target: LiveTarget; hasCredentials: boolean },
    caller: Caller | undefined,
  ): void => {
    const forwardedFor = request.headers['x-forwarded-for']
    const ip = findClientIp(request.socket.remoteAddress, forwardedFor?.toString(), options.trustedProxies)
    // If the caller is unknown, the first message may contain a token, so the socket counts as one attempt to guess a
    // token.
    const exceededLimit = countRequest(options.rateLimit, caller, toRateLimitAddress(ip))
    if (exceededLimit) {
      metrics.countRejection('rate')
      const problem = error('rate.limit', { seconds: exceededLimit.retryAfter })
      return rejectUpgrade(stream, '429 Too Many Requests', problem, [`Retry-After: ${exceededLimit.retryAfter}`])
    }
    if (!caller && hasCredentials) {
      metrics.countRejection('rights')
      return rejectUpgrade(stream, '401 Unauthorized', error('caller.unknown', {}))
    }
    const socketServer = target.kind === 'collaboration' ? collaborationServer : server
    socketServer.handleUpgrade(request, stream, head, (socket) => serveSocket(socket, stream, target, caller))
  }

  return {
    get openCount(): number {
      return sockets.size
    },
    /** Handles a server's `upgrade` event. */
    upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
      stream.on('error', () => undefined)
      const { headers } = request
      const hostProblem = hostRules.check({ host: headers.host, origin: headers.origin })
      if (hostProblem) {
        metrics.countRejection('foreign')
        return rejectUpgrade(stream, '403 Forbidden', hostProblem)
      }
      const target = parseTarget(request.url ?? '')
      if (!target) {
        const path = (request.url ?? '').slice(0, 200)
        return rejectUpgrade(stream, '404 Not Found', error('route.not-found', { method: 'WebSocket', path }))
      }
      const credentials = readCredentials(headers)
      Promise.resolve(options.authentication.identifyCaller(credentials, target.workspace))
        .then((caller) =>
          acceptUpgrade({ request, stream, head }, { target, hasCredentials: credentials !== undefined }, caller),
        )
        .catch((cause: unknown) => {
          onError(cause)
          stream.destroy()
        })
    },
    /**
     * Closes all sockets. Clients then reconnect to another process and send the number of the last event that they
     * received.
     */
    async close(): Promise<void> {
      clearInterval(healthTimer)
      clearInterval(sessionCheckTimer)
      const openSockets = [...sockets.keys()]
      for (const socket of openSockets) socket.close(1012, 'The server is stopping.')
      setTimeout(() => {
        for (const socket of openSockets) socket.terminate()
      }, 1000).unref()
      server.close()
      collaborationServer.close()
      await (await collaborationPromise)?.close()
    },
    /** Saves live documents that a terminated process has not saved. */
    startCollaboration: async (): Promise<void> => void (await openCollaboration()),
  }
}

/** Returns the token of a request, which may also be a subprotocol, as the value of the header `Authorization`. */
function readCredentials(headers: IncomingMessage['headers']): string | undefined {
  const offeredProtocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  const token = offeredProtocols.find((name) => name.startsWith(tokenPrefix))?.slice(tokenPrefix.length)
  if (token === undefined && headers.authorization) return headers.authorization
  const sentKey = token ?? headers['x-api-key']?.toString()
  return sentKey && `Bearer ${sentKey}`
}

/** Determines the run, workflow, user or analytics overview to which a URL refers. */
function parseTarget(url: string): LiveTarget | undefined {
  let parsedUrl: URL
  try {
    parsedUrl = new URL(url, 'http://localhost')
  } catch {
    return undefined
  }
  const [, group, id] =
    /^\/(?:api\/v1\/)?ws\/(?:(jobs|runs|executions|workflows|collaboration)\/)?([\w-]{1,128})$/.exec(
      parsedUrl.pathname,
    ) ?? []
  if (id === undefined) return undefined
  const { searchParams } = parsedUrl
  const kinds = { workflows: 'workflow', collaboration: 'collaboration' } as const
  const isAnalytics = group === undefined && id === 'analytics'
  const userKind = isAnalytics ? 'analytics' : 'user'
  return {
    kind: group === undefined ? userKind : (kinds[group as keyof typeof kinds] ?? 'run'),
    id,
    position: searchParams.get('after') ?? '',
    workspace: group === 'collaboration' && id !== 'me' ? id : (searchParams.get('workspace') ?? undefined),
  }
}

/** Rejects an upgrade with a response in the API's error format. */
function rejectUpgrade(stream: Duplex, status: string, problem: Problem, extraHeaders: readonly string[] = []): void {
  const id = randomUUID()
  const { code } = problem
  const { message } = englishFormatter.renderProblem(problem)
  const body = JSON.stringify({ error: { code, message, correlation_id: id } })
  const headerLines = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Correlation-ID: ${id}`,
    'X-Content-Type-Options: nosniff',
    'Connection: close',
    ...extraHeaders,
  ]
  stream.end(`${headerLines.join('\r\n')}\r\n\r\n${body}`)
}
