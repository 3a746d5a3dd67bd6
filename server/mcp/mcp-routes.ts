import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { createPageSchema, listQuerySchema, toPageRequest } from '../wire/list.ts'
import { toAuthorizationSecretName } from './authorization/stored-authorization.ts'
import { callMcpTool } from './call-mcp-tool.ts'
import { maxMcpServers } from './mcp-servers.ts'
import {
  mcpCallsSchema,
  mcpCallToWire,
  mcpServerBodySchema,
  mcpServerSchema,
  mcpServerToWire,
  mcpToolsSchema,
  mcpToolsToWire,
  toMcpDefinition,
} from './mcp-wire.ts'
import { jsonBody } from '../http/json-body.ts'
import { Rejection, requireFound, requireValue } from '../http/rejection.ts'

const path = '/api/v1/mcp/servers'
const params = createIdParamsSchema('0d9a1c52-6f0e-4c8f-8a57-3e1f6b7c8d90')
const approvalSchema = z
  .strictObject({ hash: z.string().max(100) })
  .openapi({ example: { hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' } })
const callSchema = z
  .strictObject({ arguments: z.record(z.string(), z.unknown()).default({}) })
  .openapi({ example: { arguments: { city: 'Oslo' } } })
const callResultSchema = z
  .object({ content: z.unknown(), structured_content: z.unknown(), is_error: z.boolean() })
  .openapi('McpCallResult')

/** Adds the routes under `/api/v1/mcp/servers`. */
export function addMcpRoutes({ createWorkspaceRoutes }: RouteDependencies): void {
  const routes = createWorkspaceRoutes({ path, tags: ['mcp'] })
  const createNotFoundProblem = (id: string) => error('mcp.not-found', { id })
  const createNameTakenProblem = (name: string) => error('mcp.name-taken', { name })
  routes.get('', {
    permission: 'view',
    summary: 'List the MCP servers of the workspace',
    query: listQuerySchema,
    responses: { 200: ['Servers, sorted by name.', createPageSchema(mcpServerSchema)] },
    handle: async ({ store, query }) => {
      const page = toPageRequest(query)
      const servers = await store.mcpServers.list()
      const items = servers.slice(page.offset, page.offset + page.limit).map(mcpServerToWire)
      return { items, total: servers.length, ...page }
    },
  })
  routes.post('', {
    permission: 'administer',
    summary: 'Register an MCP server without connecting to it',
    body: jsonBody('McpServerBody', mcpServerBodySchema),
    responses: {
      201: ['The server.', mcpServerSchema],
      409: 'The name is taken, or the workspace has too many servers.',
    },
    handle: async ({ store, body }) => {
      const addResult = await store.mcpServers.add(toMcpDefinition(body))
      if (addResult === 'full') throw new Rejection(409, error('mcp.limit', { max: maxMcpServers }))
      if (addResult === 'taken') throw new Rejection(409, createNameTakenProblem(body.name))
      return mcpServerToWire(addResult)
    },
  })
  routes.get('/{id}', {
    permission: 'view',
    summary: 'Get an MCP server with the problem from its last connection attempt',
    params,
    responses: { 200: ['The server.', mcpServerSchema], 404: 'MCP server not found.' },
    handle: async ({ store, params: { id } }) =>
      mcpServerToWire(requireFound(await store.mcpServers.find(id), createNotFoundProblem(id))),
  })
  routes.put('/{id}', {
    permission: 'administer',
    summary: 'Change an MCP server. Changing its URL revokes the approval of its tools',
    params,
    body: jsonBody('McpServerBody', mcpServerBodySchema),
    responses: { 200: ['The server.', mcpServerSchema], 404: 'MCP server not found.', 409: 'The name is taken.' },
    handle: async ({ store, params: { id }, body }) => {
      const currentServer = requireFound(await store.mcpServers.find(id), createNotFoundProblem(id))
      const replaceResult = await store.mcpServers.replace(id, toMcpDefinition(body))
      if (replaceResult === 'taken') throw new Rejection(409, createNameTakenProblem(body.name))
      if (replaceResult?.url !== currentServer.url) await store.secrets.remove(toAuthorizationSecretName(id))
      if (!replaceResult) throw new Rejection(404, createNotFoundProblem(id))
      return mcpServerToWire(replaceResult)
    },
  })
  routes.delete('/{id}', {
    permission: 'administer',
    summary: 'Delete an MCP server',
    params,
    responses: { 204: 'Deleted.', 404: 'MCP server not found.' },
    handle: async ({ store, params: { id } }) => {
      await store.secrets.remove(toAuthorizationSecretName(id))
      requireFound(await store.mcpServers.remove(id), createNotFoundProblem(id))
    },
  })
  routes.post('/{id}/connect', {
    permission: 'execute',
    summary:
      'Connect to an MCP server and list its tools. If they differ from the approved tools, the server is blocked',
    params,
    responses: {
      200: ['The server; see its status.', mcpServerSchema],
      404: 'MCP server not found.',
      409: 'The administrator has not set up this stdio server in AW_MCP_SERVERS.',
    },
    handle: async ({ context, backend: services, params: { id } }) => {
      const { mcpServers } = services.store
      const server = requireFound(await mcpServers.find(id), createNotFoundProblem(id))
      const connection = await services.connectMcp(
        services.workspace,
        server,
        context.req.raw.signal,
        async (client) => ({ tools: await client.listTools(), capabilities: client.capabilities }),
      )
      if (!connection.ok && connection.problem.code === 'mcp.stdio') throw new Rejection(409, connection.problem)
      const updatedServer = requireFound(await mcpServers.recordConnection(id, connection), createNotFoundProblem(id))
      return mcpServerToWire(updatedServer)
    },
  })
  routes.post('/{id}/disconnect', {
    permission: 'execute',
    summary: 'Disconnect an MCP server: its tools cannot be called until it is connected again',
    params,
    responses: { 200: ['The server.', mcpServerSchema], 404: 'MCP server not found.' },
    handle: async ({ store, params: { id } }) =>
      mcpServerToWire(requireFound(await store.mcpServers.disconnect(id), createNotFoundProblem(id))),
  })
  routes.get('/{id}/tools', {
    permission: 'view',
    summary: 'List the tools of an MCP server and their approval states',
    params,
    responses: { 200: ['The most recently listed tools.', mcpToolsSchema], 404: 'MCP server not found.' },
    handle: async ({ store, params: { id } }) => {
      const server = requireFound(await store.mcpServers.find(id), createNotFoundProblem(id))
      return mcpToolsToWire(server, await store.mcpServers.list())
    },
  })
  routes.get('/{id}/calls', {
    permission: 'view',
    summary: 'List the last 100 tool calls to an MCP server, newest first',
    params,
    responses: { 200: ['The calls, without arguments and results.', mcpCallsSchema], 404: 'MCP server not found.' },
    handle: async ({ store, params: { id } }) => {
      requireFound(await store.mcpServers.find(id), createNotFoundProblem(id))
      return { items: (await store.mcpCalls.list(id)).map(mcpCallToWire) }
    },
  })
  routes.post('/{id}/approve', {
    permission: 'administer',
    summary: 'Approve the listed tools of an MCP server',
    params,
    body: jsonBody('McpApproval', approvalSchema),
    responses: { 200: ['The tools.', mcpToolsSchema], 404: 'MCP server not found.', 409: 'The tools have changed.' },
    handle: async ({ store, params: { id }, body }) => {
      const currentServer = requireFound(await store.mcpServers.find(id), createNotFoundProblem(id))
      const server = await store.mcpServers.approve(id, body.hash)
      if (!server) throw new Rejection(409, error('mcp.tools-changed', { name: currentServer.name }))
      return mcpToolsToWire(server, await store.mcpServers.list())
    },
  })
  routes.post('/{id}/tools/{name}/call', {
    permission: 'execute',
    summary: 'Call an approved tool of a connected MCP server',
    params: params.extend({ name: z.string().openapi({ example: 'get_weather' }) }),
    body: jsonBody('McpCall', callSchema),
    responses: {
      200: ['The result. Its content comes from the MCP server.', callResultSchema],
      404: 'MCP server or tool not found.',
      409: 'The server is not connected, is blocked, or does not respond.',
    },
    handle: async ({ context, backend: services, params: { id, name }, body }) => {
      const { mcpServers } = services.store
      const server = requireFound(await mcpServers.find(id), createNotFoundProblem(id))
      const request = { tool: name, args: body.arguments, run: null, signal: context.req.raw.signal }
      const result = await callMcpTool(server, request, { ...services, ...services.store })
      const isMissing = !result.ok && result.problem.code === 'mcp.tool-not-found'
      const { content, structuredContent, isError } = requireValue(result, isMissing ? 404 : 409)
      return { content, structured_content: structuredContent, is_error: isError }
    },
  })
}
