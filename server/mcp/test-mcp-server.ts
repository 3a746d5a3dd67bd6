import { createAdaptorServer } from '@hono/node-server'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

/** A tool of a test server. */
export interface TestMcpTool {
  description: string
  /** Shape of the arguments. Default: one string, `city`. */
  inputs?: z.ZodRawShape
  /** Runs the tool. `signal` is aborted when the client cancels the request. */
  run(args: Record<string, unknown>, signal: AbortSignal): Promise<object> | object
}

/** An MCP server on a loopback port. */
export interface TestMcpServer {
  host: string
  url: string
  /** Tools of the server by name; changes apply to the next request. */
  tools: Record<string, TestMcpTool>
  /** Arguments of the calls that it has received. */
  calls: unknown[]
  /** The `Authorization` headers that it has received. */
  authorizations: Set<string | null>
  close(): Promise<void>
}

export async function openTestMcpServer(): Promise<TestMcpServer> {
  const server: Pick<TestMcpServer, 'tools' | 'calls' | 'authorizations'> = {
    tools: {},
    calls: [],
    authorizations: new Set(),
  }
  const handler = createMcpHandler(() => {
    const mcpServer = new McpServer({ name: 'test', version: '1.0.0' })
    for (const [name, { description, inputs = { city: z.string() }, run }] of Object.entries(server.tools)) {
      mcpServer.registerTool(name, { description, inputSchema: z.object(inputs) }, async (args, { mcpReq }) => {
        server.calls.push(args)
        return (await run(args, mcpReq.signal)) as { content: [] }
      })
    }
    return mcpServer
  })
  const fetch = (request: Request): Promise<Response> => {
    server.authorizations.add(request.headers.get('authorization'))
    return handler.fetch(request)
  }
  const listener = createAdaptorServer({ fetch }) as Server
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(listener.address() as AddressInfo).port}`
  return Object.assign(server, {
    host,
    url: `http://${host}/mcp`,
    async close() {
      listener.closeAllConnections()
      await new Promise((resolve) => listener.close(resolve))
    },
  })
}

/** Returns a result that consists of one text block. */
export const textResult = (text: string): object => ({ content: [{ type: 'text', text }] })
