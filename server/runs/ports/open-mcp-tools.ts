import { NodeError, type McpInputRequired, type McpTool, type McpTools, type McpToolResult } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/** A tool or its result, or why it cannot be called. */
type Outcome<T> = { value: T; problem?: undefined } | { problem: Problem; value?: undefined }

/** The tools of MCP servers that a run may call. */
export interface RunMcpTools {
  find(server: string, tool: string): Promise<Outcome<McpTool>>
  call(...call: Parameters<McpTools['call']>): Promise<Outcome<McpToolResult | McpInputRequired>>
}

/** Opens the MCP servers of a workspace as a port of its runs. */
export const openMcpTools = (tools: RunMcpTools): McpTools => ({
  find: async (...tool) => unwrap(await tools.find(...tool)),
  call: async (...call) => unwrap(await tools.call(...call)),
})

function unwrap<T>({ value, problem }: Outcome<T>): T {
  if (problem) throw new NodeError('permanent', problem)
  return value as T
}
