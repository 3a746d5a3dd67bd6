import { NodeError, type Egress } from '@aw-flow/engine'
import { error, type Json, type Problem } from '@aw-flow/schema'
import type { Client, FetchLike, OAuthClientProvider } from '@modelcontextprotocol/client'
import { exceedsDepth } from '../http/read-json-body.ts'
import type { McpServerDefinition, McpTool } from './mcp-server.ts'
import type { StdioServer } from './stdio-servers.ts'

/** A connection to an MCP server, for one request of the API. */
export interface McpClient {
  /** Lists at most `maxTools` tools. */
  listTools(): Promise<McpTool[]>
  callTool(name: string, args: Record<string, unknown>): Promise<McpCallResult>
  capabilities: Readonly<Record<string, unknown>>
}

export interface McpCallResult {
  content: Json
  structuredContent: Json | null
  isError: boolean
}

/** The transport of a connection: the broker of outgoing requests, or a process of the administrator. */
export type McpClientOptions = { signal: AbortSignal } & (
  | { http: { egress: Egress; authorization?: OAuthClientProvider | undefined }; stdio?: undefined }
  | { stdio: StdioServer; http?: undefined }
)

/**
 * Maximum number of tools of a server, and maximum size of their descriptions and schemas, and of its capabilities, in
 * bytes.
 */
const maxTools = 500
const maxStoredBytes = 256 * 1024
/** Maximum nesting depth of what a server sends, because it is stored and sent to others. */
const maxDepth = 100
/** Maximum total size of a connection's responses in bytes, and maximum number of pages in a list. */
const maxResponseBytes = 5_000_000
const maxPages = 20
/** Maximum time of a request in ms. */
const timeoutMs = 60_000

/**
 * Connects to an MCP server through the broker of outgoing requests, or starts its process, and closes the connection
 * after `use`. Servers of the current and of the previous revision of the protocol are supported.
 *
 * @returns The result of `use`, or why the server could not be reached.
 */
export async function useMcpClient<T>(
  { name, url, secret }: Pick<McpServerDefinition, 'name' | 'url' | 'secret'>,
  options: McpClientOptions,
  use: (client: McpClient) => Promise<T>,
): Promise<{ value: T; problem?: undefined } | { problem: Problem; value?: undefined }> {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
  const client = new Client(
    { name: 'aw', version: '1' },
    { versionNegotiation: { mode: 'auto' }, listMaxPages: maxPages },
  )
  const { signal, http, stdio } = options
  const requestOptions = { signal, timeout: timeoutMs }
  try {
    const transport = http
      ? new StreamableHTTPClientTransport(new URL(url ?? ''), {
          fetch: createEgressFetch(http.egress, secret, signal),
          ...(http.authorization ? { authProvider: http.authorization } : {}),
        })
      : await createStdioTransport(stdio)
    await client.connect(transport, requestOptions)
    checkSize('Its capabilities', readCapabilities(client), maxStoredBytes)
    const value = await use({
      capabilities: readCapabilities(client),
      async listTools() {
        const { tools } = await client.listTools(undefined, requestOptions)
        const listed = tools.slice(0, maxTools).map(toTool)
        checkSize('Its tools', listed, maxStoredBytes)
        return listed
      },
      async callTool(tool, args) {
        const result = await client.callTool({ name: tool, arguments: args }, requestOptions)
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
    await client.close().catch(() => undefined)
  }
}

/**
 * Completes an authorization with the query of the address to which the authorization server has sent the person back.
 * The caller has compared its state.
 */
export async function finishMcpAuthorization(
  { name, url }: Pick<McpServerDefinition, 'name' | 'url'>,
  query: URLSearchParams,
  { egress, authorization, signal }: { egress: Egress; authorization: OAuthClientProvider; signal: AbortSignal },
): Promise<Problem | undefined> {
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
  try {
    const fetch = createEgressFetch(egress, null, signal)
    const transport = new StreamableHTTPClientTransport(new URL(url ?? ''), { fetch, authProvider: authorization })
    await transport.finishAuth(query)
    return undefined
  } catch (cause) {
    signal.throwIfAborted()
    return toProblem(cause, name)
  }
}

/** @throws {Error} If a value is too large, or nested too deep. */
function checkSize(name: string, value: unknown, maxBytes: number): void {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch {
    // Far above the maximum depth, a value cannot be serialized.
  }
  if (text === undefined || exceedsDepth(text, maxDepth))
    throw new Error(`${name} are nested too deep; the limit is ${maxDepth} levels.`)
  const bytes = Buffer.byteLength(text)
  if (bytes > maxBytes) throw new Error(`${name} have ${bytes} bytes; the limit is ${maxBytes}.`)
}

/** Returns the reason why a server could not be used. An unexpected error keeps the server's text. */
function toProblem(cause: unknown, name: string): Problem {
  for (let inner = cause; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof NodeError) return inner.problem
    const { status } = inner as { status?: unknown }
    if (inner.name === 'UnauthorizedError' || status === 401) return error('mcp.unauthorized', { name })
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
function createEgressFetch(egress: Egress, secret: string | null, signal: AbortSignal): FetchLike {
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
      signal: AbortSignal.any([signal, request.signal]),
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
