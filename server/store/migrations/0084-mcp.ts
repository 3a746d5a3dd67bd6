import { type Kysely, type Migration } from 'kysely'

/** Creates the tables for workspaces' MCP servers, and for the most recent calls to their tools. */
export const mcp: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('mcp_servers')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('url', 'text')
      .addColumn('command', 'text')
      .addColumn('secret', 'text')
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('capabilities', 'text', (column) => column.notNull())
      // The tools that it most recently listed, the hashes of the approved tools keyed by name, and the approved tools, to
      // show what has changed since; all as JSON.
      .addColumn('tools', 'text', (column) => column.notNull())
      .addColumn('approved', 'text', (column) => column.notNull())
      .addColumn('problem', 'text')
      .addColumn('last_connected_at', 'timestamptz')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addColumn('approved_tools', 'text', (column) => column.notNull().defaultTo('[]'))
      .addUniqueConstraint('mcp_servers_by_name', ['workspace_id', 'name'])
      .execute()
    await schema
      .createTable('mcp_calls')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('server_id', 'text', (column) => column.notNull().references('mcp_servers.id').onDelete('cascade'))
      .addColumn('tool', 'text', (column) => column.notNull())
      .addColumn('run_id', 'text')
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('duration_ms', 'integer', (column) => column.notNull())
      .addColumn('called_at', 'timestamptz', (column) => column.notNull())
      .execute()
    await schema
      .createIndex('mcp_calls_by_server')
      .on('mcp_calls')
      .columns(['workspace_id', 'server_id', 'called_at'])
      .execute()
  },
  async down(database: Kysely<unknown>) {
    for (const table of ['mcp_calls', 'mcp_servers']) await database.schema.dropTable(table).execute()
  },
}
