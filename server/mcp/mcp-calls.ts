import type { Kysely, Selectable } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'
import { toRecord } from '../store/database/row-record.ts'
import { openWorkspaceRows } from '../store/database/workspace-rows.ts'
import { toStorableText } from '../store/database/storable-text.ts'

/** Record of a tool call, without its arguments and result. `run` is `null` for API requests. */
export type McpCall = ReturnType<typeof toCall>

/** Stores the most recent calls to MCP tools in a workspace. */
export type McpCalls = ReturnType<typeof createMcpCalls>

/** Maximum number of calls stored per server. */
const maxCalls = 100

export function createMcpCalls(database: Kysely<Database>, workspace: string, now: () => number) {
  const openRows = (serverId: string) => openWorkspaceRows(database, workspace, 'mcp_calls', { server_id: serverId })
  return {
    async add({
      server: serverId,
      tool,
      run: runId,
      status,
      durationMs,
    }: Omit<McpCall, 'id' | 'calledAt'>): Promise<void> {
      const rows = openRows(serverId)
      const call = { tool: toStorableText(tool), run_id: runId, status, duration_ms: durationMs }
      await rows.insert({ id: randomUUID(), server_id: serverId, ...call, called_at: new Date(now()) })
      const latestIds = rows
        .select()
        .clearSelect()
        .select('id')
        .orderBy('called_at', 'desc')
        .orderBy('id')
        .limit(maxCalls)
      await database
        .deleteFrom('mcp_calls')
        .where('workspace_id', '=', workspace)
        .where('server_id', '=', serverId)
        .where('id', 'not in', latestIds)
        .execute()
    },
    /** Lists the most recent calls to a server's tools, newest first. */
    async list(serverId: string): Promise<McpCall[]> {
      const query = openRows(serverId).select().orderBy('called_at', 'desc').orderBy('id')
      return (await query.limit(maxCalls).execute()).map(toCall)
    },
  }
}

const toCall = (row: Selectable<Database['mcp_calls']>) =>
  toRecord(row, ['id', 'tool', 'status', 'duration_ms', 'called_at'], { server: row.server_id, run: row.run_id })
