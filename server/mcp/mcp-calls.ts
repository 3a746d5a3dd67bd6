import type { Kysely } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'
import { toStorableText } from '../store/database/storable-text.ts'

/** `completed`: the tool has returned a result. `error`: it reports that it failed. `failed`: it was not reached. */
export type McpCallStatus = 'completed' | 'error' | 'failed'

/** A tool call, without its arguments and its result. */
export interface McpCall {
  id: string
  /** The id of the server. */
  server: string
  tool: string
  /** The run that called the tool; `null` for a request of the API. */
  run: string | null
  status: McpCallStatus
  durationMs: number
  /** Start time in ISO 8601, UTC. */
  calledAt: string
}

/** The last tool calls of MCP servers in a workspace. */
export interface McpCalls {
  add(call: Omit<McpCall, 'id' | 'calledAt'>): Promise<void>
  /** Lists the last calls of a server, newest first. */
  list(server: string): Promise<McpCall[]>
}

/** Maximum number of stored calls of a server. */
const maxCalls = 100

export function createMcpCalls(database: Kysely<Database>, workspace: string, now: () => number): McpCalls {
  const select = (server: string) =>
    database.selectFrom('mcp_calls').where('workspace_id', '=', workspace).where('server_id', '=', server)
  return {
    async add({ server, tool, run, status, durationMs }) {
      const row = { server_id: server, tool: toStorableText(tool), run_id: run, status, duration_ms: durationMs }
      await database
        .insertInto('mcp_calls')
        .values({ id: randomUUID(), workspace_id: workspace, ...row, called_at: new Date(now()) })
        .execute()
      const latest = select(server).select('id').orderBy('called_at', 'desc').orderBy('id').limit(maxCalls)
      await database
        .deleteFrom('mcp_calls')
        .where('workspace_id', '=', workspace)
        .where('server_id', '=', server)
        .where('id', 'not in', latest)
        .execute()
    },
    async list(server) {
      const rows = await select(server).selectAll().orderBy('called_at', 'desc').orderBy('id').limit(maxCalls).execute()
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
