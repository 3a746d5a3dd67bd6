import { createServerApi, ServerResponseError, type ServerApi } from '@aw-flow/client'
import { parseRetryAfter, withTimeout } from '@aw-flow/engine'
import { error, ProblemError } from '@aw-flow/schema'
import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError, createUsageError } from '../command-error.ts'
import { readProfiles, type Profile } from './profiles.ts'

/** Options that select a server. */
export interface ServerSelection {
  /** A URL, or the name of a profile. */
  server?: string
  token?: string
  workspace?: string
}

/** The API of a server. Its functions throw a `CommandError` if the server responds with an error. */
export type RemoteServer = Pick<ServerApi, 'address' | 'call' | 'download' | 'upload' | 'streamEvents'>

const timeoutMs = 60_000
const maxRetries = 5
/** Delay before retrying if an overloaded server sends no `Retry-After` header, in ms. */
const defaultRetryDelayMs = 1_000

/**
 * Selects a server: a URL, a profile, `AW_SERVER`, or the default profile. The key of a profile is sent only to its
 * server, and `AW_TOKEN` only to a server that is selected by its URL.
 *
 * @throws {CommandError} If no server is selected, or its URL is not valid.
 */
export async function openServer(selection: ServerSelection, signal: AbortSignal): Promise<RemoteServer> {
  const { server, token, workspace } = await selectServer(selection)
  const api = createServerApi({ address: parseBaseUrl(server), token, workspace })
  const call: RemoteServer['call'] = async (route, options) => {
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await api.call(route, { ...options, signal: options.signal ?? withTimeout(signal, timeoutMs) })
        // All routes that commands call respond with JSON.
        if (response.value instanceof Blob) throw createForeignServerError(api.address, response.status)
        return response
      } catch (cause) {
        signal.throwIfAborted()
        const delayMs = attempt > maxRetries ? undefined : findRetryDelay(cause)
        if (delayMs === undefined) throw toCommandError(cause, api.address)
        await sleep(delayMs, undefined, { signal })
      }
    }
  }
  const rethrow = (cause: unknown): never => {
    signal.throwIfAborted()
    throw toCommandError(cause, api.address)
  }
  return {
    address: api.address,
    call,
    download: (path) => api.download(path, signal).catch(rethrow),
    upload: (file, name) => api.upload(file, name, signal).catch(rethrow),
    async *streamEvents(run, options) {
      try {
        yield* api.streamEvents(run, options)
      } catch (cause) {
        rethrow(cause)
      }
    },
  }
}

/** Returns the delay before a request is sent again, or `undefined` if the same request would fail again. */
function findRetryDelay(cause: unknown): number | undefined {
  if (!(cause instanceof ServerResponseError) || (cause.status !== 429 && cause.status !== 503)) return undefined
  // A quota, unlike a rate limit, has no time after which the request succeeds.
  if (cause.status === 429 && cause.retryAfter === undefined) return undefined
  const headers = cause.retryAfter === undefined ? {} : { 'retry-after': cause.retryAfter }
  return parseRetryAfter(headers, { maxMs: 60_000 }) || defaultRetryDelayMs
}

const createForeignServerError = (url: string, status: number): CommandError =>
  new CommandError(1, error('import.rejected', { url, status: String(status) }))

function toCommandError(cause: unknown, address: string): unknown {
  if (!(cause instanceof ProblemError)) return cause
  const { code, params } = cause.problem
  if (code === 'server.unreachable')
    return new CommandError(1, error('import.server-unreachable', { url: address, reason: String(params?.reason) }))
  if (code === 'server.refused') return createForeignServerError(address, Number(params?.status))
  if (code === 'caller.unknown') return new CommandError(1, error('remote.key-rejected', {}))
  return new CommandError(1, cause.problem)
}

async function selectServer({ server = process.env.AW_SERVER, ...options }: ServerSelection): Promise<Profile> {
  if (server !== undefined && server.includes('://')) {
    const token = options.token ?? process.env.AW_TOKEN
    return { server, ...options, ...(token ? { token } : {}) }
  }
  const { default: defaultName, profiles } = await readProfiles()
  const name = server ?? defaultName
  if (name === undefined) throw createUsageError(error('remote.no-server', {}))
  if (!Object.hasOwn(profiles, name))
    throw createUsageError(
      error('remote.no-profile', { name, count: Object.keys(profiles).length, names: Object.keys(profiles) }),
    )
  return { ...profiles[name]!, ...options }
}

/** @throws {CommandError} If the address is not a valid HTTP(S) URL. */
export function parseBaseUrl(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw createUsageError(error('fetch.address', { url: address }))
  if (url.username !== '' || url.password !== '') throw createUsageError(error('import.credentials', {}))
  const path = url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : url.pathname
  return `${url.origin}${path}`
}
