import { error, failed, ok, type Problem, type Result } from '@aw-flow/schema'
import type { Kysely, Selectable } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'
import { parseColumn, toRecord } from '../store/database/row-record.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import {
  hashTool,
  hashTools,
  isApproved,
  type McpServer,
  type McpServerDefinition,
  type McpStatus,
  type McpTool,
} from './mcp-server.ts'
import { openWorkspaceRows } from '../store/database/workspace-rows.ts'

/** Description of a server, from a connection to it. */
export interface McpConnection {
  tools: readonly McpTool[]
  capabilities: Readonly<Record<string, unknown>>
}

/** Stores a workspace's MCP servers. */
export type McpServers = ReturnType<typeof createMcpServers>

/** Maximum number of MCP servers per workspace. */
export const maxMcpServers = 100

export function createMcpServers(database: Kysely<Database>, workspace: string, now: () => number) {
  const rows = openWorkspaceRows(database, workspace, 'mcp_servers')
  const find = async (id: string): Promise<McpServer | undefined> => {
    const row = await rows.find(id)
    return row && toServer(row)
  }
  /** Lists servers, sorted by name. */
  const list = async (): Promise<McpServer[]> => (await rows.list({}, ['name'], maxMcpServers)).map(toServer)
  const update = async (id: string, change: Partial<Row>): Promise<McpServer | undefined> => {
    const row = await rows.update(id, { ...change, updated_at: new Date(now()) })
    return row && toServer(row)
  }
  return {
    list,
    find,
    /** Finds the server with an ID or, if there is none, a name. */
    async findByIdOrName(reference: string): Promise<McpServer | undefined> {
      const text = toStorableText(reference)
      const row = await rows
        .select()
        .where((where) => where.or([where('id', '=', text), where('name', '=', text)]))
        .orderBy((order) => order('id', '=', text), 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && toServer(row)
    },
    /** Adds a server. Fails if another server has the same name, or the workspace has `maxMcpServers` servers. */
    async add(definition: McpServerDefinition): Promise<Result<McpServer>> {
      if (await rows.hasAtLeast(maxMcpServers)) return failed(error('mcp.limit', { max: maxMcpServers }))
      const time = new Date(now())
      const columns = { id: randomUUID(), ...toColumns(definition), ...initialColumns }
      const row = await rows.insert({ ...columns, created_at: time, updated_at: time })
      return row ? ok(toServer(row)) : failed(createNameTakenProblem(definition))
    },
    /**
     * Replaces a server's definition. If it may now refer to a different server, the approval is revoked. Resolves with
     * `undefined` for an unknown ID.
     */
    async replace(id: string, definition: McpServerDefinition): Promise<Result<McpServer> | undefined> {
      const server = await find(id)
      if (!server) return undefined
      const namesakes = await rows.list({ name: toStorableText(definition.name) })
      if (namesakes.some((namesake) => namesake.id !== id)) return failed(createNameTakenProblem(definition))
      const isSameServer =
        server.type === definition.type && server.url === definition.url && server.command === definition.command
      const change = {
        ...toColumns(definition),
        ...(isSameServer ? { status: 'disconnected' as const } : initialColumns),
      }
      const replacedServer = await update(id, change)
      return replacedServer && ok(replacedServer)
    },
    remove: (id: string): Promise<boolean> => rows.remove(id),
    /** Stores the result of a connection attempt. Blocks the server if its tools differ from the approved ones. */
    async recordConnection(id: string, connection: Result<McpConnection>): Promise<McpServer | undefined> {
      const server = await find(id)
      if (!server) return undefined
      if (!connection.ok) return update(id, { status: 'failed', problem: JSON.stringify(connection.problem) })
      const { tools, capabilities } = connection.value
      const status: McpStatus = isApproved({ ...server, tools }, await list()) ? 'connected' : 'blocked'
      return update(id, {
        status,
        problem: null,
        tools: JSON.stringify(tools),
        capabilities: JSON.stringify(capabilities),
        last_connected_at: new Date(now()),
      })
    },
    disconnect: (id: string): Promise<McpServer | undefined> => update(id, { status: 'disconnected', problem: null }),
    /** Approves the most recently listed tools. Returns `undefined` if their hash differs from `hash`. */
    async approve(id: string, hash: string): Promise<McpServer | undefined> {
      const server = await find(id)
      if (!server || hashTools(server.tools) !== hash) return undefined
      const approvedHashes = Object.fromEntries(server.tools.map((tool) => [tool.name, hashTool(tool)]))
      return update(id, {
        approved: JSON.stringify(approvedHashes),
        approved_tools: JSON.stringify(server.tools),
        ...(server.status === 'blocked' ? { status: 'connected' } : {}),
      })
    },
  }
}

type Row = Selectable<Database['mcp_servers']>

const createNameTakenProblem = ({ name }: McpServerDefinition): Problem => error('mcp.name-taken', { name })

/** Column values for a server that has never been connected. */
const initialColumns = {
  status: 'disconnected' as const,
  capabilities: '{}',
  tools: '[]',
  approved: '{}',
  approved_tools: '[]',
  problem: null,
  last_connected_at: null,
}

const toColumns = ({ name, type, url, command, secret }: McpServerDefinition) => ({
  name: toStorableText(name),
  type,
  url: url === null ? null : toStorableText(url),
  command: command === null ? null : toStorableText(command),
  secret,
})

const toServer = (row: Row): McpServer =>
  toRecord(row, ['id', 'name', 'type', 'status', 'created_at', 'updated_at'], {
    url: row.url,
    command: row.command,
    secret: row.secret,
    capabilities: JSON.parse(row.capabilities) as Record<string, unknown>,
    tools: JSON.parse(row.tools) as McpTool[],
    approved: JSON.parse(row.approved) as Record<string, string>,
    approvedTools: JSON.parse(row.approved_tools) as McpTool[],
    problem: parseColumn<Problem>(row.problem) ?? null,
    lastConnectedAt: row.last_connected_at?.toISOString() ?? null,
  })
