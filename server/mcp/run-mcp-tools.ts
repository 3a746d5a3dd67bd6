import {
  matchAllowedHost,
  NodeError,
  toMcpHostEntry,
  type GrantedAccess,
  type McpTool,
  type McpTools,
} from '@aw-flow/engine'
import { requireToolArguments } from '@aw-flow/nodes'
import { error, type Json, type Problem } from '@aw-flow/schema'
import type { RunContext } from '../runs/run-context.ts'
import { callMcpTool, findApprovedTool, type McpCallServices } from './call-mcp-tool.ts'
import type { McpServer } from './mcp-server.ts'

/** Creates the capability through which a run calls tools of its workspace's MCP servers. */
export function createRunMcpTools(services: McpCallServices, { run: runId, signal, readAccess }: RunContext): McpTools {
  /** Finds an approved tool that the run's workflow may use. */
  const findTool = async (reference: string, name: string): Promise<{ server: McpServer; tool: McpTool }> => {
    const server = await services.mcpServers.findByIdOrName(reference)
    if (!server) throw reject(error('mcp.not-found', { id: reference }))
    const grantedAccess = await readAccess()
    if (grantedAccess && !isGranted(grantedAccess, server))
      throw reject(error('access.not-granted.host', { host: toMcpHostEntry(reference) }))
    const tool = findApprovedTool(server, name)
    if (!tool.ok) throw reject(tool.problem)
    const { description = '', inputSchema } = tool.value
    return {
      server,
      tool: { server: server.name, name, description, parameters: inputSchema as { [key: string]: Json } },
    }
  }
  return {
    find: async (...reference) => (await findTool(...reference)).tool,
    async call(reference, name, args, options) {
      const { server, tool } = await findTool(reference, name)
      requireToolArguments(tool, args)
      const { input = null } = options
      const call = { tool: name, args, run: runId, input, signal: AbortSignal.any([signal, options.signal]) }
      const result = await callMcpTool(server, call, services)
      if (!result.ok) throw reject(result.problem)
      const { content, structuredContent, isError, inputRequired } = result.value
      if (inputRequired) return inputRequired
      return { content, structured: structuredContent, isError }
    },
  }
}

/** Converts a problem to the error of the node. A busy server has not handled the call, so the node can be retried. */
const reject = (problem: Problem): NodeError =>
  problem.code === 'mcp.busy'
    ? new NodeError('transient', problem, { retryAfterMs: Number(problem.params?.seconds) * 1000 })
    : new NodeError('permanent', problem)

/**
 * Returns whether a workflow may use a server. For imported workflows, the granted hosts must include the server's ID
 * or name.
 */
const isGranted = ({ hosts }: GrantedAccess, { id, name }: McpServer): boolean =>
  [id, name].some(
    (reference) => matchAllowedHost(hosts, new URL(`https://${toMcpHostEntry(reference)}`)) === 'explicit',
  )
