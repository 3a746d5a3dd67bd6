import { error, messageParamsSchema, ProblemError, type Problem } from '@aw-flow/schema'
import type { Routes } from './api-types.ts'
import { readEvents, type ServerEvent } from './read-events.ts'

export interface ServerOptions {
  /** Where the server is: `https://aw.example.com`; the page's own origin where it is ``. */
  address: string
  /** The server's token, where it asks for one. */
  token?: string | undefined
}

export type RouteName = keyof Routes

export type CallOptions<Name extends RouteName> = (keyof Routes[Name]['path'] extends never
  ? { path?: undefined }
  : { path: Routes[Name]['path'] }) &
  (undefined extends Routes[Name]['body'] ? { body?: Routes[Name]['body'] } : { body: Routes[Name]['body'] }) & {
    query?: Partial<Routes[Name]['query']>
    headers?: Readonly<Record<string, string>>
    signal?: AbortSignal
  }

/** An answer that is no refusal. */
export interface Answered<T> {
  status: number
  value: T
  /** What `If-Match` names of the thing as it was answered. */
  tag: string | undefined
}

/** What a server refused, in the one shape of its errors. */
export class ServerRefusal extends ProblemError {
  readonly status: number
  readonly details: unknown
  constructor(status: number, problem: Problem, details: unknown) {
    super(problem)
    this.status = status
    this.details = details
  }
}

/** A server of ours, route by route, under the types that are made from its description. */
export interface ServerApi {
  readonly address: string
  /** Rejects with `ServerRefusal` what is refused, and with `ProblemError` (`server.unreachable`) where nobody answers. */
  call<Name extends RouteName>(route: Name, options: CallOptions<Name>): Promise<Answered<Routes[Name]['answer']>>
  /** Takes a file in, as it streams by. */
  upload(file: Blob, name: string, signal?: AbortSignal): Promise<Routes['POST /api/v1/data/upload']['answer']>
  /** The events of a run as they happen, those behind `after` first. Ends with the run; goes on by itself where it breaks off. */
  events(run: string, options: { after?: number; signal: AbortSignal }): AsyncIterable<ServerEvent>
}

/** `wait` passes the time between two attempts. */
export function createServerApi({ address, token }: ServerOptions, wait: typeof pause = pause): ServerApi {
  const base = address.replace(/\/$/, '')
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
    let answer: Response
    try {
      answer = await fetch(`${base}${path}`, { credentials: 'omit', redirect: 'error', ...init, headers })
    } catch (cause) {
      init.signal?.throwIfAborted()
      throw new ProblemError(unreachable(base, cause))
    }
    if (answer.ok || answer.status === 304) return answer
    throw await refusalOf(answer)
  }
  const api: ServerApi = {
    address: base,
    async call(route, { path, query, body, headers, signal }) {
      const [method = 'GET', pattern = ''] = route.split(' ')
      const names = (path ?? {}) as Record<string, unknown>
      const filled = pattern.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(names[name])))
      const asked = new URLSearchParams()
      for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) asked.set(name, String(value))
      const answer = await ask(`${filled}${asked.size > 0 ? `?${asked.toString()}` : ''}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(signal ? { signal } : {}),
      })
      const isJson = (answer.headers.get('content-type') ?? '').startsWith('application/json')
      const value: unknown = isJson ? await answer.json() : answer.status === 204 ? undefined : await answer.blob()
      return { status: answer.status, value: value as never, tag: answer.headers.get('etag') ?? undefined }
    },
    async upload(file, name, signal) {
      const form = new FormData()
      form.set('file', file, name)
      const answer = await ask('/api/v1/data/upload', { method: 'POST', body: form, ...(signal ? { signal } : {}) })
      return (await answer.json()) as Routes['POST /api/v1/data/upload']['answer']
    },
    async *events(run, { after = -1, signal }) {
      let last = after
      for (let failures = 0; ;) {
        try {
          const answer = await ask(`/api/v1/runs/${encodeURIComponent(run)}/events?texts=messages`, {
            headers: { accept: 'text/event-stream', ...(last >= 0 ? { 'last-event-id': String(last) } : {}) },
            signal,
          })
          for await (const event of readEvents(answer.body!)) {
            failures = 0
            if (event.kind === 'end') return
            if (event.kind === 'event') last = event.event.seq
            yield event
          }
        } catch (cause) {
          signal.throwIfAborted()
          if (cause instanceof ServerRefusal && cause.status < 500) throw cause
          if (++failures > mostFailures) throw cause
        }
        await wait(Math.min(10_000, 500 * 2 ** failures), signal)
      }
    },
  }
  return api
}

/** After so many attempts in a row of which none told anything, nobody is there. */
const mostFailures = 8

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

async function refusalOf(answer: Response): Promise<ServerRefusal> {
  const text = await answer.text()
  let body: { code?: unknown; message?: unknown; params?: unknown; details?: unknown } = {}
  try {
    body = (JSON.parse(text) as { error?: typeof body }).error ?? {}
  } catch {
    // Something between us and the server answered.
  }
  const { code, message, details } = body
  const params = messageParamsSchema.safeParse(body.params)
  const problem: Problem =
    typeof code === 'string' && typeof message === 'string'
      ? { code, severity: 'error', message, ...(params.success ? { params: params.data } : {}) }
      : error('server.refused', { status: answer.status })
  return new ServerRefusal(answer.status, problem, details)
}

const unreachable = (address: string, cause: unknown): Problem =>
  error('server.unreachable', { address, reason: cause instanceof Error ? cause.message : String(cause) })
