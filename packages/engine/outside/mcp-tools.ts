import type { Json } from '@aw-flow/schema'

/** An approved tool of an MCP server. Its texts are written by the server. @beta */
export interface McpTool {
  /** The name of the server. */
  server: string
  name: string
  description: string
  /** The JSON Schema of its arguments. */
  parameters: { readonly [key: string]: Json }
}

/** The result of a call, written by the server. @beta */
export interface McpToolResult {
  /** Blocks of content, such as `{type: 'text', text}`. */
  content: Json
  /** The result as JSON; `null` if the tool has none. */
  structured: Json | null
  /** Whether the tool reports that it failed. */
  isError: boolean
}

/**
 * Port: the tools of the MCP servers that the workspace has registered. A document names servers but cannot add any.
 *
 * @beta
 */
export interface McpTools {
  /**
   * Returns an approved tool.
   *
   * @param server The id or the name of a server.
   * @throws {NodeError} `permanent` if the server is not connected, is blocked, or has no approved tool of this name.
   */
  find(server: string, tool: string): Promise<McpTool>
  /**
   * Calls an approved tool. The server lists its tools again first, and receives no arguments if one has changed.
   *
   * @throws {NodeError} As `find`, or if the server cannot be reached.
   */
  call(server: string, tool: string, args: { readonly [key: string]: Json }): Promise<McpToolResult>
}
