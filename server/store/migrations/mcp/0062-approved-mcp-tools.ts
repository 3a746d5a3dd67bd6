import type { Kysely, Migration } from 'kysely'

/** Adds MCP tools as they were when approved, to show what has changed since. */
export const approvedMcpTools: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .alterTable('mcp_servers')
      .addColumn('approved_tools', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.alterTable('mcp_servers').dropColumn('approved_tools').execute()
  },
}
