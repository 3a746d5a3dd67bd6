import type { McpToolRequest, McpToolResponse } from '@aw-flow/client'
import type { Json } from '@aw-flow/schema'
import { findRepeatedName, showHiddenCharacters } from '@aw-flow/schema/internal'
import type { InputRequiredResult, jsonSchemaValidator, JsonSchemaValidatorResult } from '@modelcontextprotocol/client'
import type { McpToolDescription } from './server-mcp.ts'

type InputRequired = Extract<McpToolResponse, { inputRequired: unknown }>['inputRequired']

/** A tool as described by its server. */
export interface PageMcpTool extends McpToolDescription {
  title: string | null
  output_schema: unknown
  annotations: unknown
}

export interface PageMcpConnection {
  listTools(): Promise<PageMcpTool[]>
  callTool(
    name: string,
    args: Readonly<Record<string, unknown>>,
    input: McpToolRequest['input'],
  ): Promise<{ content: unknown; structured: unknown; isError: boolean; inputRequired?: InputRequired }>
}

/**
 * Results are data of others, whatever their schema says. The client's check of them has no limits: a pattern could keep
 * the page busy forever.
 */
const uncheckedResults: jsonSchemaValidator = {
  getValidator<T>() {
    return (result: unknown): JsonSchemaValidatorResult<T> => ({
      valid: true,
      data: result as T,
      errorMessage: undefined,
    })
  },
}

/** Maximum number of tools per server. */
const maxTools = 500
/** Maximum total size of a server's tool descriptions, in characters. */
const maxCharacters = 256 * 1024
/** Maximum number of pages to request per list. */
const maxPages = 20
/** Maximum total size of a connection's responses, in bytes. */
const maxResponseBytes = 5_000_000
/** Maximum nesting depth of JSON in responses. */
const maxDepth = 100
/** Connection timeout, in ms. */
const timeoutMs = 60_000
/** Maximum time to wait for sending a cancellation notification, in ms. */
const cancellationTimeoutMs = 1_000

/**
 * Connects from this page to an MCP server over streamable HTTP, using the current or previous protocol revision.
 * Closes the connection once `useConnection` has finished.
 *
 * The server must allow the page's origin and must not redirect. It receives neither cookies nor the page's URL. The
 * size of its responses is limited to protect the page.
 */
export async function connectFromPage<T>(
  url: string,
  useConnection: (connection: PageMcpConnection) => Promise<T>,
  abortSignal?: AbortSignal,
): Promise<T> {
  const { Client, StreamableHTTPClientTransport, isInputRequiredResult } = await import('@modelcontextprotocol/client')
  const client = new Client(
    { name: 'aw', version: '1' },
    {
      versionNegotiation: { mode: 'auto' },
      listMaxPages: maxPages,
      jsonSchemaValidator: uncheckedResults,
      capabilities: { elicitation: { form: {}, url: {} } },
    },
  )
  // Cancels elicitations that arrive during a call. Only servers that use the previous protocol revision send them.
  client.setRequestHandler('elicitation/create', () => ({ action: 'cancel' }))
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = abortSignal ? AbortSignal.any([abortSignal, timeout]) : timeout
  const requestOptions = { signal, timeout: timeoutMs }
  const cancellations = new Set<Promise<void>>()
  let receivedBytes = 0
  const createByteCounter = () =>
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        receivedBytes += chunk.length
        if (receivedBytes > maxResponseBytes) throw new Error(`The server sent more than ${maxResponseBytes} bytes.`)
        controller.enqueue(chunk)
      },
    })
  try {
    const transport = new StreamableHTTPClientTransport(new URL(url), {
      async fetch(address, init) {
        const response = await fetch(address, {
          ...init,
          credentials: 'omit',
          redirect: 'error',
          referrerPolicy: 'no-referrer',
          cache: 'no-store',
        })
        return response.body ? new Response(response.body.pipeThrough(createByteCounter()), response) : response
      },
    })
    const send = transport.send.bind(transport)
    transport.send = (message, options) => {
      const sendPromise = send(message, options)
      if ('method' in message && message.method === 'notifications/cancelled')
        cancellations.add(sendPromise.catch(() => undefined))
      return sendPromise
    }
    await client.connect(transport, requestOptions)
    return await useConnection({
      async listTools() {
        const { tools } = await client.listTools(undefined, requestOptions)
        const listedTools = tools.slice(0, maxTools).map((tool) => ({
          name: tool.name,
          title: tool.title ?? null,
          description: tool.description ?? null,
          input_schema: tool.inputSchema as unknown,
          output_schema: (tool.outputSchema as unknown) ?? null,
          annotations: (tool.annotations as unknown) ?? null,
        }))
        checkDepth(listedTools)
        const { length } = JSON.stringify(listedTools)
        if (length > maxCharacters)
          throw new Error(`The tool list has ${length} characters; the limit is ${maxCharacters}.`)
        const shownTools = showHiddenCharacters(listedTools)
        const repeatedName = findRepeatedName(shownTools)
        // Approvals and calls name a tool, so another one of the same name could take its place.
        if (repeatedName !== undefined)
          throw new Error(`The server has several tools named "${repeatedName.slice(0, 100)}".`)
        return shownTools
      },
      async callTool(name, args, input) {
        const result = await client.callTool(
          {
            name,
            arguments: { ...args },
            ...(input ? { inputResponses: input.answers as never } : {}),
            ...(input && input.state !== null ? { requestState: input.state } : {}),
          },
          { ...requestOptions, allowInputRequired: true },
        )
        if (isInputRequiredResult(result)) {
          const inputRequired = toInputRequired(result)
          checkDepth(inputRequired)
          return { content: [], structured: null, isError: false, inputRequired }
        }
        checkDepth([result.content, result.structuredContent])
        return {
          content: result.content ?? [],
          structured: result.structuredContent ?? null,
          isError: result.isError === true,
        }
      },
    })
  } finally {
    if (cancellations.size > 0) {
      const timeLimit = new Promise((resolve) => setTimeout(resolve, cancellationTimeoutMs))
      await Promise.race([Promise.all(cancellations), timeLimit])
    }
    await client.close().catch(() => undefined)
  }
}

/** @throws {Error} If the server asks for anything other than a form or an HTTP(S) page. */
function toInputRequired({ inputRequests = {}, requestState }: InputRequiredResult): InputRequired {
  const questions = Object.entries(inputRequests).map(
    ([key, request]): [string, InputRequired['questions'][string]] => {
      if (request.method !== 'elicitation/create')
        throw new Error(`The server requested ${request.method}, which is not supported.`)
      const { params } = request
      if (params.mode !== 'url')
        return [
          key,
          { mode: 'form', message: params.message, schema: params.requestedSchema as { [key: string]: Json } },
        ]
      if (!/^https?:$/.test(new URL(params.url).protocol))
        throw new Error('The server asked to open a URL that is not an HTTP(S) URL.')
      return [key, { mode: 'url', message: params.message, url: params.url }]
    },
  )
  return { questions: Object.fromEntries(questions), state: requestState ?? null }
}

/** @throws {Error} If the value is nested too deeply to be stored or sent to a run. */
function checkDepth(value: unknown): void {
  let level = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw new Error(`The server sent data nested more than ${maxDepth} levels deep.`)
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
}
