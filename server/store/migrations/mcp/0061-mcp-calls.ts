import type { Kysely, Migration } from 'kysely'

/** Creates the table for the most recent calls to MCP tools. */
export const mcpCalls: Migration = {
  async up({ schema }: Kysely<unknown>) {
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
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('mcp_calls').execute()
  },
}
