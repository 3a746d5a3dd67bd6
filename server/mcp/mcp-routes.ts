import { error } from '@aw-flow/schema'
import { mcpTemplates } from '@aw-flow/schema/internal'
import { z } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import { createIdParamsSchema } from '../wire/id.ts'
import { toAuthorizationSecretName } from './authorization/stored-authorization.ts'
import { callMcpTool } from './call-mcp-tool.ts'
import { mcpServerResource } from './mcp-server-resource.ts'
import {
  mcpCallsSchema,
  mcpCallToWire,
  mcpServerSchema,
  mcpServerToWire,
  mcpTemplateSchema,
  mcpToolsSchema,
  mcpToolsToWire,
  toMcpDefinition,
} from './mcp-wire.ts'
import { listStdioServers } from './stdio-servers.ts'
import { jsonBody } from '../http/json-body.ts'
import { addVerbRoutes } from '../resources/resource-routes.ts'
import { Rejection, requireFound, requireValue } from '../http/rejection.ts'

const params = createIdParamsSchema(mcpServerResource.exampleId)
const approvalSchema = z
  .strictObject({ hash: z.string().max(100) })
  .openapi({ example: { hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' } })
const callSchema = z
  .strictObject({ arguments: z.record(z.string(), z.unknown()).default({}) })
  .openapi({ example: { arguments: { city: 'Oslo' } } })
const callResultSchema = z
  .object({ content: z.unknown(), structured_content: z.unknown(), is_error: z.boolean() })
  .openapi('McpCallResult')

/** Adds the routes under `/api/v1/mcp`. */
export function addMcpRoutes({ createWorkspaceRoutes }: RouteDependencies): void {
  const { path, tags, problems } = mcpServerResource
  createWorkspaceRoutes({ path: '/api/v1/mcp/templates', tags }).get('', {
    permission: 'view',
    summary: 'List MCP servers to register: public ones, and processes that the administrator has set up',
    responses: { 200: ['Bodies for POST /api/v1/mcp/servers.', z.object({ items: z.array(mcpTemplateSchema) })] },
    handle: async ({ backend: { stdioServers, workspace } }) => ({
      items: [
        ...listStdioServers(stdioServers, workspace).map((name) => ({ name, type: 'stdio' as const, command: name })),
        ...mcpTemplates.map((template) => ({ ...template, type: 'http' as const })),
      ],
    }),
  })
  const routes = createWorkspaceRoutes({ path, tags })
  const createNotFoundProblem = problems.notFound
  addVerbRoutes(routes, mcpServerResource, ({ store: { mcpServers, secrets } }) => ({
    toAnswer: mcpServerToWire,
    async list({ limit, offset }) {
      const servers = await mcpServers.list()
      return { items: servers.slice(offset, offset + limit), total: servers.length, limit, offset }
    },
    find: mcpServers.find,
    add: (body) => mcpServers.add(toMcpDefinition(body)),
    async change(id, body) {
      const currentServer = await mcpServers.find(id)
      const result = await mcpServers.replace(id, toMcpDefinition(body))
      if (result?.ok && result.value.url !== currentServer?.url) await secrets.remove(toAuthorizationSecretName(id))
      return result
    },
    async remove(id) {
      await secrets.remove(toAuthorizationSecretName(id))
      return mcpServers.remove(id)
    },
  }))
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
