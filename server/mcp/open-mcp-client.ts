import {
  createRedactor,
  NodeError,
  parseRetryAfter,
  protectResponse,
  type Egress,
  type McpInputAnswers,
  type McpInputQuestion,
  type McpInputRequired,
} from '@aw-flow/engine'
import { toNumericLimits } from '@aw-flow/nodes'
import { error, defined, failed, ok, quoteLargeIntegers, type Json, type Problem, type Result } from '@aw-flow/schema'
import { findRepeatedName, showHiddenCharacters } from '@aw-flow/schema/internal'
import type {
  Client,
  FetchLike,
  InputRequiredResult,
  JSONRPCMessage,
  OAuthClientProvider,
  Transport,
} from '@modelcontextprotocol/client'
import { setTimeout as delay } from 'node:timers/promises'
import { exceedsDepth } from '../http/read-json-body.ts'
import type { StoredTokenProvider } from './authorization/stored-tokens.ts'
import type { McpServerDefinition, McpTool } from './mcp-server.ts'
import { resultSchemas } from './result-schemas.ts'
import type { StdioServer } from './stdio-servers.ts'

/** A connection to an MCP server, used for a single API request or run step. */
export interface McpClient {
  /** Lists up to `maxTools` tools. */
  listTools(): Promise<McpTool[]>
  /**
   * Calls a tool.
   *
   * @param inputAnswers Answers to the questions returned by the previous call.
   */
  callTool(name: string, args: Record<string, unknown>, inputAnswers?: McpInputAnswers): Promise<McpCallResult>
  capabilities: Readonly<Record<string, unknown>>
}

export interface McpCallResult {
  content: Json
  structuredContent: Json | null
  isError: boolean
  /** Questions for a person. If set, there is no result yet; repeat the call with the answers. */
  inputRequired?: McpInputRequired
}

/** Determines the transport: the egress broker for HTTP, or a process configured by the administrator. */
export type McpClientOptions = { signal: AbortSignal } & (
  | { http: McpHttpOptions; stdio?: undefined }
  | { stdio: StdioServer; http?: undefined }
)

export interface McpHttpOptions {
  egress: Egress
  /** Provider through which a user can authorize this client. Absent if no user is present. */
  authorization?: OAuthClientProvider | undefined
  /** Creates a provider for an authorization's stored tokens. `fetch` sends the requests that refresh them. */
  createTokenProvider?: ((fetch: FetchLike) => StoredTokenProvider) | undefined
}

/** Maximum number of tools per server. */
const maxTools = 500
/** Maximum size of a server's tools, and of its capabilities, in bytes. */
const maxStoredBytes = 256 * 1024
/** Maximum nesting depth of JSON from a server, which is stored and sent to clients. */
const maxDepth = 100
/** Maximum total size of the responses over one connection, in bytes. */
const maxResponseBytes = 5_000_000
/** Maximum number of pages to read from a list. */
const maxPages = 20
/** Code of JSON-RPC for invalid arguments. */
const invalidParamsCode = -32_602
/** Timeout for a request, in ms. */
const timeoutMs = 60_000
/** Timeout for refreshing tokens, in ms. */
const refreshTimeoutMs = 20_000
/** Delay before a busy server is called again if it does not specify one, in ms. */
const defaultRetryMs = 1_000
/** Maximum time to wait for cancellation notifications to be sent to the server, in ms. */
const cancellationTimeoutMs = 1_000

/**
 * Connects to an MCP server through the egress broker, or starts its process; closes the connection after `use`.
 * Supports the current and the previous revision of the protocol. With `canAsk`, tools of servers that use the current
 * revision can ask for input.
 *
 * @returns The result of `use`, or the problem if the server could not be used.
 */
export async function withMcpClient<T>(
  { name, url, secret, canAsk = false }: Pick<McpServerDefinition, 'name' | 'url' | 'secret'> & { canAsk?: boolean },
  options: McpClientOptions,
  use: (client: McpClient) => Promise<T>,
): Promise<Result<T>> {
  const { Client, StreamableHTTPClientTransport, isInputRequiredResult } = await import('@modelcontextprotocol/client')
  const client = new Client(
    { name: 'aw', version: '1' },
    {
      versionNegotiation: { mode: 'auto' },
      listMaxPages: maxPages,
      jsonSchemaValidator: resultSchemas,
      ...(canAsk ? { capabilities: { elicitation: { form: {}, url: {} } } } : {}),
    },
  )
  // Servers that use the previous revision ask during the call and wait for the answer. The call would not survive a
  // restart, so such questions are canceled.
  if (canAsk) client.setRequestHandler('elicitation/create', () => ({ action: 'cancel' }))
  const { signal, http, stdio } = options
  const requestOptions = { signal, timeout: timeoutMs }
  const tokenProvider = http?.createTokenProvider?.(
    createEgressFetch(http.egress, { name, secret: null }, () => AbortSignal.timeout(refreshTimeoutMs)),
  )
  const closeController = new AbortController()
  let fetchSignal = AbortSignal.any([signal, closeController.signal])
  const cancellations = new Set<Promise<void>>()
  const callIds = new Set<unknown>()
  try {
    const authProvider = tokenProvider ?? http?.authorization
    const transport: Transport = http
      ? new StreamableHTTPClientTransport(
          new URL(url ?? ''),
          defined({ fetch: createEgressFetch(http.egress, { name, secret }, () => fetchSignal), authProvider }),
        )
      : await createStdioTransport(stdio)
    const send = transport.send.bind(transport)
    transport.send = (message, sendOptions) => {
      const sendPromise = send(message, sendOptions)
      if ('method' in message && message.method === 'tools/call' && 'id' in message) callIds.add(message.id)
      if ('method' in message && message.method === 'notifications/cancelled')
        cancellations.add(sendPromise.catch(() => undefined))
      return sendPromise
    }
    await client.connect(transport, requestOptions)
    const receive = transport.onmessage
    const receiveRepaired: NonNullable<Transport['onmessage']> = (received, extra) =>
      receive?.(repairMessage(received, callIds), extra)
    Object.assign(transport, { onmessage: receiveRepaired })
    // From now on, the client handles aborted requests itself: it closes the stream or sends a notification.
    fetchSignal = closeController.signal
    checkLimits('Its capabilities', readCapabilities(client), maxStoredBytes)
    const value = await use({
      capabilities: readCapabilities(client),
      async listTools() {
        const { tools } = await client.listTools(undefined, requestOptions)
        return readTools(tools.slice(0, maxTools).map(toTool))
      },
      async callTool(tool, args, inputAnswers) {
        const result = await client.callTool(
          {
            name: tool,
            arguments: args,
            ...(inputAnswers ? { inputResponses: inputAnswers.answers as never } : {}),
            ...(inputAnswers && inputAnswers.state !== null ? { requestState: inputAnswers.state } : {}),
          },
          { ...requestOptions, allowInputRequired: canAsk },
        )
        if (isInputRequiredResult(result)) {
          const inputRequired = toInputRequired(result)
          checkLimits('Its questions', inputRequired, maxStoredBytes)
          return { content: [], structuredContent: null, isError: false, inputRequired }
        }
        checkLimits('The contents of its result', [result.content, result.structuredContent], maxResponseBytes)
        return {
          content: (result.content ?? []) as unknown as Json,
          structuredContent: (result.structuredContent ?? null) as Json | null,
          isError: result.isError === true,
        }
      },
    })
    return ok(value)
  } catch (cause) {
    signal.throwIfAborted()
    return failed(toProblem(cause, name))
  } finally {
    if (cancellations.size > 0)
      await Promise.race([Promise.all(cancellations), delay(cancellationTimeoutMs, undefined, { ref: false })])
    await client.close().catch(() => undefined)
    closeController.abort()
    await tokenProvider?.close()
  }
}

/**
 * Completes an authorization, using the query of the URL to which the authorization server redirected the user. The
 * caller must have verified the query's `state`.
 */
export async function finishMcpAuthorization(
  { name, url }: Pick<McpServerDefinition, 'name' | 'url'>,
  query: URLSearchParams,
  { egress, authorization, signal }: { egress: Egress; authorization: OAuthClientProvider; signal: AbortSignal },
): Promise<Problem | undefined> {
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
  try {
    const fetch = createEgressFetch(egress, { name, secret: null }, () => signal)
    const transport = new StreamableHTTPClientTransport(new URL(url ?? ''), { fetch, authProvider: authorization })
    await transport.finishAuth(query)
    return undefined
  } catch (cause) {
    signal.throwIfAborted()
    return toProblem(cause, name)
  }
}

/**
 * Converts a result that requires input.
 *
 * @throws {Error} If the server asks for something other than a form or an HTTP(S) page.
 */
function toInputRequired({ inputRequests = {}, requestState }: InputRequiredResult): McpInputRequired {
  const questions = Object.entries(inputRequests).map(([key, request]): [string, McpInputQuestion] => {
    if (request.method !== 'elicitation/create')
      throw new Error(`It requests ${request.method}, which is not supported.`)
    const { params } = request
    if (params.mode !== 'url')
      return [key, { mode: 'form', message: params.message, schema: params.requestedSchema as { [key: string]: Json } }]
    if (!/^https?:$/.test(new URL(params.url).protocol))
      throw new Error('It asks the user to open a URL that is not an HTTP(S) URL.')
    return [key, { mode: 'url', message: params.message, url: params.url }]
  })
  return { questions: Object.fromEntries(questions), state: requestState ?? null }
}

/**
 * Checks a value from the server.
 *
 * @throws {Error} If the value is too large or nested too deeply.
 */
function checkLimits(subject: string, value: unknown, maxBytes: number): void {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch {
    // Serialization fails if the value is nested extremely deeply.
  }
  if (text === undefined || exceedsDepth(text, maxDepth))
    throw new Error(`${subject} are nested too deeply; the limit is ${maxDepth} levels.`)
  const bytes = Buffer.byteLength(text)
  if (bytes > maxBytes) throw new Error(`${subject} take up ${bytes} bytes; the limit is ${maxBytes}.`)
}

/**
 * Returns the tools of a server, with hidden characters shown.
 *
 * @throws {Error} If they are too large or nested too deeply, or if two of them have the same name: approvals and calls
 *   name a tool, so that another one could take its place.
 */
function readTools(listedTools: readonly McpTool[]): McpTool[] {
  checkLimits('Its tools', listedTools, maxStoredBytes)
  const tools = showHiddenCharacters([...listedTools])
  const repeatedName = findRepeatedName(tools)
  if (repeatedName !== undefined) throw new Error(`It has several tools named "${repeatedName.slice(0, 100)}".`)
  return tools
}

const contentTypes: ReadonlySet<unknown> = new Set(['text', 'image', 'audio', 'resource', 'resource_link'])

/**
 * Repairs what servers omit, or send as `null` or in other types. Without it, one tool without a schema would make all
 * tools of its server unusable. The rejection of a call's arguments becomes its result, so that a model can correct them.
 */
function repairMessage(received: JSONRPCMessage, callIds: ReadonlySet<unknown>): JSONRPCMessage {
  if ('error' in received && received.error.code === invalidParamsCode && callIds.has(received.id)) {
    const content = [{ type: 'text', text: received.error.message }]
    return { jsonrpc: '2.0', id: received.id!, result: { content, isError: true } }
  }
  if (!('result' in received) || typeof received.result !== 'object') return received
  const { tools, content, ...result } = withoutNulls(received.result)
  if (Array.isArray(tools))
    result.tools = tools.map((tool: unknown) => {
      const { inputSchema, ...fields } = withoutNulls(tool)
      return { ...fields, inputSchema: { type: 'object', ...Object(inputSchema) } }
    })
  if (content !== undefined)
    result.content = [content].flat().map((part: unknown) => {
      const { type } = Object(part) as { type?: unknown }
      if (contentTypes.has(type)) return part
      return { type: 'text', text: typeof part === 'string' ? part : JSON.stringify(part) }
    })
  return { ...received, result } as JSONRPCMessage
}

const withoutNulls = (value: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(Object(value) as object).filter(([, field]) => field !== null))

/** Names of errors that require a user to authorize the server again, possibly with additional permissions. */
const unauthorizedErrorNames: ReadonlySet<string> = new Set(['UnauthorizedError', 'InsufficientScopeError'])

/** Converts an error to the problem to report. For unexpected errors, the original message is kept. */
function toProblem(cause: unknown, name: string): Problem {
  for (let current = cause; current instanceof Error; current = current.cause) {
    if (current instanceof NodeError) return current.problem
    const { status } = current as { status?: unknown }
    if (unauthorizedErrorNames.has(current.name) || status === 401) return error('mcp.unauthorized', { name })
  }
  const text = cause instanceof Error ? cause.message : String(cause)
  const { status } = Object(cause) as { status?: unknown }
  // The library does not name the status of a response without a body.
  const reason = typeof status === 'number' && !text.includes(String(status)) ? `${text} (HTTP ${status})` : text
  return error('mcp.failed', { name, reason: reason.slice(0, 500) })
}

/** Creates the transport for a process, which receives only basic environment variables and those configured for it. */
async function createStdioTransport({ command, args, env }: StdioServer) {
  const { StdioClientTransport, getDefaultEnvironment } = await import('@modelcontextprotocol/client/stdio')
  const transport = new StdioClientTransport({
    command,
    args,
    env: { ...getDefaultEnvironment(), ...env },
    stderr: 'ignore',
    maxBufferSize: maxResponseBytes,
  })
  // The transport parses the lines of its buffer itself, and has no option for the parser.
  const buffer = transport['_readBuffer']
  const append = buffer.append.bind(buffer)
  buffer.append = (chunk: Buffer) => {
    append(chunk)
    const received = buffer['_buffer']!
    const end = received.lastIndexOf('\n') + 1
    const lines = received.toString('utf8', 0, end).split('\n').map(quoteLargeIntegers)
    if (end > 0) buffer['_buffer'] = Buffer.concat([Buffer.from(lines.join('\n')), received.subarray(end)])
  }
  return transport
}

const toTool = (tool: Awaited<ReturnType<Client['listTools']>>['tools'][number]): McpTool => ({
  name: tool.name,
  ...defined({ title: tool.title, description: tool.description }),
  inputSchema: toNumericLimits(tool.inputSchema as Json),
  ...(tool.outputSchema === undefined ? {} : { outputSchema: toNumericLimits(tool.outputSchema as Json) }),
  ...(tool.annotations === undefined ? {} : { annotations: tool.annotations as Json }),
})

const readCapabilities = (client: Client): Record<string, unknown> => ({
  server: client.getServerVersion() ?? null,
  ...client.getServerCapabilities(),
})

/**
 * Quotes integers in JSON or in events with JSON before the client parses them, because JavaScript numbers would lose
 * their digits. Neither has line breaks within strings, so each line is read by itself.
 */
async function* keepDigits(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const decoder = new TextDecoder()
  const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(quoteLargeIntegers(text))
  let parts: string[] = []
  for await (const chunk of chunks) {
    const lines = decoder.decode(chunk, { stream: true }).split('\n')
    const lastLine = lines.pop()!
    if (lines.length > 0) {
      for (const [index, line] of lines.entries()) yield encode(`${index === 0 ? parts.join('') : ''}${line}\n`)
      parts = []
    }
    parts.push(lastLine)
  }
  yield encode(parts.join('') + decoder.decode())
}

/** Returns the type of an answer that states none, or a wrong one: messages are JSON or events. */
function findMessageType(start: string): string | undefined {
  if (/^[[{]/.test(start)) return 'application/json'
  return /^(?:data|event|id|retry)?:/.test(start) ? 'text/event-stream' : undefined
}

async function* continueWith<T>(first: IteratorResult<T, void>, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  if (first.done) return
  yield first.value
  yield* rest
}

/**
 * Creates a `fetch` function that sends requests through the egress broker. The secret is added if it is bound to the
 * host.
 */
function createEgressFetch(
  egress: Egress,
  { name, secret }: Pick<McpServerDefinition, 'name' | 'secret'>,
  getSignal: () => AbortSignal,
): FetchLike {
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
    if (response.status === 429 || response.status === 503) {
      await response.close()
      const seconds = Math.ceil((parseRetryAfter(response.headers) ?? defaultRetryMs) / 1000)
      throw new NodeError('transient', error('mcp.busy', { name, status: response.status, seconds }))
    }
    // The client itself sends the token of an authorization.
    const token = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
    const protectedResponse = protectResponse(
      { url: new URL(response.url), headers: Object.entries(response.headers), body: response.body },
      createRedactor(token === undefined ? [] : [{ name, values: [token] }]),
    )
    const headers = new Headers(protectedResponse.headers)
    // The broker has already decoded the body.
    headers.delete('content-encoding')
    headers.delete('content-length')
    const hasNoBody = response.status === 204 || response.status === 304
    if (hasNoBody) {
      await response.close()
      return new Response(null, { status: response.status, headers })
    }
    const chunks = keepDigits(countBytes(protectedResponse.body))
    const type = headers.get('content-type') ?? ''
    if (!/json|event-stream/i.test(type) && response.status === 200) {
      const first = await chunks.next()
      const start = first.done ? '' : new TextDecoder().decode(first.value).trimStart()
      const found = findMessageType(start)
      if (start !== '' && found === undefined) {
        await response.close()
        throw new Error(`It answered with the type "${type}", not with JSON: ${start.slice(0, 80).trimEnd()}`)
      }
      if (found !== undefined) headers.set('content-type', found)
      return new Response(ReadableStream.from(continueWith(first, chunks)), { headers })
    }
    // The client shows the body of an error, but not its type.
    const isPage = response.status >= 400 && type !== '' && !/json|event-stream/i.test(type)
    const content = isPage ? continueWith({ value: new TextEncoder().encode(`${type}: `) }, chunks) : chunks
    return new Response(ReadableStream.from(content), { status: response.status, headers })
  }
}
