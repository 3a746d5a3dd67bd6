import { englishFormatter } from '@aw-flow/messages/catalogs'
import { error, parseJson, type Problem, getValue } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { findClientIp, toRateLimitAddress } from '../accounts/client-address.ts'
import { followAnalytics } from '../analytics/follow-analytics.ts'
import { createCollaboration, type Collaboration } from '../collaboration/collaboration.ts'
import { maxMessageBytes } from '../collaboration/collaboration-wire.ts'
import { openWorkspace, type Backend, type WorkspaceBackend } from '../backend.ts'
import { exceedsDepth } from '../http/read-json-body.ts'
import type { Metrics } from '../operation/metrics.ts'
import type { Authenticator } from '../security/authenticate.ts'
import type { Caller } from '../security/caller.ts'
import { countRequest } from '../security/count-request.ts'
import type { HostRules } from '../security/host-rules.ts'
import type { RateLimiter } from '../security/rate-limit.ts'
import type { DocumentChecks } from '../validation/document-checks.ts'
import { followWorkflow, parseResumePositions } from './follow-workflow.ts'
import { createRunSocket, type RunSocket } from './run-socket.ts'

export interface LiveSocketsOptions {
  backend(): Promise<Backend>
  hostRules: HostRules
  authentication: Authenticator
  rateLimit: RateLimiter
  /** Addresses of proxies whose `X-Forwarded-For` header is trusted. */
  trustedProxies: readonly string[]
  metrics: Metrics
  documents: Pick<DocumentChecks, 'prepare'>
  onError(cause: unknown): void
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
/** Maximum nesting depth of a message: that of documents, and of the message around them. */
const maxMessageDepth = 120
/** How long a socket stays open after its user lost access, in ms. The state of accounts is cached. */
const sessionCheckMs = 1_000
const authenticationTimeoutMs = 10_000

type Target = {
  kind: 'run' | 'workflow' | 'user' | 'analytics' | 'collaboration'
  id: string
  position: string
  workspace: string | undefined
}

/**
 * WebSockets for following runs: `/ws/jobs/{id}` and `/api/v1/ws/executions/{id}` for a run, `/ws/workflows/{id}` for a
 * workflow, and `/ws/{user_id}` or `/ws/me` for all runs in a user's workspace. `/ws/analytics` sends a workspace's
 * analytics overview.
 */
export function createLiveSockets(options: LiveSocketsOptions) {
  const { backend, hostRules, authentication, rateLimit, trustedProxies, metrics, onError } = options
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
  const sockets = new Map<WebSocket, RunSocket>()
  /** Session checks, one per open socket. */
  const sessionChecks = new Set<() => void>()
  const healthTimer = setInterval(() => {
    const now = performance.now()
    for (const socket of sockets.values()) socket.checkHealth(now)
  }, heartbeatMs)
  healthTimer.unref()
  const sessionCheckTimer = setInterval(() => {
    for (const startCheck of sessionChecks) startCheck()
  }, options.renewalMs ?? sessionCheckMs)
  sessionCheckTimer.unref()

  const serveSocket = (socket: WebSocket, stream: Duplex, target: Target, knownCaller: Caller | undefined): void => {
    let subscription: { onDrain?(): void; onMessage?(message: unknown): void; close(): void } | undefined
    let isClosed = false
    let caller = knownCaller
    const runSocket = createRunSocket(socket, stream, () => subscription?.onDrain?.())
    sockets.set(socket, runSocket)
    metrics.changeFollowerCount('websocket', 1)
    const start = async ({ id, workspace, permissions }: Caller): Promise<void> => {
      const services = openWorkspace(await backend(), workspace)
      const isOtherUser = target.kind === 'user' && target.id !== id && target.id !== 'me'
      const targetExists = await hasTarget(target, services)
      if (isClosed) return
      if (!permissions.has('view') || isOtherUser) return runSocket.close(4403, 'Not permitted.')
      if (!targetExists) {
        runSocket.send(toErrorMessage(createNotFoundProblem(target)))
        return runSocket.close(4404, 'Not found.')
      }
      const resumePositions = parseResumePositions(
        target.kind === 'run' && target.position !== '' ? `${target.id}:${target.position}` : target.position,
      )
      if (!resumePositions) {
        runSocket.send(toErrorMessage(invalidPositionProblem))
        return runSocket.close(4422, 'Invalid event position.')
      }
      if (target.kind === 'collaboration') {
        if (target.id !== 'me' && target.id !== workspace) return runSocket.close(4403, 'Not permitted.')
        const { serve } = await openCollaboration()
        if (isClosed) return
        subscription = serve({ send: runSocket.sendOrClose, close: runSocket.close, getCaller: () => caller! })
        return
      }
      if (target.kind === 'analytics') {
        subscription = followAnalytics(services, (message) => runSocket.send(message), onError)
        return
      }
      if (target.kind !== 'run') {
        subscription = followWorkflow({
          backend: services,
          workflowId: target.kind === 'workflow' ? target.id : undefined,
          resumePositions,
          createFollower: (nextSeq) => runSocket.createFollower(nextSeq, () => undefined),
          onError,
        })
        return
      }
      const feed = services.feeds.getRunFeed(services.store, target.id)
      const follower = runSocket.createFollower((resumePositions.get(target.id) ?? -1) + 1, () =>
        runSocket.close(1000, 'The run has ended.'),
      )
      // Assigned before calling `follow`, because the run may end during the call.
      subscription = { onDrain: () => feed.onDrain(follower), close: () => undefined }
      const unfollow = feed.follow(follower)
      subscription = { onDrain: () => feed.onDrain(follower), close: () => void unfollow() }
    }
    /** Closes the socket if the caller's session has ended or the caller can no longer view the workspace. */
    const checkSession = async (): Promise<void> => {
      if (!caller || !authentication.renewCaller) return
      const currentCaller = await authentication.renewCaller(caller)
      if (currentCaller) caller = currentCaller
      if (!currentCaller) runSocket.close(4401, 'The session has ended.')
      else if (!currentCaller.permissions.has('view')) runSocket.close(4403, 'Not permitted.')
    }
    const startSessionCheck = (): void => void checkSession().catch(onError)
    sessionChecks.add(startSessionCheck)
    const fail = (cause: unknown): void => {
      onError(cause)
      runSocket.close(1011, 'Internal error.')
    }
    const authenticationTimer = setTimeout(() => {
      if (!caller) runSocket.close(4401, 'No token was sent in time.')
    }, authenticationTimeoutMs)
    authenticationTimer.unref()
    let pendingAuthentication: Promise<void> | undefined
    let started: Promise<void> | undefined
    /** Identifies the caller by the token in the first message. */
    const authenticate = async (token: unknown): Promise<void> => {
      if (typeof token === 'string') caller = await authentication.identifyCaller(`Bearer ${token}`, target.workspace)
      if (!caller) return runSocket.close(4401, 'The first message must contain the token.')
      if (countRequest(rateLimit, caller, undefined)) {
        metrics.countRejection('rate')
        return runSocket.close(4429, 'Too many requests.')
      }
      started = start(caller)
      await started
    }
    const onMessage = (data: RawData): void => {
      const json = parseMessage(decodeText(data))
      const message: { type?: unknown; token?: unknown } =
        typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {}
      if (!caller) {
        pendingAuthentication = authenticate(message.type === 'authenticate' ? message.token : undefined).catch(fail)
        pauseDuring(socket, pendingAuthentication)
      } else if (message.type === 'ping') runSocket.send({ type: 'pong', timestamp: new Date().toISOString() })
      else if (message.type === 'authenticate') return
      else if (target.kind === 'collaboration')
        void started?.then(() => subscription?.onMessage?.(json)).catch(() => undefined)
      else runSocket.send(toErrorMessage(unknownMessageProblem))
    }
    socket.on('message', (data) => {
      if (caller || !pendingAuthentication) return onMessage(data)
      // Messages received during authentication are handled once the caller is known.
      void pendingAuthentication.finally(() => {
        if (caller) onMessage(data)
      })
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      isClosed = true
      clearTimeout(authenticationTimer)
      subscription?.close()
      sockets.delete(socket)
      sessionChecks.delete(startSessionCheck)
      metrics.changeFollowerCount('websocket', -1)
    })
    if (caller) {
      started = start(caller)
      pauseDuring(socket, started.catch(fail))
    }
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
      if (!target) return rejectUpgrade(stream, '404 Not Found', createRouteNotFoundProblem(request.url ?? ''))
      const offeredProtocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
      const token = offeredProtocols.find((name) => name.startsWith(tokenPrefix))?.slice(tokenPrefix.length)
      const sentKey = token ?? headers['x-api-key']?.toString()
      const credentials =
        token === undefined && headers.authorization ? headers.authorization : sentKey && `Bearer ${sentKey}`
      const forwardedFor = headers['x-forwarded-for']
      const ip = findClientIp(request.socket.remoteAddress, forwardedFor?.toString(), trustedProxies)
      const acceptUpgrade = (caller: Caller | undefined): void => {
        // If the caller is unknown, the first message may contain a token, so the socket counts as one attempt to guess
        // a token.
        const exceededLimit = countRequest(rateLimit, caller, toRateLimitAddress(ip))
        if (exceededLimit) {
          metrics.countRejection('rate')
          const problem = error('rate.limit', { seconds: exceededLimit.retryAfter })
          return rejectUpgrade(stream, '429 Too Many Requests', problem, [`Retry-After: ${exceededLimit.retryAfter}`])
        }
        if (!caller && credentials !== undefined) {
          metrics.countRejection('rights')
          return rejectUpgrade(stream, '401 Unauthorized', invalidTokenProblem)
        }
        const socketServer = target.kind === 'collaboration' ? collaborationServer : server
        socketServer.handleUpgrade(request, stream, head, (socket) => serveSocket(socket, stream, target, caller))
      }
      Promise.resolve(authentication.identifyCaller(credentials, target.workspace))
        .then(acceptUpgrade)
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
      for (const socket of sockets.values()) socket.close(1012, 'The server is stopping.')
      const openSockets = [...sockets.keys()]
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

/** Returns a truthy value if the target of a URL exists. A user's workspace and its analytics always exist. */
const hasTarget = async ({ kind, id }: Target, { store }: WorkspaceBackend): Promise<unknown> =>
  kind === 'user' ||
  kind === 'analytics' ||
  kind === 'collaboration' ||
  (kind === 'run' ? store.runs.find(id) : store.workflows.findSerialized(id))

/** Determines the run, workflow, user or analytics overview to which a URL refers. */
function parseTarget(url: string): Target | undefined {
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

const decodeText = (data: RawData): string =>
  Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data as ArrayBuffer).toString('utf8')

/** Reads no further messages in the meantime, which would be held in memory. */
function pauseDuring(socket: WebSocket, work: Promise<void>): void {
  socket.pause()
  void work.finally(() => socket.resume())
}

function parseMessage(text: string): unknown {
  if (text === 'ping') return { type: 'ping' }
  // The schema of a value that is nested too deeply would exceed the stack.
  return exceedsDepth(text, maxMessageDepth) ? undefined : getValue(parseJson(text))
}

const toErrorMessage = (problem: Problem) => ({
  type: 'error',
  error: { code: problem.code, message: englishFormatter.renderProblem(problem).message },
})

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

const createRouteNotFoundProblem = (url: string): Problem =>
  error('route.not-found', { method: 'WebSocket', path: url.slice(0, 200) })

const createNotFoundProblem = ({ kind, id }: Target): Problem =>
  error(kind === 'workflow' ? 'workflow.not-found' : 'run.not-found', { id })
const invalidPositionProblem = error('live.after', {})
const unknownMessageProblem = error('live.message', {})
const invalidTokenProblem = error('caller.unknown', {})
