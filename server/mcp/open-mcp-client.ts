import {
  NodeError,
  type Egress,
  type McpInputAnswers,
  type McpInputQuestion,
  type McpInputRequired,
} from '@aw-flow/engine'
import { error, type Json, type Problem } from '@aw-flow/schema'
import type {
  Client,
  FetchLike,
  InputRequiredResult,
  OAuthClientProvider,
  Transport,
} from '@modelcontextprotocol/client'
import { setTimeout as delay } from 'node:timers/promises'
import { exceedsDepth } from '../http/read-json-body.ts'
import type { StoredTokens } from './authorization/stored-tokens.ts'
import type { McpServerDefinition, McpTool } from './mcp-server.ts'
import type { StdioServer } from './stdio-servers.ts'

/** A connection to an MCP server, for one request of the API. */
export interface McpClient {
  /** Lists at most `maxTools` tools. */
  listTools(): Promise<McpTool[]>
  /** @param input The answers to the questions that the previous call has returned. */
  callTool(name: string, args: Record<string, unknown>, input?: McpInputAnswers): Promise<McpCallResult>
  capabilities: Readonly<Record<string, unknown>>
}

export interface McpCallResult {
  content: Json
  structuredContent: Json | null
  isError: boolean
  /** Questions to a person, after which the call is repeated with the answers. The call has no result yet. */
  inputRequired?: McpInputRequired
}

/**
 * The transport of a connection: the broker of outgoing requests, or a process that the administrator has configured.
 */
export type McpClientOptions = { signal: AbortSignal } & (
  | { http: McpHttpOptions; stdio?: undefined }
  | { stdio: StdioServer; http?: undefined }
)

export interface McpHttpOptions {
  egress: Egress
  /** The provider with which a person authorizes this client; absent if no one can be asked. */
  authorization?: OAuthClientProvider | undefined
  /** Opens the tokens of an authorization. `fetch` sends the requests that refresh them. */
  openTokens?: ((fetch: FetchLike) => StoredTokens) | undefined
}

/** Maximum number of tools of a server. */
const maxTools = 500
/** Maximum size of a server's tools, and of its capabilities, in bytes. */
const maxStoredBytes = 256 * 1024
/** Maximum nesting depth of JSON from a server, because it is stored and sent to clients. */
const maxDepth = 100
/** Maximum total size of a connection's responses in bytes. */
const maxResponseBytes = 5_000_000
/** Maximum number of pages in a list. */
const maxPages = 20
/** Maximum time of a request, in ms. */
const timeoutMs = 60_000
/** Maximum time of a refresh of tokens, in ms. */
const refreshTimeoutMs = 20_000
/** Maximum time for notifying a server that a request was canceled, in ms. */
const cancellationTimeoutMs = 1_000

/**
 * Connects to an MCP server through the broker of outgoing requests, or starts its process, and closes the connection
 * after `use`. Servers that use the current or the previous revision of the protocol are supported. With `canAsk`,
 * tools of servers of the current revision can ask for input.
 *
 * @returns The result of `use`, or why the server could not be reached.
 */
export async function useMcpClient<T>(
  { name, url, secret, canAsk = false }: Pick<McpServerDefinition, 'name' | 'url' | 'secret'> & { canAsk?: boolean },
  options: McpClientOptions,
  use: (client: McpClient) => Promise<T>,
): Promise<{ value: T; problem?: undefined } | { problem: Problem; value?: undefined }> {
  const { Client, StreamableHTTPClientTransport, isInputRequiredResult } = await import('@modelcontextprotocol/client')
  const client = new Client(
    { name: 'aw', version: '1' },
    {
      versionNegotiation: { mode: 'auto' },
      listMaxPages: maxPages,
      ...(canAsk ? { capabilities: { elicitation: { form: {}, url: {} } } } : {}),
    },
  )
  // A server of the previous revision would wait for the answer during the call, which does not survive a restart.
  if (canAsk) client.setRequestHandler('elicitation/create', () => ({ action: 'cancel' }))
  const { signal, http, stdio } = options
  const requestOptions = { signal, timeout: timeoutMs }
  const tokens = http?.openTokens?.(createEgressFetch(http.egress, null, () => AbortSignal.timeout(refreshTimeoutMs)))
  const closeController = new AbortController()
  let fetchSignal = AbortSignal.any([signal, closeController.signal])
  const cancellations = new Set<Promise<void>>()
  try {
    const authProvider = tokens ?? http?.authorization
    const transport: Transport = http
      ? new StreamableHTTPClientTransport(new URL(url ?? ''), {
          fetch: createEgressFetch(http.egress, secret, () => fetchSignal),
          ...(authProvider ? { authProvider } : {}),
        })
      : await createStdioTransport(stdio)
    const send = transport.send.bind(transport)
    transport.send = (message, sendOptions) => {
      const sending = send(message, sendOptions)
      if ('method' in message && message.method === 'notifications/cancelled')
        cancellations.add(sending.catch(() => undefined))
      return sending
    }
    await client.connect(transport, requestOptions)
    // From here on, the client itself aborts a request: it closes its stream, or sends a notification.
    fetchSignal = closeController.signal
    checkSize('Its capabilities', readCapabilities(client), maxStoredBytes)
    const value = await use({
      capabilities: readCapabilities(client),
      async listTools() {
        const { tools } = await client.listTools(undefined, requestOptions)
        const listed = tools.slice(0, maxTools).map(toTool)
        checkSize('Its tools', listed, maxStoredBytes)
        return listed
      },
      async callTool(tool, args, input) {
        const result = await client.callTool(
          {
            name: tool,
            arguments: args,
            ...(input ? { inputResponses: input.answers as never } : {}),
            ...(input && input.state !== null ? { requestState: input.state } : {}),
          },
          { ...requestOptions, allowInputRequired: canAsk },
        )
        if (isInputRequiredResult(result)) {
          const inputRequired = toInputRequired(result)
          checkSize('Its questions', inputRequired, maxStoredBytes)
          return { content: [], structuredContent: null, isError: false, inputRequired }
        }
        checkSize('The parts of its result', [result.content, result.structuredContent], maxResponseBytes)
        return {
          content: (result.content ?? []) as unknown as Json,
          structuredContent: (result.structuredContent ?? null) as Json | null,
          isError: result.isError === true,
        }
      },
    })
    return { value }
  } catch (cause) {
    signal.throwIfAborted()
    return { problem: toProblem(cause, name) }
  } finally {
    if (cancellations.size > 0)
      await Promise.race([Promise.all(cancellations), delay(cancellationTimeoutMs, undefined, { ref: false })])
    await client.close().catch(() => undefined)
    closeController.abort()
    await tokens?.close()
  }
}

/**
 * Completes an authorization with the query of the URL to which the authorization server has redirected the person. The
 * caller has verified the `state` in it.
 */
export async function finishMcpAuthorization(
  { name, url }: Pick<McpServerDefinition, 'name' | 'url'>,
  query: URLSearchParams,
  { egress, authorization, signal }: { egress: Egress; authorization: OAuthClientProvider; signal: AbortSignal },
): Promise<Problem | undefined> {
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
  try {
    const fetch = createEgressFetch(egress, null, () => signal)
    const transport = new StreamableHTTPClientTransport(new URL(url ?? ''), { fetch, authProvider: authorization })
    await transport.finishAuth(query)
    return undefined
  } catch (cause) {
    signal.throwIfAborted()
    return toProblem(cause, name)
  }
}

/** @throws {Error} If the server asks for anything except a form and a page over HTTP. */
function toInputRequired({ inputRequests = {}, requestState }: InputRequiredResult): McpInputRequired {
  const questions = Object.entries(inputRequests).map(([key, request]): [string, McpInputQuestion] => {
    if (request.method !== 'elicitation/create')
      throw new Error(`It asks for ${request.method}, which is not supported.`)
    const { params } = request
    if (params.mode !== 'url')
      return [key, { mode: 'form', message: params.message, schema: params.requestedSchema as { [key: string]: Json } }]
    if (!/^https?:$/.test(new URL(params.url).protocol)) throw new Error('It asks to open a URL that is not HTTP.')
    return [key, { mode: 'url', message: params.message, url: params.url }]
  })
  return { questions: Object.fromEntries(questions), state: requestState ?? null }
}

/** @throws {Error} If a value is too large, or nested too deeply. */
function checkSize(name: string, value: unknown, maxBytes: number): void {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch {
    // Far above the maximum depth, a value cannot be serialized.
  }
  if (text === undefined || exceedsDepth(text, maxDepth))
    throw new Error(`${name} are nested too deeply; the limit is ${maxDepth} levels.`)
  const bytes = Buffer.byteLength(text)
  if (bytes > maxBytes) throw new Error(`${name} have ${bytes} bytes; the limit is ${maxBytes}.`)
}

/**
 * Names of errors after which a person has to authorize the server again, with more permissions if it asks for them.
 */
const unauthorizedErrors: ReadonlySet<string> = new Set(['UnauthorizedError', 'InsufficientScopeError'])

/** Returns why a server could not be used. An unexpected error keeps the server's text. */
function toProblem(cause: unknown, name: string): Problem {
  for (let inner = cause; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof NodeError) return inner.problem
    const { status } = inner as { status?: unknown }
    if (unauthorizedErrors.has(inner.name) || status === 401) return error('mcp.unauthorized', { name })
  }
  const reason = cause instanceof Error ? cause.message : String(cause)
  return error('mcp.failed', { name, reason: reason.slice(0, 500) })
}

/** Creates the transport of a process, which receives only the variables of its configuration and basic ones. */
async function createStdioTransport({ command, args, env }: StdioServer) {
  const { StdioClientTransport, getDefaultEnvironment } = await import('@modelcontextprotocol/client/stdio')
  return new StdioClientTransport({
    command,
    args,
    env: { ...getDefaultEnvironment(), ...env },
    stderr: 'ignore',
    maxBufferSize: maxResponseBytes,
  })
}

const toTool = (tool: Awaited<ReturnType<Client['listTools']>>['tools'][number]): McpTool => ({
  name: tool.name,
  ...(tool.title === undefined ? {} : { title: tool.title }),
  ...(tool.description === undefined ? {} : { description: tool.description }),
  inputSchema: tool.inputSchema as Json,
  ...(tool.outputSchema === undefined ? {} : { outputSchema: tool.outputSchema as Json }),
  ...(tool.annotations === undefined ? {} : { annotations: tool.annotations as Json }),
})

const readCapabilities = (client: Client): Record<string, unknown> => ({
  server: client.getServerVersion() ?? null,
  ...client.getServerCapabilities(),
})

/** Creates a `fetch` that sends each request through the broker, with the secret if it is bound to the host. */
function createEgressFetch(egress: Egress, secret: string | null, getSignal: () => AbortSignal): FetchLike {
  let receivedBytes = 0
  const countBytes = async function* (body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for await (const chunk of body) {
      receivedBytes += chunk.length
      if (receivedBytes > maxResponseBytes) throw new Error(`It sent more than ${maxResponseBytes} bytes.`)
      yield chunk as Uint8Array<ArrayBuffer>
    }
  }
  return async (url, init = {}) => {
    const request = new Request(url, init)
    const body = new Uint8Array(await request.arrayBuffer())
    const response = await egress.fetch({
      url: request.url,
      method: request.method,
      headers: Object.fromEntries(request.headers),
      ...(body.length > 0 ? { body } : {}),
      ...(secret === null ? {} : { secrets: [{ name: secret, as: 'bearer' }] }),
      limits: { bodyBytes: maxResponseBytes, totalMs: timeoutMs },
      signal: AbortSignal.any([getSignal(), request.signal]),
    })
    const headers = new Headers(response.headers)
    // The broker has already decoded the body.
    headers.delete('content-encoding')
    headers.delete('content-length')
    const hasNoBody = response.status === 204 || response.status === 304
    if (hasNoBody) await response.close()
    const stream = hasNoBody ? null : ReadableStream.from(countBytes(response.body))
    return new Response(stream, { status: response.status, headers })
  }
}
