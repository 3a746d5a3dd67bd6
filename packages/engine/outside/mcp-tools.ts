import type { Json } from '@aw-flow/schema'

/** An approved tool of an MCP server. The server writes its name and descriptions, which are not trusted. @beta */
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
 * A server's request for input from the user before the call continues. The server writes its questions, which are not
 * trusted.
 *
 * @beta
 */
export interface McpInputRequired {
  /** The questions, by keys of the server. */
  questions: { readonly [key: string]: McpInputQuestion }
  /** The state of the server, which it receives with the answers. */
  state: string | null
}

/** A form that the user fills in, or a page that the user opens. @beta */
export type McpInputQuestion =
  | { mode: 'form'; message: string; schema: { readonly [key: string]: Json } }
  | { mode: 'url'; message: string; url: string }

/** The user's answers to `McpInputRequired`, by the same keys. @beta */
export interface McpInputAnswers {
  answers: { readonly [key: string]: { action: 'accept' | 'decline'; content?: { readonly [name: string]: Json } } }
  state: string | null
}

/**
 * The tools of the MCP servers that the workspace has registered. A document names servers but cannot add any.
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
   * @param options.signal Aborts the call. The server is notified of it.
   * @param options.input The answers to the questions of the previous call. The call is repeated with them.
   * @throws {NodeError} For the same reasons as `find`, or if the server cannot be reached.
   */
  call(
    server: string,
    tool: string,
    args: { readonly [key: string]: Json },
    options: { signal: AbortSignal; input?: McpInputAnswers | undefined },
  ): Promise<McpToolResult | McpInputRequired>
}
