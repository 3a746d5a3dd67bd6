import type { McpToolText } from './server-mcp.ts'

/** A tool as its server describes it. */
export interface PageMcpTool extends McpToolText {
  title: string | null
  output_schema: unknown
  annotations: unknown
}

export interface PageMcpConnection {
  listTools(): Promise<PageMcpTool[]>
  callTool(
    name: string,
    args: Readonly<Record<string, unknown>>,
  ): Promise<{ content: unknown; structured: unknown; isError: boolean }>
}

/** Maximum number of tools per server, of their characters, and of pages per list. */
const maxTools = 500
const maxCharacters = 256 * 1024
const maxPages = 20
/** Maximum total size of a connection's responses in bytes, and maximum nesting depth of their JSON. */
const maxResponseBytes = 5_000_000
const maxDepth = 100
/** Timeout of a connection, in ms. */
const timeoutMs = 60_000

/**
 * Connects from this page to an MCP server over streamable HTTP, in the current or the previous revision of the
 * protocol, and closes the connection after `use`. The server must allow the origin of the page. It receives neither
 * cookies nor the address of the page, and must not redirect. Its responses are limited to protect the page.
 */
export async function connectFromPage<T>(url: string, use: (connection: PageMcpConnection) => Promise<T>): Promise<T> {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
  const client = new Client(
    { name: 'aw', version: '1' },
    { versionNegotiation: { mode: 'auto' }, listMaxPages: maxPages },
  )
  const signal = AbortSignal.timeout(timeoutMs)
  const requestOptions = { signal, timeout: timeoutMs }
  let receivedBytes = 0
  const countBytes = () =>
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        receivedBytes += chunk.length
        if (receivedBytes > maxResponseBytes) throw new Error(`It sent more than ${maxResponseBytes} bytes.`)
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
        return response.body ? new Response(response.body.pipeThrough(countBytes()), response) : response
      },
    })
    await client.connect(transport, requestOptions)
    return await use({
      async listTools() {
        const { tools } = await client.listTools(undefined, requestOptions)
        const listed = tools.slice(0, maxTools).map((tool) => ({
          name: tool.name,
          title: tool.title ?? null,
          description: tool.description ?? null,
          input_schema: tool.inputSchema as unknown,
          output_schema: (tool.outputSchema as unknown) ?? null,
          annotations: (tool.annotations as unknown) ?? null,
        }))
        checkDepth(listed)
        const { length } = JSON.stringify(listed)
        if (length > maxCharacters)
          throw new Error(`Its tools have ${length} characters; the limit is ${maxCharacters}.`)
        return listed
      },
      async callTool(name, args) {
        const result = await client.callTool({ name, arguments: { ...args } }, requestOptions)
        checkDepth([result.content, result.structuredContent])
        return {
          content: result.content ?? [],
          structured: result.structuredContent ?? null,
          isError: result.isError === true,
        }
      },
    })
  } finally {
    await client.close().catch(() => undefined)
  }
}

/** @throws {Error} If lists and objects of a value are nested too deep to be stored and sent to a run. */
function checkDepth(value: unknown): void {
  let level = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw new Error(`It sent data with more than ${maxDepth} levels.`)
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
}
