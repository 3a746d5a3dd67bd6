import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the tables for datasets, workflows, runs, run events and result tables. */
export const initialTables: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('datasets')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('size', 'bigint', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('load_report', 'text')
      .execute()
    await schema
      .createTable('workflows')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('document', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addColumn('deleted_at', 'timestamptz')
      .execute()
    await schema
      .createTable('runs')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workflow_id', 'text', (column) => column.notNull())
      .addColumn('workflow_name', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('started_at', 'timestamptz')
      .addColumn('ended_at', 'timestamptz')
      .addColumn('request', 'text', (column) => column.notNull())
      .execute()
    await schema.createIndex('runs_by_time').on('runs').columns(['created_at', 'id']).execute()
    await schema.createIndex('runs_by_status').on('runs').columns(['status', 'created_at']).execute()
    await schema.createIndex('runs_by_workflow').on('runs').columns(['workflow_id', 'created_at']).execute()
    await schema
      .createTable('run_events')
      .addColumn('run_id', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('run_events_pkey', ['run_id', 'seq'])
      .execute()
    await schema
      .createTable('run_tables')
      .addColumn('run_id', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
      .addColumn('node', 'text', (column) => column.notNull())
      .addColumn('port', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('table_ref', 'text', (column) => column.notNull())
      .addColumn('file', 'text', (column) => column.notNull())
      .addColumn('bytes', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('run_tables_pkey', ['run_id', 'node', 'port'])
      .execute()
    await sql`comment on table run_events is 'append-only: the only record of a run'`.execute(database)
  },
  async down({ schema }: Kysely<unknown>) {
    for (const table of ['run_tables', 'run_events', 'runs', 'workflows', 'datasets']) {
      await schema.dropTable(table).execute()
    }
  },
}
