import type { Kysely } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'
import { toStorableText } from '../store/database/storable-text.ts'

/**
 * `completed`: the tool returned a result. `error`: the tool reported an error. `failed`: the tool could not be called.
 */
export type McpCallStatus = 'completed' | 'error' | 'failed'

/** Record of a tool call, without its arguments and result. */
export interface McpCall {
  id: string
  /** ID of the MCP server. */
  server: string
  tool: string
  /** ID of the run that called the tool. `null` for API requests. */
  run: string | null
  status: McpCallStatus
  durationMs: number
  /** Start time in ISO 8601 format, UTC. */
  calledAt: string
}

/** Stores the most recent calls to MCP tools in a workspace. */
export type McpCalls = ReturnType<typeof createMcpCalls>

/** Maximum number of calls stored per server. */
const maxCalls = 100

export function createMcpCalls(database: Kysely<Database>, workspace: string, now: () => number) {
  const select = (serverId: string) =>
    database.selectFrom('mcp_calls').where('workspace_id', '=', workspace).where('server_id', '=', serverId)
  return {
    async add({
      server: serverId,
      tool,
      run: runId,
      status,
      durationMs,
    }: Omit<McpCall, 'id' | 'calledAt'>): Promise<void> {
      const row = { server_id: serverId, tool: toStorableText(tool), run_id: runId, status, duration_ms: durationMs }
      await database
        .insertInto('mcp_calls')
        .values({ id: randomUUID(), workspace_id: workspace, ...row, called_at: new Date(now()) })
        .execute()
      const latestIds = select(serverId).select('id').orderBy('called_at', 'desc').orderBy('id').limit(maxCalls)
      await database
        .deleteFrom('mcp_calls')
        .where('workspace_id', '=', workspace)
        .where('server_id', '=', serverId)
        .where('id', 'not in', latestIds)
        .execute()
    },
    /** Lists the most recent calls to a server's tools, newest first. */
    async list(serverId: string): Promise<McpCall[]> {
      const rows = await select(serverId)
        .selectAll()
        .orderBy('called_at', 'desc')
        .orderBy('id')
        .limit(maxCalls)
        .execute()
      return rows.map((row) => ({
        id: row.id,
        server: row.server_id,
        tool: row.tool,
        run: row.run_id,
        status: row.status as McpCallStatus,
        durationMs: row.duration_ms,
        calledAt: row.called_at.toISOString(),
      }))
    },
  }
}
