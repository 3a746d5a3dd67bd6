import type { McpToolRequest, McpToolResponse, ServerApi } from '@aw-flow/client'
import { error, ProblemError, type Json, type Problem } from '@aw-flow/schema'
import { toComparableName } from '@aw-flow/schema/internal'
import { parseJson, readPreference, storePreference } from '../settings/stored-preference.ts'
import { connectFromPage, type PageMcpConnection, type PageMcpTool } from './page-connection.ts'
import type { McpCall, McpServer, McpTool } from './server-mcp.ts'

/**
 * An MCP server that this browser connects to. It is stored only in the browser, so a document or link cannot add one.
 */
interface PageMcpServer {
  id: string
  name: string
  url: string
  status: McpServer['status']
  problem: Problem | null
  tools: readonly PageMcpTool[]
  approved: readonly PageMcpTool[]
}

const storageKey = 'mcp-servers'
const maxCalls = 100
/** Calls made in this tab, newest first. */
const calls: (McpCall & { serverId: string })[] = []

/** Implements the API's MCP routes for this browser's MCP servers, for use by the MCP page. */
export const pageMcpApi = { call: callRoute } as unknown as ServerApi

/**
 * Handles a run's request to one of this browser's MCP servers.
 *
 * @param signal Aborts the tool call.
 * @returns An `McpToolResponse`.
 */
export const handlePageMcpRequest = async (request: Json, signal: AbortSignal): Promise<Json> =>
  (await handleToolRequest(request as McpToolRequest, signal)) as unknown as Json

async function handleToolRequest(
  { server: reference, tool: name, arguments: args, input }: McpToolRequest,
  signal: AbortSignal,
): Promise<McpToolResponse | object> {
  if (reference === undefined || name === undefined) return {}
  const servers = readServers()
  const server = servers.find(({ id }) => id === reference) ?? servers.find((candidate) => candidate.name === reference)
  if (!server) return { problem: error('mcp.not-found', { id: reference }) }
  const tool = server.approved.find((approvedTool) => approvedTool.name === name)
  const problem =
    findProblem(server) ?? (tool ? undefined : error('mcp.tool-not-found', { tool: name, name: server.name }))
  if (problem || !tool) return { problem: problem! }
  if (!args) {
    const { description, input_schema: parameters } = tool
    return { tool: { server: server.name, name, description: description ?? '', parameters: parameters as never } }
  }
  const startedAt = performance.now()
  let status: McpCall['status'] = 'failed'
  try {
    const callApprovedTool = async (connection: PageMcpConnection): Promise<McpToolResponse> => {
      const listedTools = await connection.listTools()
      // The user may have disconnected or removed the server in the meantime.
      const currentProblem = findProblem(findServer(server.id))
      if (currentProblem) return { problem: currentProblem }
      // If the server has changed a tool since its approval, block it before it receives any arguments.
      const recordedServer = recordTools(server.id, listedTools)
      if (recordedServer.status !== 'connected') return { problem: error('mcp.blocked', { name: server.name }) }
      const { isError, content, structured, inputRequired } = await connection.callTool(name, args, input)
      if (inputRequired) {
        status = 'completed'
        return { inputRequired }
      }
      status = isError ? 'error' : 'completed'
      return { result: { content: content as Json, structured: structured as Json, isError } }
    }
    return await connectFromPage(server.url, callApprovedTool, signal)
  } catch (cause) {
    return { problem: toProblem(cause, server) }
  } finally {
    const ms = Math.round(performance.now() - startedAt)
    const call = { id: crypto.randomUUID(), tool: name, run_id: null, status, duration_ms: ms }
    calls.unshift({ ...call, serverId: server.id, called_at: new Date().toISOString() })
    calls.length = Math.min(calls.length, maxCalls)
  }
}

const findProblem = ({ status, name }: PageMcpServer): Problem | undefined => {
  // A server whose last connection failed may be reachable again.
  if (status === 'connected' || status === 'failed') return undefined
  return error(status === 'blocked' ? 'mcp.blocked' : 'mcp.not-connected', { name })
}

interface RouteRequest {
  path?: { id: string }
  body?: { name?: string; url?: string; hash?: string }
}

async function callRoute(route: string, { path, body = {} }: RouteRequest = {}): Promise<{ value: unknown }> {
  const servers = readServers()
  const server = servers.find(({ id }) => id === path?.id)
  if (path && !server) throw new ProblemError(error('mcp.not-found', { id: path.id }))
  switch (route) {
    case 'GET /api/v1/mcp/servers':
      return { value: { items: servers.map(toApiServer), total: servers.length } }
    case 'POST /api/v1/mcp/servers': {
      const { name = '', url = '' } = body
      if (servers.some((other) => other.name === name)) throw new ProblemError(error('mcp.name-taken', { name }))
      const id = crypto.randomUUID()
      const addedServer: PageMcpServer = {
        id,
        name,
        url,
        status: 'disconnected',
        problem: null,
        tools: [],
        approved: [],
      }
      writeServers([...servers, addedServer])
      return { value: toApiServer(addedServer) }
    }
    case 'DELETE /api/v1/mcp/servers/{id}':
      writeServers(servers.filter((candidate) => candidate !== server))
      return { value: undefined }
    case 'POST /api/v1/mcp/servers/{id}/connect':
      try {
        return {
          value: toApiServer(
            recordTools(server!.id, await connectFromPage(server!.url, (connection) => connection.listTools())),
          ),
        }
      } catch (cause) {
        const currentServer = findServer(server!.id)
        return {
          value: toApiServer(
            replaceServer({ ...currentServer, status: 'failed', problem: toProblem(cause, currentServer) }),
          ),
        }
      }
    case 'POST /api/v1/mcp/servers/{id}/disconnect':
      return { value: toApiServer(replaceServer({ ...server!, status: 'disconnected', problem: null })) }
    case 'POST /api/v1/mcp/servers/{id}/approve':
      if (body.hash !== serializeTools(server!.tools))
        throw new ProblemError(error('mcp.tools-changed', { name: server!.name }))
      return { value: toApiServer(replaceServer({ ...server!, approved: server!.tools, status: 'connected' })) }
    case 'GET /api/v1/mcp/servers/{id}/tools':
      return { value: describeTools(server!) }
    case 'GET /api/v1/mcp/servers/{id}/calls':
      return { value: { items: calls.filter((call) => call.serverId === server!.id) } }
  }
  throw new Error(`The API for this browser's MCP servers has no route ${route}.`)
}

/** Returns the stored state of a server. */
function findServer(id: string): PageMcpServer {
  const server = readServers().find((candidate) => candidate.id === id)
  if (!server) throw new ProblemError(error('mcp.not-found', { id }))
  return server
}

/** Stores the tools that a server lists. Blocks the server if they differ from its approved tools. */
function recordTools(id: string, tools: readonly PageMcpTool[]): PageMcpServer {
  const updatedServer: PageMcpServer = { ...findServer(id), tools, problem: null }
  const { items, removed } = describeTools(updatedServer)
  const isApproved = removed.length === 0 && items.every(({ state }) => state === 'approved')
  return replaceServer({ ...updatedServer, status: isApproved ? 'connected' : 'blocked' })
}

function describeTools(server: PageMcpServer): { hash: string; items: McpTool[]; removed: string[] } {
  const { tools, approved } = server
  const otherNames = new Set(
    readServers().flatMap((other) =>
      other.id === server.id ? [] : other.tools.map(({ name }) => toComparableName(name)),
    ),
  )
  const items = tools.map((tool): McpTool => {
    const approvedTool = approved.find(({ name }) => name === tool.name)
    const isUnchanged = approvedTool !== undefined && serializeTools([approvedTool]) === serializeTools([tool])
    const state = isUnchanged
      ? 'approved'
      : otherNames.has(toComparableName(tool.name))
        ? 'shadowing'
        : approvedTool
          ? 'changed'
          : 'new'
    return { ...tool, state, approved: state === 'changed' ? approvedTool! : null }
  })
  const names = new Set(tools.map(({ name }) => name))
  return {
    hash: serializeTools(tools),
    items,
    removed: approved.flatMap(({ name }) => (names.has(name) ? [] : [name])),
  }
}

/**
 * Serializes tools regardless of the order of tools and fields, so that any change to what a model sees is detected.
 */
const serializeTools = (tools: readonly PageMcpTool[]): string =>
  tools
    .map((tool) => JSON.stringify(tool, (_, value: unknown) => (isRecord(value) ? sortFields(value) : value)))
    .sort()
    .join('\n')

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const sortFields = (record: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))

function toProblem(cause: unknown, { name }: PageMcpServer): Problem {
  if (cause instanceof ProblemError) return cause.problem
  if ((cause as { status?: unknown }).status === 401) return error('mcp.unauthorized', { name })
  const reason = cause instanceof Error ? cause.message : String(cause)
  return error('mcp.failed', { name, reason: reason.slice(0, 500) })
}

const toApiServer = ({ tools, id, name, url, status, problem }: PageMcpServer) => ({
  id,
  name,
  url,
  status,
  problem,
  type: 'http',
  command: null,
  tools: tools.length,
})

function readServers(): readonly PageMcpServer[] {
  const storedServers = parseJson(readPreference(storageKey))
  return Array.isArray(storedServers) ? storedServers.filter(isServer) : []
}

const isServer = (value: unknown): value is PageMcpServer =>
  isRecord(value) &&
  [value.id, value.name, value.url, value.status].every((field) => typeof field === 'string') &&
  Array.isArray(value.tools) &&
  Array.isArray(value.approved)

function writeServers(servers: readonly PageMcpServer[]): void {
  if (!storePreference(storageKey, JSON.stringify(servers)))
    throw new ProblemError(
      error('mcp.failed', { name: '', reason: 'The browser could not store the list of servers.' }),
    )
}

function replaceServer(server: PageMcpServer): PageMcpServer {
  writeServers(readServers().map((storedServer) => (storedServer.id === server.id ? server : storedServer)))
  return server
}
