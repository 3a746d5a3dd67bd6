import type { McpInputAnswers } from '@aw-flow/engine'
import { error, failed, ok, type Result } from '@aw-flow/schema'
import type { ConnectMcp } from './connect-mcp.ts'
import type { McpCall, McpCalls } from './mcp-calls.ts'
import { hashTools, type McpServer, type McpTool } from './mcp-server.ts'
import type { McpServers } from './mcp-servers.ts'
import type { ToolUsage } from '../web-tools/tool-usage.ts'
import type { McpCallResult } from './open-mcp-client.ts'

/** The workspace's services that are used to call a tool. */
export interface McpCallServices {
  mcpServers: McpServers
  mcpCalls: McpCalls
  toolUsage: ToolUsage
  workspace: string
  connectMcp: ConnectMcp
}

/** A tool call made by a run or an API request. */
export interface McpCallRequest {
  tool: string
  args: Record<string, unknown>
  /** ID of the run that calls the tool. `null` for API requests. */
  run: string | null
  /** Answers to the server's questions, or `null` if there are none yet. Absent if no user can answer. */
  input?: McpInputAnswers | null
  signal: AbortSignal
}

/** Finds an approved tool. If it cannot be called, returns the problem instead. */
export function findApprovedTool(server: McpServer, name: string): Result<McpTool> {
  // Servers whose last connection failed are included, because the failure may have been resolved.
  if (server.status !== 'connected' && server.status !== 'failed') {
    const code = server.status === 'blocked' ? 'mcp.blocked' : 'mcp.not-connected'
    return failed(error(code, { name: server.name }))
  }
  const tool = Object.hasOwn(server.approved, name)
    ? server.tools.find((candidate) => candidate.name === name)
    : undefined
  return tool ? ok(tool) : failed(error('mcp.tool-not-found', { tool: name, name: server.name }))
}

/**
 * Calls an approved tool of an MCP server. Descriptions of tools are instructions to a model, written by others, and
 * can change after a review. The server's tools are therefore listed again first; if they have changed since they were
 * approved, the server is blocked and does not receive the arguments. Calls are recorded without arguments or results.
 */
export async function callMcpTool(
  server: McpServer,
  { tool, args, run: runId, input, signal }: McpCallRequest,
  { mcpServers, mcpCalls, toolUsage, workspace, connectMcp }: McpCallServices,
): Promise<Result<McpCallResult>> {
  const lookup = findApprovedTool(server, tool)
  if (!lookup.ok) return lookup
  const startedAt = performance.now()
  const record = async (status: McpCall['status']): Promise<void> => {
    const ms = performance.now() - startedAt
    await mcpCalls.add({ server: server.id, tool, run: runId, status, durationMs: Math.round(ms) })
    await toolUsage.add('', { tool, provider: server.name, hasFailed: status !== 'completed', ms })
  }
  const supportsElicitation = input !== undefined
  const connectionResult = connectMcp(workspace, { ...server, canAsk: supportsElicitation }, signal, async (client) => {
    const tools = await client.listTools()
    // If the tools have changed since they were approved, the server is blocked before it receives the arguments.
    if (server.status !== 'connected' || hashTools(tools) !== hashTools(server.tools)) {
      const { capabilities } = client
      const updatedServer = await mcpServers.recordConnection(server.id, ok({ tools, capabilities }))
      if (updatedServer?.status !== 'connected') return undefined
    }
    return client.callTool(tool, args, input ?? undefined)
  })
  // Aborted calls may have had effects, so they are recorded as well.
  const result = await connectionResult.catch(async (cause: unknown) => {
    await record('failed')
    throw cause
  })
  const outcome = !result.ok
    ? result
    : result.value
      ? ok(result.value)
      : failed(error('mcp.blocked', { name: server.name }))
  await record(!outcome.ok ? 'failed' : outcome.value.isError ? 'error' : 'completed')
  return outcome
}
