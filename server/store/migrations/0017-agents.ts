import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the table for the agents that workspaces register. */
export const agents: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('agents')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('description', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('failures', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('open_until', 'timestamptz')
      .addColumn('last_called_at', 'timestamptz')
      .addColumn('last_problem', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addColumn('deleted_at', 'timestamptz')
      .execute()
    // Once an agent has been deleted, its name can be used again.
    await sql`create unique index agents_by_name on agents (workspace_id, name) where deleted_at is null`.execute(
      database,
    )
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('agents').execute()
  },
}
