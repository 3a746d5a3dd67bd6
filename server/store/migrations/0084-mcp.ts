import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the tables for workspaces' MCP servers, and for the most recent calls to their tools. */
export const mcp: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table mcp_servers (
      id text primary key, workspace_id text not null, name text not null, type text not null, url text,
      command text, secret text, status text not null, capabilities text not null,
      -- The tools that it listed last, the hashes of the approved tools keyed by name, and the approved tools, to
      -- show what has changed since; all as JSON.
      tools text not null, approved text not null, problem text, last_connected_at timestamptz,
      created_at timestamptz not null, updated_at timestamptz not null, approved_tools text not null default '[]',
      constraint mcp_servers_by_name unique (workspace_id, name))`.execute(database)
    await sql`create table mcp_calls (
      id text primary key, workspace_id text not null,
      server_id text not null references mcp_servers (id) on delete cascade, tool text not null, run_id text,
      status text not null, duration_ms integer not null, called_at timestamptz not null)`.execute(database)
    await sql`create index mcp_calls_by_server on mcp_calls (workspace_id, server_id, called_at)`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    for (const table of ['mcp_calls', 'mcp_servers']) await database.schema.dropTable(table).execute()
  },
}
