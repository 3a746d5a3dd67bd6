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

/** Maximum number of tools of a server, of their characters, and of pages of a list. */
const maxTools = 500
const maxCharacters = 256 * 1024
const maxPages = 20
/** Maximum time of a connection in ms. */
const timeoutMs = 60_000

/**
 * Connects from this page to an MCP server over streamable HTTP, in the current or the previous revision of the
 * protocol, and closes the connection after `use`. The server must allow the origin of the page. It receives neither
 * cookies nor the address of the page, and must not redirect.
 */
export async function connectFromPage<T>(url: string, use: (connection: PageMcpConnection) => Promise<T>): Promise<T> {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
  const client = new Client(
    { name: 'aw', version: '1' },
    { versionNegotiation: { mode: 'auto' }, listMaxPages: maxPages },
  )
  const signal = AbortSignal.timeout(timeoutMs)
  const requestOptions = { signal, timeout: timeoutMs }
  try {
    const transport = new StreamableHTTPClientTransport(new URL(url), {
      fetch: (address, init) =>
        fetch(address, {
          ...init,
          credentials: 'omit',
          redirect: 'error',
          referrerPolicy: 'no-referrer',
          cache: 'no-store',
        }),
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
        const { length } = JSON.stringify(listed)
        if (length > maxCharacters)
          throw new Error(`Its tools have ${length} characters; the limit is ${maxCharacters}.`)
        return listed
      },
      async callTool(name, args) {
        const result = await client.callTool({ name, arguments: { ...args } }, requestOptions)
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
