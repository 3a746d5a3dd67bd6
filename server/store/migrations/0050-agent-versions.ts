import type { Kysely, Migration } from 'kysely'

/** Creates the table for the versions of model agents. */
export const agentVersions: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('agent_versions')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('agent_id', 'text', (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('behavior', 'text', (column) => column.notNull())
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addPrimaryKeyConstraint('agent_versions_pkey', ['agent_id', 'number'])
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('agent_versions').execute()
  },
}
