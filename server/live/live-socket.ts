import { englishFormatter } from '@aw-flow/messages/catalogs'
import { error, getValue, parseJson, type Problem } from '@aw-flow/schema'
import type { Duplex } from 'node:stream'
import type { RawData, WebSocket } from 'ws'
import { followAnalytics } from '../analytics/follow-analytics.ts'
import type { Collaboration } from '../collaboration/collaboration.ts'
import { openWorkspace, type Backend, type WorkspaceBackend } from '../backend.ts'
import { exceedsDepth } from '../http/read-json-body.ts'
import type { Metrics } from '../operation/metrics.ts'
import type { Authenticator } from '../security/authenticate.ts'
import type { Caller } from '../security/caller.ts'
import { countRequest } from '../security/count-request.ts'
import type { RateLimiter } from '../security/rate-limit.ts'
import { followWorkflow, parseResumePositions, type ResumePositions } from './follow-workflow.ts'
import { createRunSocket, type RunSocket } from './run-socket.ts'

const authenticationTimeoutMs = 10_000
/** Maximum nesting depth of a message: that of documents, and of the message around them. */
const maxMessageDepth = 120

/** Subject of a URL: a run, a workflow, or a workspace. */
export interface LiveTarget {
  kind: 'run' | 'workflow' | 'user' | 'analytics' | 'collaboration'
  id: string
  position: string
  workspace: string | undefined
}

export interface LiveSocketServices {
  backend(): Promise<Backend>
  openCollaboration(): Promise<Collaboration>
  authentication: Authenticator
  rateLimit: RateLimiter
  metrics: Metrics
  onError(cause: unknown): void
}

interface Subscription {
  onDrain?(): void
  onMessage?(message: unknown): void
  close(): void
}

/** A connection. Without a known caller, its first message must contain the token. */
export class LiveSocket {
  readonly #services: LiveSocketServices
  readonly #socket: WebSocket
  readonly #target: LiveTarget
  readonly #runSocket: RunSocket
  #caller: Caller | undefined
  #subscription: Subscription | undefined
  #isClosed = false
  #authentication: Promise<void> | undefined
  #started: Promise<void> | undefined

  constructor(
    socket: WebSocket,
    stream: Duplex,
    { target, caller, services }: { target: LiveTarget; caller: Caller | undefined; services: LiveSocketServices },
  ) {
    this.#services = services
    this.#socket = socket
    this.#target = target
    this.#caller = caller
    this.#runSocket = createRunSocket(socket, stream, () => this.#subscription?.onDrain?.())
    const authenticationTimer = setTimeout(() => {
      if (!this.#caller) this.#runSocket.close(4401, 'No token was sent in time.')
    }, authenticationTimeoutMs)
    authenticationTimer.unref()
    socket.on('message', (data) => this.#receive(data))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#isClosed = true
      clearTimeout(authenticationTimer)
      this.#subscription?.close()
    })
    if (caller) pauseDuring(socket, this.#start(caller).catch(this.#fail))
  }

  /** Disconnects the client if it is unresponsive or too slow. */
  checkHealth(now: number): void {
    this.#runSocket.checkHealth(now)
  }

  /** Closes the socket if the caller's session has ended or the caller can no longer view the workspace. */
  async checkSession(): Promise<void> {
    const { authentication } = this.#services
    if (!this.#caller || !authentication.renewCaller) return
    const currentCaller = await authentication.renewCaller(this.#caller)
    if (currentCaller) this.#caller = currentCaller
    if (!currentCaller) this.#runSocket.close(4401, 'The session has ended.')
    else if (!currentCaller.permissions.has('view')) this.#runSocket.close(4403, 'Not permitted.')
  }

  #start(caller: Caller): Promise<void> {
    this.#started = this.#subscribe(caller)
    return this.#started
  }

  async #subscribe({ id: callerId, workspace, permissions, link }: Caller): Promise<void> {
    const { kind, id, position } = this.#target
    const services = openWorkspace(await this.#services.backend(), workspace)
    const targetExists = await hasTarget(this.#target, services)
    if (this.#isClosed) return
    const ownIds = { user: callerId, collaboration: workspace }
    const isOther = kind in ownIds && id !== 'me' && id !== ownIds[kind as keyof typeof ownIds]
    // A link gives access to one document, and not to runs.
    if (!permissions.has('view') || isOther || (link && kind !== 'collaboration'))
      return this.#runSocket.close(4403, 'Not permitted.')
    if (!targetExists) {
      return this.#reject(
        4404,
        'Not found.',
        error(kind === 'workflow' ? 'workflow.not-found' : 'run.not-found', { id }),
      )
    }
    const positions = parseResumePositions(kind === 'run' && position !== '' ? `${id}:${position}` : position)
    if (!positions) return this.#reject(4422, 'Invalid event position.', error('live.after', {}))
    if (kind === 'run') this.#followRun(services, positions)
    else if (kind === 'collaboration') await this.#serveCollaboration()
    else this.#subscription = this.#follow(services, positions)
  }

  async #serveCollaboration(): Promise<void> {
    const { serve } = await this.#services.openCollaboration()
    if (this.#isClosed) return
    const { sendOrClose: send, close } = this.#runSocket
    this.#subscription = serve({ send, close, getCaller: () => this.#caller! })
  }

  #follow(services: WorkspaceBackend, resumePositions: ResumePositions): Subscription {
    const { kind, id } = this.#target
    const { onError } = this.#services
    if (kind === 'analytics') return followAnalytics(services, (message) => this.#runSocket.send(message), onError)
    return followWorkflow({
      backend: services,
      workflowId: kind === 'workflow' ? id : undefined,
      resumePositions,
      createFollower: (nextSeq) => this.#runSocket.createFollower(nextSeq, () => undefined),
      onError,
    })
  }

  #followRun({ feeds, store }: WorkspaceBackend, resumePositions: ResumePositions): void {
    const { id } = this.#target
    const feed = feeds.getRunFeed(store, id)
    const follower = this.#runSocket.createFollower((resumePositions.get(id) ?? -1) + 1, () =>
      this.#runSocket.close(1000, 'The run has ended.'),
    )
    const onDrain = (): void => feed.onDrain(follower)
    // Assigned before calling `follow`, because the run may end during the call.
    this.#subscription = { onDrain, close: () => undefined }
    const unfollow = feed.follow(follower)
    this.#subscription = { onDrain, close: () => void unfollow() }
  }

  /** Identifies the caller by the token in the first message. */
  async #authenticate(token: unknown): Promise<void> {
    const { authentication, rateLimit, metrics } = this.#services
    if (typeof token === 'string')
      this.#caller = await authentication.identifyCaller(`Bearer ${token}`, this.#target.workspace)
    if (!this.#caller) return this.#runSocket.close(4401, 'The first message must contain the token.')
    if (countRequest(rateLimit, this.#caller, undefined)) {
      metrics.countRejection('rate')
      return this.#runSocket.close(4429, 'Too many requests.')
    }
    await this.#start(this.#caller)
  }

  #receive(data: RawData): void {
    if (this.#caller || !this.#authentication) return this.#handleMessage(data)
    // Messages received during authentication are handled once the caller is known.
    void this.#authentication.finally(() => {
      if (this.#caller) this.#handleMessage(data)
    })
  }

  #handleMessage(data: RawData): void {
    const json = parseMessage(decodeText(data))
    const { type, token }: { type?: unknown; token?: unknown } =
      typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {}
    if (!this.#caller) {
      this.#authentication = this.#authenticate(type === 'authenticate' ? token : undefined).catch(this.#fail)
      pauseDuring(this.#socket, this.#authentication)
    } else if (type === 'ping') this.#runSocket.send({ type: 'pong', timestamp: new Date().toISOString() })
    else if (type === 'authenticate') return
    else if (this.#target.kind === 'collaboration')
      void this.#started?.then(() => this.#subscription?.onMessage?.(json)).catch(() => undefined)
    else this.#runSocket.send(toErrorMessage(error('live.message', {})))
  }

  #reject(code: number, reason: string, problem: Problem): void {
    this.#runSocket.send(toErrorMessage(problem))
    this.#runSocket.close(code, reason)
  }

  readonly #fail = (cause: unknown): void => {
    this.#services.onError(cause)
    this.#runSocket.close(1011, 'Internal error.')
  }
}

/** Returns a truthy value if the target of a URL exists. A user's workspace and its analytics always exist. */
const hasTarget = async ({ kind, id }: LiveTarget, { store }: WorkspaceBackend): Promise<unknown> => {
  if (kind === 'run') return store.runs.find(id)
  return kind === 'workflow' ? store.workflows.findSerialized(id) : true
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
