import { englishFormatter } from '@aw-flow/messages/catalogs'
import { error, parseJson, type Problem } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import type { Backend } from '../backend.ts'
import type { Metrics } from '../operation/metrics.ts'
import type { Authentication } from '../security/authenticate.ts'
import type { HostRules } from '../security/host-rules.ts'
import { followWorkflow, readSeen } from './follow-workflow.ts'
import { createRunSocket, type RunSocket } from './run-socket.ts'

export interface LiveSocketsOptions {
  backend(): Promise<Backend>
  hostRules: HostRules
  authentication: Authentication
  metrics: Metrics
  onFault(cause: unknown): void
}

/** WebSockets for following runs: `/ws/jobs/{id}`, `/ws/workflows/{id}`, `/api/v1/ws/executions/{id}`. */
export interface LiveSockets {
  /** Handles the `upgrade` event of a server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  readonly open: number
  /** Closes all sockets. Clients reconnect elsewhere and name the last event that they have seen. */
  close(): void
}

const protocol = 'aw'
/** Subprotocol with the token, `aw.token.<token>`: pages cannot set headers of WebSockets. */
const tokenPrefix = 'aw.token.'
const heartbeatMs = 30_000
const authenticationTimeoutMs = 10_000

type Target = { kind: 'run' | 'workflow'; id: string; after: string }

export function createLiveSockets(options: LiveSocketsOptions): LiveSockets {
  const { backend, hostRules, authentication, metrics, onFault } = options
  const server = new WebSocketServer({
    noServer: true,
    // Compression would cost more memory for thousands of sockets than it saves.
    perMessageDeflate: false,
    maxPayload: 65_536,
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  })
  const sockets = new Map<WebSocket, RunSocket>()
  const timer = setInterval(() => {
    const now = performance.now()
    for (const socket of sockets.values()) socket.pulse(now)
  }, heartbeatMs)
  timer.unref()

  const serve = (socket: WebSocket, stream: Duplex, target: Target, hasCredentials: boolean): void => {
    let following: { drained(): void; close(): void } | undefined
    let isClosed = false
    let isAuthenticated = hasCredentials
    const run = createRunSocket(socket, stream, () => following?.drained())
    sockets.set(socket, run)
    metrics.followers('websocket', 1)
    const begin = async (): Promise<void> => {
      const opened = await backend()
      const found = await (target.kind === 'run' ? opened.store.runs : opened.store.workflows).find(target.id)
      if (isClosed) return
      if (!found) {
        run.send(refusal(notFound(target)))
        return run.close(4404, 'Not found.')
      }
      const seen = readSeen(
        target.kind === 'run' && target.after !== '' ? `${target.id}:${target.after}` : target.after,
      )
      if (!seen) {
        run.send(refusal(badAfter))
        return run.close(4422, 'Invalid position in the record.')
      }
      if (target.kind === 'workflow') {
        following = followWorkflow({
          backend: opened,
          workflow: target.id,
          seen,
          follower: (next) => run.follower(next, () => undefined),
          onFault,
        })
        return
      }
      const feed = opened.feeds.of(target.id)
      const follower = run.follower((seen.get(target.id) ?? -1) + 1, () => run.close(1000, 'The run has ended.'))
      // Following may end immediately.
      following = { drained: () => feed.drained(follower), close: () => undefined }
      const leave = feed.follow(follower)
      following = { drained: () => feed.drained(follower), close: () => void leave() }
    }
    const fail = (cause: unknown): void => {
      onFault(cause)
      run.close(1011, 'Internal error.')
    }
    const authenticationTimer = setTimeout(() => {
      if (!isAuthenticated) run.close(4401, 'No token was sent in time.')
    }, authenticationTimeoutMs)
    authenticationTimer.unref()
    socket.on('message', (data) => {
      const text = textOf(data)
      const { json } = text === 'ping' ? { json: { type: 'ping' } } : parseJson(text)
      const message: { type?: unknown; token?: unknown } =
        typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {}
      if (!isAuthenticated) {
        const { token } = message
        if (
          message.type !== 'authenticate' ||
          typeof token !== 'string' ||
          !authentication.callerOf(`Bearer ${token}`)
        ) {
          return run.close(4401, 'The first message must contain the token.')
        }
        isAuthenticated = true
        begin().catch(fail)
      } else if (message.type === 'ping') run.send({ type: 'pong', timestamp: new Date().toISOString() })
      else if (message.type !== 'authenticate') run.send(refusal(notUnderstood))
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      isClosed = true
      clearTimeout(authenticationTimer)
      following?.close()
      sockets.delete(socket)
      metrics.followers('websocket', -1)
    })
    if (isAuthenticated) begin().catch(fail)
  }

  return {
    get open() {
      return sockets.size
    },
    upgrade(request, stream, head) {
      stream.on('error', () => undefined)
      const { headers } = request
      const foreign = hostRules.check({ host: headers.host, origin: headers.origin })
      if (foreign) {
        metrics.refused('foreign')
        return refuse(stream, '403 Forbidden', foreign)
      }
      const target = targetOf(request.url ?? '')
      if (!target) return refuse(stream, '404 Not Found', noRoute(request.url ?? ''))
      const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
      const named = offered.find((name) => name.startsWith(tokenPrefix))?.slice(tokenPrefix.length)
      const credentials = named === undefined ? headers.authorization : `Bearer ${named}`
      const caller = authentication.callerOf(credentials)
      if (!caller && credentials !== undefined) {
        metrics.refused('rights')
        return refuse(stream, '401 Unauthorized', wrongToken)
      }
      server.handleUpgrade(request, stream, head, (socket) => serve(socket, stream, target, caller !== undefined))
    },
    close() {
      clearInterval(timer)
      for (const socket of sockets.values()) socket.close(1012, 'The server is stopping.')
      const remaining = [...sockets.keys()]
      setTimeout(() => {
        for (const socket of remaining) socket.terminate()
      }, 1000).unref()
      server.close()
    },
  }
}

/** The run or workflow that a URL follows. */
function targetOf(url: string): Target | undefined {
  let parsed: URL
  try {
    parsed = new URL(url, 'http://localhost')
  } catch {
    return undefined
  }
  const [, group, id] =
    /^\/(?:api\/v1\/)?ws\/(jobs|runs|executions|workflows)\/([\w-]{1,128})$/.exec(parsed.pathname) ?? []
  if (group === undefined || id === undefined) return undefined
  return { kind: group === 'workflows' ? 'workflow' : 'run', id, after: parsed.searchParams.get('after') ?? '' }
}

const textOf = (data: RawData): string =>
  Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data as ArrayBuffer).toString('utf8')

const refusal = (problem: Problem) => ({
  type: 'error',
  error: { code: problem.code, message: englishFormatter.problem(problem).message },
})

/** Responds with an error instead of an upgrade, in the shape of errors. */
function refuse(stream: Duplex, status: string, problem: Problem): void {
  const id = randomUUID()
  const { code } = problem
  const { message } = englishFormatter.problem(problem)
  const body = JSON.stringify({ error: { code, message, correlation_id: id } })
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Correlation-ID: ${id}`,
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ]
  stream.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

const noRoute = (url: string): Problem => error('route.not-found', { method: 'WebSocket', path: url.slice(0, 200) })

const notFound = ({ kind, id }: Target): Problem => error(`${kind}.not-found`, { id })
const badAfter = error('live.after', {})
const notUnderstood = error('live.message', {})
const wrongToken = error('caller.unknown', {})
