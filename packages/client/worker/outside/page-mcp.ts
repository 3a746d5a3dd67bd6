import { NodeError, type McpTools } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
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
    const reply = await ask(request, signal)
    if (!reply) throw new NodeError('permanent', error('outside.not-here', { port: 'mcp' }))
    if ('problem' in reply) throw new NodeError('permanent', reply.problem)
    return reply
  }
  return {
    async find(server, tool) {
      const reply = await askTool({ server, tool })
      if (!('tool' in reply)) throw new Error(`The page returned no tool ${tool}.`)
      return reply.tool
    },
    async call(server, tool, args, { signal, input }) {
      const reply = await askTool({ server, tool, arguments: args, ...(input ? { input } : {}) }, signal)
      if ('inputRequired' in reply) return reply.inputRequired
      if (!('result' in reply)) throw new Error(`The page returned no result for ${tool}.`)
      return reply.result
    },
  }
}
