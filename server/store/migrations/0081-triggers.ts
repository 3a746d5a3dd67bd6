import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the tables for schedules with their scheduled runs, and for webhooks with the requests that they receive. */
export const triggers: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('schedules')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('workflow_id', 'text', (column) => column.notNull())
      .addColumn('node_id', 'text')
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('timing', 'text', (column) => column.notNull())
      .addColumn('overlap', 'text', (column) => column.notNull())
      .addColumn('jitter_seconds', 'integer', (column) => column.notNull())
      .addColumn('catch_up_seconds', 'integer', (column) => column.notNull())
      .addColumn('pause_after_failures', 'integer', (column) => column.notNull())
      .addColumn('enabled', 'boolean', (column) => column.notNull())
      .addColumn('note', 'text')
      .addColumn('problem', 'text')
      .addColumn('failures', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('next_at', 'timestamptz')
      .addColumn('planned_until', 'timestamptz')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addUniqueConstraint('schedules_by_node', ['workflow_id', 'workspace_id', 'node_id'])
      .addForeignKeyConstraint(
        'schedules_workflow_id_fkey',
        ['workflow_id', 'workspace_id'],
        'workflows',
        ['id', 'workspace_id'],
        (constraint) => constraint.onDelete('cascade'),
      )
      .execute()
    await sql`create index schedules_due on schedules (next_at) where enabled`.execute(database)
    await schema
      .createTable('schedule_starts')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('schedule_id', 'text', (column) => column.notNull().references('schedules.id').onDelete('cascade'))
      .addColumn('planned_at', 'timestamptz', (column) => column.notNull())
      .addColumn('due_at', 'timestamptz', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('overlap', 'text')
      .addColumn('run_id', 'text')
      .addColumn('missed', 'integer')
      .addColumn('problem', 'text')
      // Allows only one start per scheduled time, even if several servers schedule it.
      .addPrimaryKeyConstraint('schedule_starts_pkey', ['schedule_id', 'planned_at'])
      .execute()
    await sql`create index schedule_starts_due on schedule_starts (due_at) where status = 'due'`.execute(database)
    await sql`create index schedule_starts_active on schedule_starts (schedule_id, run_id) where status = 'started'`.execute(
      database,
    )
    await sql`create index schedule_starts_by_time on schedule_starts (planned_at)`.execute(database)
    await schema
      .createTable('webhooks')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('workflow_id', 'text', (column) => column.notNull())
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
      .addUniqueConstraint('webhooks_by_node', ['workflow_id', 'workspace_id', 'node_id'])
      .addUniqueConstraint('webhooks_by_path', ['workspace_id', 'path'])
      .addForeignKeyConstraint(
        'webhooks_workflow_id_fkey',
        ['workflow_id', 'workspace_id'],
        'workflows',
        ['id', 'workspace_id'],
        (constraint) => constraint.onDelete('cascade'),
      )
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
    // The test URL of each webhook and the request that it received.
    await schema
      .createTable('webhook_tests')
      .addColumn('webhook_id', 'text', (column) => column.primaryKey().references('webhooks.id').onDelete('cascade'))
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('listening_until', 'timestamptz', (column) => column.notNull())
      .addColumn('received_at', 'timestamptz')
      .addColumn('request', 'text')
      .execute()
  },
  async down(database: Kysely<unknown>) {
    for (const table of ['webhook_tests', 'webhook_deliveries', 'webhooks', 'schedule_starts', 'schedules'])
      await database.schema.dropTable(table).execute()
  },
}
