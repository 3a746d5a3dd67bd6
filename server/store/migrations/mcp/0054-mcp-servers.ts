import type { Kysely, Migration } from 'kysely'

/**
 * Creates the table for workspaces' MCP servers, the tools that each one most recently listed, and the approved tools.
 */
export const mcpServers: Migration = {
  async up({ schema }: Kysely<unknown>) {
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
      // The tools, and the hashes of the approved tools keyed by name; both as JSON.
      .addColumn('tools', 'text', (column) => column.notNull())
      .addColumn('approved', 'text', (column) => column.notNull())
      .addColumn('problem', 'text')
      .addColumn('last_connected_at', 'timestamptz')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addUniqueConstraint('mcp_servers_by_name', ['workspace_id', 'name'])
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('mcp_servers').execute()
  },
}
