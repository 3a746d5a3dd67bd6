import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the tables for workflow schedules and their scheduled runs. */
export const schedules: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('schedules')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('workflow_id', 'text', (column) => column.notNull().references('workflows.id').onDelete('cascade'))
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
      .addUniqueConstraint('schedules_by_node', ['workflow_id', 'node_id'])
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
  },
  async down({ schema }: Kysely<unknown>) {
    for (const table of ['schedule_starts', 'schedules']) await schema.dropTable(table).execute()
  },
}
