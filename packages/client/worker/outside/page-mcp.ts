import { NodeError, type McpTools } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { McpQuestion, McpReply } from '../../engine/engine-host.ts'

/**
 * Opens the MCP servers of a page as a port of its runs. The page connects to them, and compares their tools with its
 * approvals.
 *
 * @param ask Asks the page; `undefined` if its host has no MCP servers. The signal aborts the tool call.
 */
export function createPageMcp(
  ask: (question: McpQuestion, signal?: AbortSignal) => Promise<McpReply | undefined>,
): McpTools {
  const askTool = async (
    question: McpQuestion,
    signal?: AbortSignal,
  ): Promise<Exclude<McpReply, { problem: unknown }>> => {
    const reply = await ask(question, signal)
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
