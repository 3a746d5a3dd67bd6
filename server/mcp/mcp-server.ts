import { digestJson } from '@aw-flow/engine'
import type { Json, Problem } from '@aw-flow/schema'
import { toComparableName } from '@aw-flow/schema/internal'

/**
 * Transports for MCP servers. `http` and `sse` both use streamable HTTP. `stdio` uses a child process, which only the
 * administrator's configuration can define.
 */
export const mcpServerTypes = ['http', 'sse', 'stdio'] as const
export type McpServerType = (typeof mcpServerTypes)[number]

/**
 * Connection status. `blocked`: since the last approval, a tool was added, changed or removed, or a tool has the same
 * name as another server's tool.
 */
export type McpStatus = 'disconnected' | 'connected' | 'blocked' | 'failed'

export interface McpServerDefinition {
  name: string
  type: McpServerType
  /** Server URL. `null` for `stdio`. */
  url: string | null
  /** For `stdio`, the name of a server in the administrator's configuration. It is never executed as a command. */
  command: string | null
  /** Name of the secret to send as a bearer token. `null` if no secret is sent. */
  secret: string | null
}

/** A tool as described by its server. Names and descriptions are untrusted third-party text. */
export interface McpTool {
  name: string
  title?: string | undefined
  description?: string | undefined
  inputSchema: Json
  outputSchema?: Json | undefined
  annotations?: Json | undefined
}

/** A registered MCP server. Times are in ISO 8601 format, UTC. */
export interface McpServer extends McpServerDefinition {
  id: string
  status: McpStatus
  capabilities: Readonly<Record<string, unknown>>
  tools: readonly McpTool[]
  /** Hashes of the approved tools, keyed by tool name. */
  approved: Readonly<Record<string, string>>
  /** The tools as they were when approved. Empty if they were approved before this field was introduced. */
  approvedTools: readonly McpTool[]
  problem: Problem | null
  lastConnectedAt: string | null
  createdAt: string
  updatedAt: string
}

/**
 * State of a tool relative to the last approval. `shadowing`: another server in the workspace has a tool with the same
 * name.
 */
export type McpToolState = 'approved' | 'new' | 'changed' | 'shadowing'

/** Hashes everything about a tool that a model can see. Any change requires a new approval. */
export const hashTool = ({ name, title, description, inputSchema, outputSchema, annotations }: McpTool): string =>
  digestJson({
    name,
    title: title ?? null,
    description: description ?? null,
    inputSchema,
    outputSchema: outputSchema ?? null,
    annotations: annotations ?? null,
  })

/** Hashes a list of tools, regardless of their order. */
export const hashTools = (tools: readonly McpTool[]): string => digestJson(tools.map(hashTool).sort())

/** Determines the state of each of a server's tools, keyed by tool name. */
export function compareTools(
  { id, tools, approved: approvedHashes }: Pick<McpServer, 'id' | 'tools' | 'approved'>,
  servers: readonly Pick<McpServer, 'id' | 'tools'>[],
): Map<string, McpToolState> {
  const otherNames = new Set(
    servers.flatMap((server) => (server.id === id ? [] : server.tools.map(({ name }) => toComparableName(name)))),
  )
  return new Map(
    tools.map((tool): [string, McpToolState] => {
      const { name } = tool
      const hash = Object.hasOwn(approvedHashes, name) ? approvedHashes[name] : undefined
      if (hash === hashTool(tool)) return [name, 'approved']
      if (otherNames.has(toComparableName(name))) return [name, 'shadowing']
      return [name, hash === undefined ? 'new' : 'changed']
    }),
  )
}

/** Returns whether all of a server's tools are unchanged since they were approved, and none is missing. */
export const isApproved = (
  server: Pick<McpServer, 'id' | 'tools' | 'approved'>,
  servers: readonly Pick<McpServer, 'id' | 'tools'>[],
): boolean =>
  [...compareTools(server, servers).values()].every((state) => state === 'approved') &&
  Object.keys(server.approved).every((name) => server.tools.some((tool) => tool.name === name))
