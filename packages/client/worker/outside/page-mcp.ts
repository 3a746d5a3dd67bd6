import { NodeError, type McpTools } from '@aw-flow/engine'
import { requireToolArguments } from '@aw-flow/nodes'
import { error, defined } from '@aw-flow/schema'
import type { McpToolRequest, McpToolResponse } from '../../engine/engine-host.ts'

/**
 * Creates an `McpTools` object that makes the page's MCP servers available to its runs. The page connects to the
 * servers and checks tools against its approvals.
 *
 * @param ask Sends a request to the page. Returns `undefined` if the page's host has no MCP servers. The signal aborts
 * tool calls.
 */
export function createPageMcp(
  ask: (request: McpToolRequest, signal?: AbortSignal) => Promise<McpToolResponse | undefined>,
): McpTools {
  const askTool = async (
    request: McpToolRequest,
    signal?: AbortSignal,
  ): Promise<Exclude<McpToolResponse, { problem: unknown }>> => {
    const response = await ask(request, signal)
    if (!response) throw new NodeError('permanent', error('outside.not-available', { port: 'mcp' }))
    if ('problem' in response) throw new NodeError('permanent', response.problem)
    return response
  }
  const find: McpTools['find'] = async (server, tool) => {
    const response = await askTool({ server, tool })
    if (!('tool' in response)) throw new Error(`The page returned no tool ${tool}.`)
    return response.tool
  }
  return {
    find,
    async call(server, tool, args, { signal, input }) {
      requireToolArguments(await find(server, tool), args)
      const response = await askTool(defined({ server, tool, arguments: args, input }), signal)
      if ('inputRequired' in response) return response.inputRequired
      if (!('result' in response)) throw new Error(`The page returned no result for ${tool}.`)
      return response.result
    },
  }
}
