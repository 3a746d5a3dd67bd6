import { NodeError, type McpInputRequired, type McpTool, type McpTools, type McpToolResult } from '@aw-flow/engine'
import type { Problem } from '@aw-flow/schema'

/** The returned value, or the problem that prevented the call. */
type Outcome<T> = { value: T; problem?: undefined } | { problem: Problem; value?: undefined }

/** The MCP tools that a run is allowed to call. */
export interface RunMcpTools {
  find(server: string, tool: string): Promise<Outcome<McpTool>>
  call(...call: Parameters<McpTools['call']>): Promise<Outcome<McpToolResult | McpInputRequired>>
}

/** Creates the port through which runs call MCP tools. */
export const openMcpTools = (tools: RunMcpTools): McpTools => ({
  find: async (...tool) => unwrap(await tools.find(...tool)),
  call: async (...call) => unwrap(await tools.call(...call)),
})

function unwrap<T>({ value, problem }: Outcome<T>): T {
  if (problem) throw new NodeError('permanent', problem)
  return value as T
}
