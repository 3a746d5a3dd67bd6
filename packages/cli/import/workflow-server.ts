import { parseRetryAfter, withTimeout } from '@aw-flow/engine'
import { error, readWorkflow, defined, type Problem, type Workflow } from '@aw-flow/schema'
import { isDeepStrictEqual } from 'node:util'
import { CommandError, createUsageError } from '../command-error.ts'

/** A workflow on the server. */
export interface ServerWorkflow {
  id: string
  /** The document without references and status. */
  document: Workflow
  references: Readonly<Record<string, string>>
  /** Problems that prevent the workflow from running. */
  problems: readonly Problem[]
  /** Identifies the version that was read, for conditional updates. */
  etag: string
}

/** The workflows on a server. All functions throw a `CommandError` if the server responds with an error. */
export type WorkflowClient = ReturnType<typeof createWorkflowClient>

/** Returns whether two documents have the same content, ignoring references and status, which the server sets. */
export const isSameDocument = (a: Workflow, b: Workflow): boolean =>
  isDeepStrictEqual(removeServerFields(a), removeServerFields(b))

const removeServerFields = ({ references: _references, status: _status, ...document }: Workflow): object =>
  JSON.parse(JSON.stringify(document)) as object

const pageSize = 200
const timeoutMs = 60_000
/** Delay before retrying a rejected request if the server sends no `Retry-After` header, in ms. */
const defaultRetryDelayMs = 1_000
const maxRetries = 5

/**
 * Creates a client for the workflows on a server.
 *
 * @throws {CommandError} If the address is not a valid HTTP(S) URL.
 */
export function createWorkflowClient(
  address: string,
  { token, signal }: { token: string | undefined; signal: AbortSignal },
) {
  const baseUrl = parseBaseUrl(address)

  const send = async (
    method: string,
    path: string,
    init: { body?: Workflow; etag?: string } = {},
  ): Promise<Response> => {
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(init.body ? { 'content-type': 'application/json' } : {}),
      ...defined({ 'if-match': init.etag }),
    }
    const body = init.body && JSON.stringify(init.body)
    for (let attempt = 1; ; attempt++) {
      let response
      try {
        response = await fetch(`${baseUrl}/api/v1/workflows${path}`, {
          method,
          headers,
          ...defined({ body }),
          // A redirect could send the token to another host.
          redirect: 'manual',
          signal: withTimeout(signal, timeoutMs),
        })
      } catch (cause) {
        signal.throwIfAborted()
        throw new CommandError(1, error('import.server-unreachable', { url: baseUrl, reason: describeCause(cause) }))
      }
      if ((response.status !== 429 && response.status !== 503) || attempt > maxRetries) return response
      await response.body?.cancel()
      const delayMs = parseRetryAfter(Object.fromEntries(response.headers), { maxMs: 60_000 })
      await sleep(delayMs || defaultRetryDelayMs, signal)
    }
  }
  const readJson = async (response: Response): Promise<Record<string, unknown>> => {
    const text = await response.text()
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      // The response is not JSON, so it comes from a proxy or a different kind of server.
    }
    if (response.ok && typeof json === 'object' && json !== null) return json as Record<string, unknown>
    const { message = '' } = ((json as { error?: { message?: string } } | undefined)?.error ?? {}) as {
      message?: string
    }
    const params = { url: baseUrl, status: String(response.status), reason: message }
    throw new CommandError(1, error('import.rejected', params))
  }
  const toWorkflow = async (response: Response): Promise<ServerWorkflow> => {
    const etag = response.headers.get('etag') ?? ''
    const {
      id,
      problems,
      number: _number,
      version_label: _versionLabel,
      parent_workflow_id: _parent,
      created_by: _createdBy,
      is_public: _isPublic,
      ready: _ready,
      steps: _steps,
      connections: _connections,
      ignored_fields: _ignoredFields,
      created_at: _created,
      updated_at: _updated,
      // Unresolved references are stored later or reported among the workflow's problems.
      unresolved_references: _unresolved,
      ...document
    } = await readJson(response)
    const { workflow } = readWorkflow(document)
    if (typeof id !== 'string' || !workflow) {
      throw new CommandError(1, error('import.rejected', { url: baseUrl, status: String(response.status), reason: '' }))
    }
    return {
      id,
      document: workflow,
      references: workflow.references ?? {},
      problems: (problems ?? []) as Problem[],
      etag,
    }
  }

  return {
    /** Lists the ids of all workflows, keyed by name. */
    async listIdsByName(): Promise<Map<string, string[]>> {
      const idsByName = new Map<string, string[]>()
      for (let offset = 0; ; offset += pageSize) {
        const { items, total } = await readJson(
          await send('GET', `?limit=${pageSize}&offset=${offset}&sort=created_at`),
        )
        for (const { id, name } of items as { id: string; name: string }[]) {
          idsByName.set(name, [...new Set([...(idsByName.get(name) ?? []), id])])
        }
        if ((items as unknown[]).length === 0 || offset + pageSize >= Number(total)) return idsByName
      }
    },
    /** Reads a workflow, or returns `undefined` if it was deleted. */
    async read(id: string): Promise<ServerWorkflow | undefined> {
      const response = await send('GET', `/${encodeURIComponent(id)}`)
      return response.status === 404 ? undefined : toWorkflow(response)
    },
    /** Imports a workflow as a draft. `versionLabel` is the version stated in its document, such as `1.0.0`. */
    async add(workflow: Workflow, versionLabel?: string): Promise<ServerWorkflow> {
      const query = versionLabel === undefined ? '' : `?${new URLSearchParams({ version: versionLabel }).toString()}`
      return toWorkflow(await send('POST', `/import${query}`, { body: workflow }))
    },
    /** Replaces a workflow's document, unless the workflow has changed since it was read. */
    replace: async ({ id, etag }: ServerWorkflow, document: Workflow): Promise<ServerWorkflow> =>
      toWorkflow(await send('PUT', `/${encodeURIComponent(id)}`, { body: document, etag })),
  }
}

function parseBaseUrl(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw createUsageError(error('fetch.address', { url: address }))
  if (url.username !== '' || url.password !== '') throw createUsageError(error('import.credentials', {}))
  const path = url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : url.pathname
  return `${url.origin}${path}`
}

const describeCause = (cause: unknown): string => {
  const innerCause: unknown = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  return innerCause instanceof Error ? innerCause.message || innerCause.name : String(innerCause)
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', onAbort, { once: true })
  })
