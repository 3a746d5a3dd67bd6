import type { Text } from '@aw-flow/messages'
import { error, getProblemText, ProblemError, defined, type Problem } from '@aw-flow/schema'
import { messageParamsSchema } from '@aw-flow/schema/internal'
import type { Routes } from './api-types.ts'
import { readEvents, type ServerEvent } from './read-events.ts'
import { minResumableBytes, uploadInChunks } from './resumable-upload.ts'

/** Options for connecting to a server. @internal */
export interface ServerOptions {
  /** The server's URL, such as `https://aw.example.com`. If empty, the page's own origin is used. */
  address: string
  /** The server's access token, if it requires one. */
  token?: string | undefined
  /** Returns the access token of a signed-in user. Takes precedence over `token`. */
  getToken?: GetToken | undefined
  /** The workspace that all requests refer to. By default, the server selects it. */
  workspace?: string | undefined
  /** Identifies the user, so that each user of this browser has separate copies of documents. */
  profile?: string | undefined
  /** Whether open documents are connected to the other pages that have them open. Default: `false`. */
  live?: boolean | undefined
  /** Whether the token is that of a link, which gives access to one workflow, and to no list or file. Default: `false`. */
  isLink?: boolean | undefined
  /** Whether the refresh token is sent in a cookie. Requires a server on the page's own origin. */
  usesCookie?: boolean | undefined
}

/**
 * Returns an access token. Called before each request, and again with the `rejected` token if the server rejects it.
 *
 * @throws {ProblemError} If the user does not sign in.
 *
 * @internal
 */
export type GetToken = (options: { rejected?: string | undefined }) => Promise<string | undefined>

/** The method and path of a route. @internal */
export type RouteName = keyof Routes

/** The value that a route responds with. @internal */
export type RouteResponse<Name extends RouteName> = Routes[Name]['response']

/** The parameters of a request to a route. @internal */
export type CallOptions<Name extends RouteName> = (keyof Routes[Name]['path'] extends never
  ? { path?: undefined }
  : { path: Routes[Name]['path'] }) &
  (undefined extends Routes[Name]['body'] ? { body?: Routes[Name]['body'] } : { body: Routes[Name]['body'] }) & {
    query?: Partial<Routes[Name]['query']>
    headers?: Readonly<Record<string, string>>
    signal?: AbortSignal
  }

/** A successful response. */
export interface ApiResponse<T> {
  status: number
  value: T
  /** The ETag, to be sent as `If-Match`. */
  etag: string | undefined
}

/** An error response from a server. @internal */
export class ServerResponseError extends ProblemError {
  readonly status: number
  readonly details: unknown
  /** The `Retry-After` header. */
  readonly retryAfter: string | undefined
  constructor(status: number, problem: Problem, details: unknown, retryAfter?: string | null) {
    super(problem)
    this.status = status
    this.details = details
    this.retryAfter = retryAfter ?? undefined
  }
}

/** A client for a server's HTTP API, typed according to its OpenAPI description. @internal */
export interface ServerApi {
  readonly address: string
  /**
   * Calls a route.
   *
   * @throws {ServerResponseError} If the server responds with an error.
   * @throws {ProblemError} `server.unreachable` if the server does not respond.
   * @example
   *   const { value } = await api.call('GET /api/v1/runs/{id}', { path: { id } })
   */
  call<Name extends RouteName>(route: Name, options: CallOptions<Name>): Promise<ApiResponse<RouteResponse<Name>>>
  /** Requests a path whose response is a file. Its body can be read as a stream. */
  download(path: string, signal?: AbortSignal): Promise<Response>
  /** Uploads a file as a dataset. A large file is sent in several requests, and its upload resumes if interrupted. */
  upload(file: Blob, name: string, signal?: AbortSignal): Promise<Routes['POST /api/v1/data/upload']['response']>
  /** Opens a WebSocket. The token is sent as a subprotocol, because pages cannot set its headers. */
  openSocket(path: string): Promise<WebSocket>
  /**
   * Streams the events of a run after event number `after` until the run ends. Reconnects if the connection is lost.
   */
  streamEvents(runId: string, options: { after?: number; signal: AbortSignal }): AsyncIterable<ServerEvent>
}

/**
 * Creates a client for a server's HTTP API.
 *
 * @param wait Waits between two attempts. Replaced in tests.
 *
 * @internal
 */
export function createServerApi(
  { address, token, getToken, workspace, usesCookie = false }: ServerOptions,
  wait: typeof delay = delay,
): ServerApi {
  const baseUrl = address.replace(/\/$/, '')
  const credentials = usesCookie ? 'same-origin' : 'omit'
  const send = async (path: string, init: RequestInit, currentToken: string | undefined): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (currentToken !== undefined) headers.set('authorization', `Bearer ${currentToken}`)
    if (workspace !== undefined) headers.set('x-workspace-id', workspace)
    if (usesCookie) headers.set('x-aw-session', 'cookie')
    let response: Response
    try {
      response = await fetch(`${baseUrl}${path}`, { credentials, redirect: 'error', ...init, headers })
    } catch (cause) {
      init.signal?.throwIfAborted()
      throw new ProblemError(createUnreachableProblem(baseUrl, cause))
    }
    if (response.ok || response.status === 304) return response
    throw await readResponseError(response)
  }
  const request = async (path: string, init: RequestInit): Promise<Response> => {
    if (!getToken) return send(path, init, token)
    const currentToken = await getToken({})
    try {
      return await send(path, init, currentToken)
    } catch (cause) {
      // The token has expired, or its session has ended.
      if (!(cause instanceof ServerResponseError) || cause.problem.code !== 'caller.unknown') throw cause
      return send(path, init, await getToken({ rejected: currentToken }))
    }
  }
  const api: ServerApi = {
    address: baseUrl,
    async call(route, { path, query, body, headers, signal }) {
      const [method = 'GET', pattern = ''] = route.split(' ')
      const pathParams = (path ?? {}) as Record<string, unknown>
      const resolvedPath = pattern.replace(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(String(pathParams[name])),
      )
      const search = new URLSearchParams()
      for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value))
      const response = await request(`${resolvedPath}${search.size > 0 ? `?${search.toString()}` : ''}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...defined({ signal }),
      })
      const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json')
      const value: unknown = isJson
        ? await response.json()
        : response.status === 204
          ? undefined
          : await response.blob()
      return { status: response.status, value: value as never, etag: response.headers.get('etag') ?? undefined }
    },
    download: (path, signal) => request(path, defined({ signal })),
    async upload(file, name, signal) {
      if (file.size >= minResumableBytes) {
        const findStatus = (cause: unknown): number | undefined =>
          cause instanceof ServerResponseError ? cause.status : undefined
        const options = { name, request, findStatus, wait, signal: signal ?? new AbortController().signal }
        const response = await uploadInChunks(file, options).catch((cause: unknown) => {
          // A server without support for resumable uploads receives the file in one request.
          if (cause instanceof ServerResponseError && cause.problem.code === 'route.not-found') return undefined
          throw cause
        })
        if (response) return (await response.json()) as Routes['POST /api/v1/data/upload']['response']
      }
      const form = new FormData()
      form.set('file', file, name)
      const response = await request('/api/v1/data/upload', defined({ method: 'POST', body: form, signal }))
      return (await response.json()) as Routes['POST /api/v1/data/upload']['response']
    },
    async openSocket(path) {
      const currentToken = getToken ? await getToken({}) : token
      const url = new URL(`${baseUrl}${path}`, globalThis.location?.href)
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
      return new WebSocket(url, ['aw', ...(currentToken === undefined ? [] : [`aw.token.${currentToken}`])])
    },
    async *streamEvents(runId, { after = -1, signal }) {
      let lastSeq = after
      for (let failureCount = 0; ;) {
        try {
          const response = await request(`/api/v1/runs/${encodeURIComponent(runId)}/events?texts=messages`, {
            headers: { accept: 'text/event-stream', ...(lastSeq >= 0 ? { 'last-event-id': String(lastSeq) } : {}) },
            signal,
          })
          for await (const event of readEvents(response.body!)) {
            failureCount = 0
            if (event.kind === 'end') return
            if (event.kind === 'event') lastSeq = event.event.seq
            yield event
          }
        } catch (cause) {
          signal.throwIfAborted()
          if (cause instanceof ServerResponseError && cause.status < 500) throw cause
          if (++failureCount > maxFailures) throw cause
        }
        await wait(Math.min(10_000, 500 * 2 ** failureCount), signal)
      }
    },
  }
  return api
}

/** The maximum number of consecutive failures before an event is received. One more failure ends the stream. */
const maxFailures = 8

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
}

async function readResponseError(response: Response): Promise<ServerResponseError> {
  const text = await response.text()
  let body: { code?: unknown; message?: unknown; params?: unknown; details?: unknown } = {}
  try {
    body = (JSON.parse(text) as { error?: typeof body }).error ?? {}
  } catch {
    // The response is not from the server but from a proxy in front of it.
  }
  const { code, message, details } = body
  const params = messageParamsSchema.safeParse(body.params)
  const problem: Problem =
    typeof code === 'string' && typeof message === 'string'
      ? { code, severity: 'error', message, ...(params.success ? { params: params.data } : {}) }
      : error('server.refused', { status: response.status })
  return new ServerResponseError(response.status, problem, details, response.headers.get('retry-after'))
}

/** Returns the reason of a failure for a message. */
export const toReason = (cause: unknown): Text =>
  cause instanceof ProblemError ? getProblemText(cause.problem) : cause instanceof Error ? cause.message : String(cause)

function createUnreachableProblem(address: string, cause: unknown): Problem {
  // Node names the reason in the cause of its error.
  const innerCause: unknown = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  const reason = innerCause instanceof Error ? innerCause.message || innerCause.name : String(innerCause)
  return error('server.unreachable', { address, reason })
}
