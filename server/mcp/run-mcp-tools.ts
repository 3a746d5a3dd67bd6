import { matchAllowedHost, toMcpHostEntry, type GrantedAccess } from '@aw-flow/engine'
import { error, type Json } from '@aw-flow/schema'
import type { RunMcpTools } from '../runs/ports/open-mcp-tools.ts'
import { callMcpTool, findApprovedTool, type McpCallServices } from './call-mcp-tool.ts'
import type { McpServer } from './mcp-server.ts'

/** The run that calls tools, its granted access, and a signal that aborts its calls. */
export interface McpCallContext {
  run: string
  signal: AbortSignal
  readAccess(): Promise<GrantedAccess | undefined>
}

/** Creates the functions that a run uses to call tools of its workspace's MCP servers. */
export function createRunMcpTools(
  services: McpCallServices,
  { run: runId, signal, readAccess }: McpCallContext,
): RunMcpTools {
  /** Finds a server by ID or name. Returns a problem if the run's workflow may not use it. */
  const findServer = async (reference: string) => {
    const servers = await services.mcpServers.list()
    const server = servers.find(({ id }) => id === reference) ?? servers.find(({ name }) => name === reference)
    if (!server) return { problem: error('mcp.not-found', { id: reference }) }
    const grantedAccess = await readAccess()
    if (grantedAccess && !isGranted(grantedAccess, server))
      return { problem: error('access.not-granted.host', { host: toMcpHostEntry(reference) }) }
    return { server }
  }
  return {
    async find(reference, name) {
      const { server, problem } = await findServer(reference)
      if (problem) return { problem }
      const lookup = findApprovedTool(server, name)
      if (lookup.problem) return lookup
      const { description = '', inputSchema } = lookup.tool
      return { value: { server: server.name, name, description, parameters: inputSchema as { [key: string]: Json } } }
    },
    async call(reference, tool, args, options) {
      const { server, problem } = await findServer(reference)
      if (problem) return { problem }
      const { input = null } = options
      const call = { tool, args, run: runId, input, signal: AbortSignal.any([signal, options.signal]) }
      const outcome = await callMcpTool(server, call, services)
      if (outcome.problem) return outcome
      if (outcome.value.inputRequired) return { value: outcome.value.inputRequired }
      const { content, structuredContent, isError } = outcome.value
      return { value: { content, structured: structuredContent, isError } }
    },
  }
}

/**
 * Returns whether a workflow may use a server. For imported workflows, the granted hosts must include the server's ID
 * or name.
 */
const isGranted = ({ hosts }: GrantedAccess, { id, name }: McpServer): boolean =>
  [id, name].some(
    (reference) => matchAllowedHost(hosts, new URL(`https://${toMcpHostEntry(reference)}`)) === 'explicit',
  )
