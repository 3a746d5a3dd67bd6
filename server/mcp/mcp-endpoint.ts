import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { sendProblem } from '../http/error-response.ts'
import { getTypeQuality } from '../http/get-type-quality.ts'
import { productVersion } from '../product-version.ts'
import { jsonBody } from '../http/json-body.ts'

const path = '/api/v1/mcp'
const serverInfo = { name: 'aw', version: productVersion }
const instructions =
  'The run_… tools start workflows. If a run has not ended when a tool returns, read it with get_run.'

const messageSchema = z
  .looseObject({ jsonrpc: z.literal('2.0'), method: z.string().optional() })
  .openapi({ example: { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} } })

/** Adds the MCP endpoint `/api/v1/mcp`, which serves the caller's workspace. */
export function addMcpEndpoint(dependencies: RouteDependencies): void {
  const { app, createWorkspaceRoutes, onError, log } = dependencies
  const routes = createWorkspaceRoutes({ path, tags: ['mcp'] })

  routes.post('', {
    permission: 'view',
    summary:
      'Call the workspace MCP server, which provides published workflows as tools, and datasets and runs as resources',
    description:
      'Speaks the Model Context Protocol (revisions 2026-07-28 and 2025-11-25) over streamable HTTP. Each request must have an API key as its bearer token. ' +
      'Tools that start runs require the permission `execute`. A call waits up to `wait_seconds` for its run to end; `get_run` reads the run afterwards.',
    body: jsonBody('McpMessage', messageSchema),
    responses: {
      200: 'A JSON-RPC response, as JSON or as an event stream.',
      202: 'A notification was accepted.',
      400: 'Malformed JSON, or not a valid MCP request.',
    },
    handle: async ({ context, caller, backend: services, body }) => {
      const [{ createMcpHandler, McpServer }, { addPublishedTools }] = await Promise.all([
        import('@modelcontextprotocol/server'),
        import('./published-tools.ts'),
      ])
      const createServer = async () => {
        const server = dependencies.createMcpServer?.() ?? new McpServer(serverInfo, { instructions })
        await addPublishedTools(server, { ...dependencies, services, caller })
        return server
      }
      const handler = createMcpHandler(createServer, {
        onerror(cause) {
          const correlationId = context.get('correlationId')
          // Rejected requests are not internal errors: the client has already received the reason.
          if (isRejection(cause))
            log.write('info', 'An MCP request was rejected.', { correlationId, reason: cause.message })
          else onError(cause, { correlationId, path })
        },
      })
      const { url, signal } = context.req.raw
      const headers = new Headers(context.req.raw.headers)
      // The transport rejects clients that accept only JSON, although they can read its responses.
      headers.set('accept', 'application/json, text/event-stream')
      const request = new Request(url, { method: 'POST', headers, signal })
      const response = await handler.fetch(request, { parsedBody: body })
      const { 'content-type': type } = Object.fromEntries(response.headers)
      const readsStreams = getTypeQuality(context.req.header('accept'), 'text/event-stream') > 0
      return (readsStreams || type !== 'text/event-stream' ? response : await toJsonResponse(response)) as never
    },
  })
  // Clients of the earlier protocol revision can request a message stream or end a session. Neither is supported.
  app.on(['GET', 'DELETE'], path, (context) => {
    context.header('Allow', 'POST')
    return sendProblem(context, 405, error('route.not-found', { method: context.req.method, path }))
  })
}

/** Returns the last message of a stream as JSON, for clients that read no streams. */
async function toJsonResponse(response: Response): Promise<Response> {
  const message = (await response.text()).split('\n').findLast((line) => line.startsWith('data:')) ?? ''
  const headers = new Headers(response.headers)
  headers.set('content-type', 'application/json')
  return new Response(message.slice('data:'.length).trim(), { status: response.status, headers })
}

/** Returns whether an error was caused by a request that violates the protocol, rather than by this server. */
const isRejection = ({ name, message }: Error): boolean =>
  name === 'ProtocolError' || message.startsWith('Rejected inbound request')
