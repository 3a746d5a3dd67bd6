import type { Json } from '@aw-flow/schema'

/** An approved tool of an MCP server. The server provides the name and descriptions, which are not trusted. @beta */
export interface McpTool {
  /** The server's name. */
  server: string
  name: string
  description: string
  /** The JSON Schema of the arguments. */
  parameters: { readonly [key: string]: Json }
}

/** The result of a tool call, as provided by the server. @beta */
export interface McpToolResult {
  /** Content blocks, such as `{type: 'text', text}`. */
  content: Json
  /** The structured result as JSON; `null` if the tool returned none. */
  structured: Json | null
  /** Whether the tool reported an error. */
  isError: boolean
}

/**
 * A server's request for user input before a call can continue. The server writes the questions, which are not trusted.
 *
 * @beta
 */
export interface McpInputRequired {
  /** The questions, under keys that the server assigns. */
  questions: { readonly [key: string]: McpInputQuestion }
  /** Opaque server state, which is sent back with the answers. */
  state: string | null
}

/** A form for the user to fill in, or a page for the user to open. @beta */
export type McpInputQuestion =
  | { mode: 'form'; message: string; schema: { readonly [key: string]: Json } }
  | { mode: 'url'; message: string; url: string }

/** The user's answers to an `McpInputRequired`, under the keys of the questions. @beta */
export interface McpInputAnswers {
  answers: { readonly [key: string]: { action: 'accept' | 'decline'; content?: { readonly [name: string]: Json } } }
  state: string | null
}

/**
 * The tools of the MCP servers registered in the workspace. A document refers to servers by name but cannot add any.
 *
 * @beta
 */
export interface McpTools {
  /**
   * Returns an approved tool.
   *
   * @param server The server's id or name.
   * @throws {NodeError} `permanent` if the server is not connected or is blocked, or if it has no approved tool with
   *   this name.
   */
  find(server: string, tool: string): Promise<McpTool>
  /**
   * Calls an approved tool. The server's tools are listed again first; if one has changed, no arguments are sent.
   * Arguments that do not match the tool's schema are not sent either.
   *
   * @param options.signal Aborts the call and notifies the server.
   * @param options.input The answers to the questions that the previous call returned. The call is repeated with these
   *   answers.
   * @throws {NodeError} For the same reasons as `find`, or if the server cannot be reached; `validation` if the
   *   arguments do not match the tool's schema.
   */
  call(
    server: string,
    tool: string,
    args: { readonly [key: string]: Json },
    options: { signal: AbortSignal; input?: McpInputAnswers | undefined },
  ): Promise<McpToolResult | McpInputRequired>
}
