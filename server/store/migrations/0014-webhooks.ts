import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the tables for workflow webhooks and the requests that they receive. */
export const webhooks: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('webhooks')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('workflow_id', 'text', (column) => column.notNull().references('workflows.id').onDelete('cascade'))
      .addColumn('node_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('enabled', 'boolean', (column) => column.notNull())
      .addColumn('token_hash', 'text', (column) => column.unique())
      .addColumn('previous_token_hash', 'text', (column) => column.unique())
      .addColumn('previous_token_until', 'timestamptz')
      .addColumn('path', 'text')
      .addColumn('scheme', 'text', (column) => column.notNull())
      .addColumn('sealed_secret', 'text')
      .addColumn('signature_header', 'text', (column) => column.notNull())
      .addColumn('tolerance_seconds', 'integer', (column) => column.notNull())
      .addColumn('allowed_addresses', 'text', (column) => column.notNull())
      .addColumn('requests_per_minute', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addUniqueConstraint('webhooks_by_node', ['workflow_id', 'node_id'])
      .addUniqueConstraint('webhooks_by_path', ['workspace_id', 'path'])
      .execute()
    await schema
      .createTable('webhook_deliveries')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('webhook_id', 'text', (column) => column.notNull().references('webhooks.id').onDelete('cascade'))
      .addColumn('received_at', 'timestamptz', (column) => column.notNull())
      .addColumn('method', 'text', (column) => column.notNull())
      .addColumn('bytes', 'integer', (column) => column.notNull())
      .addColumn('status', 'integer', (column) => column.notNull())
      .addColumn('run_id', 'text')
      .addColumn('problem', 'text')
      .addColumn('replay_key', 'text')
      // Ensures that identical requests start only one run, even if several servers receive them.
      .addUniqueConstraint('webhook_deliveries_by_key', ['webhook_id', 'replay_key'])
      .execute()
    await sql`create index webhook_deliveries_by_time on webhook_deliveries (webhook_id, received_at)`.execute(database)
  },
  async down({ schema }: Kysely<unknown>) {
    for (const table of ['webhook_deliveries', 'webhooks']) await schema.dropTable(table).execute()
  },
}
