import { digestJson } from '@aw-flow/engine'
import type { Json, Problem } from '@aw-flow/schema'

/**
 * Transports of MCP servers. `http` and `sse`: streamable HTTP. `stdio`: a process that only the configuration of the
 * administrator can start.
 */
export const mcpServerTypes = ['http', 'sse', 'stdio'] as const
export type McpServerType = (typeof mcpServerTypes)[number]

/** `blocked`: a tool was added, changed or removed since the last approval, or has the name of another tool. */
export type McpStatus = 'disconnected' | 'connected' | 'blocked' | 'failed'

export interface McpServerDefinition {
  name: string
  type: McpServerType
  /** URL of the server; `null` for `stdio`. */
  url: string | null
  /** Name of a server in the configuration of the administrator, for `stdio`. It is never executed. */
  command: string | null
  /** Name of the secret that is sent as a bearer token; `null`: none. */
  secret: string | null
}

/** A tool as its server describes it. Names and descriptions are third-party text. */
export interface McpTool {
  name: string
  title?: string | undefined
  description?: string | undefined
  inputSchema: Json
  outputSchema?: Json | undefined
  annotations?: Json | undefined
}

/** A registered server. Times in ISO 8601, UTC. */
export interface McpServer extends McpServerDefinition {
  id: string
  status: McpStatus
  capabilities: Readonly<Record<string, unknown>>
  tools: readonly McpTool[]
  /** Hashes of the approved tools by name. */
  approved: Readonly<Record<string, string>>
  /** The tools as they were approved; empty for an approval from before they were stored. */
  approvedTools: readonly McpTool[]
  problem: Problem | null
  lastConnectedAt: string | null
  createdAt: string
  updatedAt: string
}

/**
 * The state of a tool compared with the approval. `shadowing`: another server of the workspace has a tool with this
 * name.
 */
export type McpToolState = 'approved' | 'new' | 'changed' | 'shadowing'

/** Returns the hash of everything that a model sees of a tool. Any change requires a new approval. */
export const hashTool = ({ name, title, description, inputSchema, outputSchema, annotations }: McpTool): string =>
  digestJson({
    name,
    title: title ?? null,
    description: description ?? null,
    inputSchema,
    outputSchema: outputSchema ?? null,
    annotations: annotations ?? null,
  })

/** Returns a hash of the tools that does not depend on their order. */
export const hashTools = (tools: readonly McpTool[]): string => digestJson(tools.map(hashTool).sort())

/** Names that look the same to a person or a model are treated as equal. */
const normalizeName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_.-]/g, '')

/** Returns the state of each tool on a server by name. */
export function compareTools(
  { id, tools, approved }: Pick<McpServer, 'id' | 'tools' | 'approved'>,
  servers: readonly Pick<McpServer, 'id' | 'tools'>[],
): Map<string, McpToolState> {
  const otherNames = new Set(
    servers.flatMap((server) => (server.id === id ? [] : server.tools.map(({ name }) => normalizeName(name)))),
  )
  return new Map(
    tools.map((tool): [string, McpToolState] => {
      const { name } = tool
      const hash = Object.hasOwn(approved, name) ? approved[name] : undefined
      if (hash === hashTool(tool)) return [name, 'approved']
      if (otherNames.has(normalizeName(name))) return [name, 'shadowing']
      return [name, hash === undefined ? 'new' : 'changed']
    }),
  )
}

/** Returns whether all tools of a server are as approved, and none is missing. */
export const isApproved = (
  server: Pick<McpServer, 'id' | 'tools' | 'approved'>,
  servers: readonly Pick<McpServer, 'id' | 'tools'>[],
): boolean =>
  [...compareTools(server, servers).values()].every((state) => state === 'approved') &&
  Object.keys(server.approved).every((name) => server.tools.some((tool) => tool.name === name))
