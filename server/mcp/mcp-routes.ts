import { error } from '@aw-flow/schema'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { RouteDependencies } from '../app-dependencies.ts'
import type { AppEnvironment } from '../app-environment.ts'
import { describeErrorResponses, sendProblem } from '../http/error-response.ts'
import { describeJsonResponse } from '../http/json-response.ts'
import { readBody } from '../http/read-json-body.ts'
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

const tags = ['mcp']
const path = '/api/v1/mcp/servers'
const params = createIdParamsSchema('0d9a1c52-6f0e-4c8f-8a57-3e1f6b7c8d90')
const notFoundResponses = describeErrorResponses({ 404: 'MCP server not found.' })
const bodyResponses = { 400: 'Malformed JSON.', 415: 'Content type is not JSON.', 422: 'Invalid body; see details.' }
const describeRequestBody = (name: string) => ({
  body: { required: true, content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
})
const approvalSchema = z
  .strictObject({ hash: z.string().max(100) })
  .openapi({ example: { hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' } })
const callSchema = z
  .strictObject({ arguments: z.record(z.string(), z.unknown()).default({}) })
  .openapi({ example: { arguments: { city: 'Oslo' } } })
const callResultSchema = z
  .object({ content: z.unknown(), structured_content: z.unknown(), is_error: z.boolean() })
  .openapi('McpCallResult')

const list = createRoute({
  'x-permission': 'view',
  method: 'get',
  path,
  tags,
  summary: 'List the MCP servers of the workspace',
  request: { query: listQuerySchema },
  responses: {
    200: describeJsonResponse('Servers, sorted by name.', createPageSchema(mcpServerSchema)),
    ...describeErrorResponses({ 422: 'Invalid query.' }),
  },
})
const add = createRoute({
  'x-permission': 'administer',
  method: 'post',
  path,
  tags,
  summary: 'Register an MCP server without connecting to it',
  request: describeRequestBody('McpServerBody'),
  responses: {
    201: describeJsonResponse('The server.', mcpServerSchema),
    ...describeErrorResponses({ ...bodyResponses, 409: 'The name is taken, or the workspace has too many servers.' }),
  },
})
const read = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}`,
  tags,
  summary: 'Get an MCP server with the problem from its last connection attempt',
  request: { params },
  responses: { 200: describeJsonResponse('The server.', mcpServerSchema), ...notFoundResponses },
})
const replace = createRoute({
  'x-permission': 'administer',
  method: 'put',
  path: `${path}/{id}`,
  tags,
  summary: 'Change an MCP server. Changing its URL revokes the approval of its tools',
  request: { params, ...describeRequestBody('McpServerBody') },
  responses: {
    200: describeJsonResponse('The server.', mcpServerSchema),
    ...notFoundResponses,
    ...describeErrorResponses({ ...bodyResponses, 409: 'The name is taken.' }),
  },
})
const remove = createRoute({
  'x-permission': 'administer',
  method: 'delete',
  path: `${path}/{id}`,
  tags,
  summary: 'Delete an MCP server',
  request: { params },
  responses: { 204: { description: 'Deleted.' }, ...notFoundResponses },
})
const connect = createRoute({
  'x-permission': 'execute',
  method: 'post',
  path: `${path}/{id}/connect`,
  tags,
  summary: 'Connect to an MCP server and list its tools. If they differ from the approved tools, the server is blocked',
  request: { params },
  responses: {
    200: describeJsonResponse('The server; see its status.', mcpServerSchema),
    ...notFoundResponses,
    ...describeErrorResponses({ 409: 'The administrator has not set up this stdio server in AW_MCP_SERVERS.' }),
  },
})
const disconnect = createRoute({
  'x-permission': 'execute',
  method: 'post',
  path: `${path}/{id}/disconnect`,
  tags,
  summary: 'Disconnect an MCP server: its tools cannot be called until it is connected again',
  request: { params },
  responses: { 200: describeJsonResponse('The server.', mcpServerSchema), ...notFoundResponses },
})
const listTools = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/tools`,
  tags,
  summary: 'List the tools of an MCP server and their approval states',
  request: { params },
  responses: {
    200: describeJsonResponse('The most recently listed tools.', mcpToolsSchema),
    ...notFoundResponses,
  },
})
const listCalls = createRoute({
  'x-permission': 'view',
  method: 'get',
  path: `${path}/{id}/calls`,
  tags,
  summary: 'List the last 100 tool calls to an MCP server, newest first',
  request: { params },
  responses: {
    200: describeJsonResponse('The calls, without arguments and results.', mcpCallsSchema),
    ...notFoundResponses,
  },
})
const approve = createRoute({
  'x-permission': 'administer',
  method: 'post',
  path: `${path}/{id}/approve`,
  tags,
  summary: 'Approve the listed tools of an MCP server',
  request: { params, ...describeRequestBody('McpApproval') },
  responses: {
    200: describeJsonResponse('The tools.', mcpToolsSchema),
    ...notFoundResponses,
    ...describeErrorResponses({ ...bodyResponses, 409: 'The tools have changed.' }),
  },
})
const call = createRoute({
  'x-permission': 'execute',
  method: 'post',
  path: `${path}/{id}/tools/{name}/call`,
  tags,
  summary: 'Call an approved tool of a connected MCP server',
  request: {
    params: params.extend({ name: z.string().openapi({ example: 'get_weather' }) }),
    ...describeRequestBody('McpCall'),
  },
  responses: {
    200: describeJsonResponse('The result. Its content comes from the MCP server.', callResultSchema),
    ...describeErrorResponses({
      ...bodyResponses,
      404: 'MCP server or tool not found.',
      409: 'The server is not connected, is blocked, or does not respond.',
    }),
  },
})

/** Adds the routes under `/api/v1/mcp/servers`. */
export function addMcpRoutes(app: OpenAPIHono<AppEnvironment>, { openWorkspace }: RouteDependencies): void {
  app.openAPIRegistry.register('McpServerBody', mcpServerBodySchema)
  app.openAPIRegistry.register('McpApproval', approvalSchema)
  app.openAPIRegistry.register('McpCall', callSchema)
  const createNotFoundProblem = (id: string) => error('mcp.not-found', { id })
  const createNameTakenProblem = (name: string) => error('mcp.name-taken', { name })
  app.openapi(list, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const page = toPageRequest(context.req.valid('query'))
    const servers = await store.mcpServers.list()
    const items = servers.slice(page.offset, page.offset + page.limit).map(mcpServerToWire)
    return context.json({ items, total: servers.length, ...page }, 200)
  })
  app.openapi(add, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { body, rejection } = await readBody(context, mcpServerBodySchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const addResult = await store.mcpServers.add(toMcpDefinition(body))
    if (addResult === 'full') return sendProblem(context, 409, error('mcp.limit', { max: maxMcpServers }))
    if (addResult === 'taken') return sendProblem(context, 409, createNameTakenProblem(body.name))
    return context.json(mcpServerToWire(addResult), 201)
  })
  app.openapi(read, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const server = await store.mcpServers.find(id)
    return server ? context.json(mcpServerToWire(server), 200) : sendProblem(context, 404, createNotFoundProblem(id))
  })
  app.openapi(replace, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { id } = context.req.valid('param')
    const currentServer = await store.mcpServers.find(id)
    if (!currentServer) return sendProblem(context, 404, createNotFoundProblem(id))
    const { body, rejection } = await readBody(context, mcpServerBodySchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const replaceResult = await store.mcpServers.replace(id, toMcpDefinition(body))
    if (replaceResult === 'taken') return sendProblem(context, 409, createNameTakenProblem(body.name))
    if (replaceResult?.url !== currentServer.url) await store.secrets.remove(toAuthorizationSecretName(id))
    return replaceResult
      ? context.json(mcpServerToWire(replaceResult), 200)
      : sendProblem(context, 404, createNotFoundProblem(id))
  })
  app.openapi(remove, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { id } = context.req.valid('param')
    await store.secrets.remove(toAuthorizationSecretName(id))
    if (await store.mcpServers.remove(id)) return context.body(null, 204)
    return sendProblem(context, 404, createNotFoundProblem(id))
  })
  app.openapi(connect, async (context) => {
    const services = await openWorkspace(context, 'execute')
    const { mcpServers } = services.store
    const { id } = context.req.valid('param')
    const server = await mcpServers.find(id)
    if (!server) return sendProblem(context, 404, createNotFoundProblem(id))
    const { value, problem } = await services.connectMcp(
      services.workspace,
      server,
      context.req.raw.signal,
      async (client) => ({ tools: await client.listTools(), capabilities: client.capabilities }),
    )
    if (problem?.code === 'mcp.stdio') return sendProblem(context, 409, problem)
    const updatedServer = await mcpServers.recordConnection(id, value ?? { problem: problem! })
    return updatedServer
      ? context.json(mcpServerToWire(updatedServer), 200)
      : sendProblem(context, 404, createNotFoundProblem(id))
  })
  app.openapi(disconnect, async (context) => {
    const { store } = await openWorkspace(context, 'execute')
    const { id } = context.req.valid('param')
    const server = await store.mcpServers.disconnect(id)
    return server ? context.json(mcpServerToWire(server), 200) : sendProblem(context, 404, createNotFoundProblem(id))
  })
  app.openapi(listTools, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    const server = await store.mcpServers.find(id)
    if (!server) return sendProblem(context, 404, createNotFoundProblem(id))
    return context.json(mcpToolsToWire(server, await store.mcpServers.list()), 200)
  })
  app.openapi(listCalls, async (context) => {
    const { store } = await openWorkspace(context, 'view')
    const { id } = context.req.valid('param')
    if (!(await store.mcpServers.find(id))) return sendProblem(context, 404, createNotFoundProblem(id))
    return context.json({ items: (await store.mcpCalls.list(id)).map(mcpCallToWire) }, 200)
  })
  app.openapi(approve, async (context) => {
    const { store } = await openWorkspace(context, 'administer')
    const { id } = context.req.valid('param')
    const currentServer = await store.mcpServers.find(id)
    if (!currentServer) return sendProblem(context, 404, createNotFoundProblem(id))
    const { body, rejection } = await readBody(context, approvalSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const server = await store.mcpServers.approve(id, body.hash)
    if (!server) return sendProblem(context, 409, error('mcp.tools-changed', { name: currentServer.name }))
    return context.json(mcpToolsToWire(server, await store.mcpServers.list()), 200)
  })
  app.openapi(call, async (context) => {
    const services = await openWorkspace(context, 'execute')
    const { mcpServers } = services.store
    const { id, name } = context.req.valid('param')
    const server = await mcpServers.find(id)
    if (!server) return sendProblem(context, 404, createNotFoundProblem(id))
    const { body, rejection } = await readBody(context, callSchema)
    if (rejection) return sendProblem(context, rejection.status, rejection.problem, rejection.details)
    const request = { tool: name, args: body.arguments, run: null, signal: context.req.raw.signal }
    const { value, problem } = await callMcpTool(server, request, { ...services, ...services.store })
    if (problem) return sendProblem(context, problem.code === 'mcp.tool-not-found' ? 404 : 409, problem)
    const { content, structuredContent, isError } = value
    return context.json({ content, structured_content: structuredContent, is_error: isError }, 200)
  })
}
