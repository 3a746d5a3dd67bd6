import { sql, type Kysely, type Migration } from 'kysely'

/**
 * Lets several processes share runs: adds leases, commands, and the time when a waiting run resumes. Also adds soft
 * deletion of datasets and runs, and store-wide values.
 */
export const sharedRuns: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .alterTable('runs')
      .addColumn('priority', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('lease', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('worker', 'text')
      .addColumn('beat_at', 'timestamptz')
      .addColumn('cancel_requested_at', 'timestamptz')
      .addColumn('wakes_at', 'timestamptz')
      .addColumn('problem', 'text')
      .addColumn('retry_of', 'text')
      .addColumn('deleted_at', 'timestamptz')
      .execute()
    // The worker that claims these runs determines when to resume them.
    await sql`update runs set wakes_at = now() where status = 'waiting'`.execute(database)
    await sql`create index runs_open on runs (created_at) where status in ('queued', 'running', 'waiting')`.execute(
      database,
    )
    await sql`create index runs_waking on runs (wakes_at) where wakes_at is not null`.execute(database)
    await sql`create index runs_ended on runs (ended_at) where ended_at is not null`.execute(database)
    await schema
      .createTable('run_controls')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('run_id', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('answer', 'text')
      .execute()
    await schema.createIndex('run_controls_by_run').on('run_controls').columns(['run_id', 'created_at']).execute()
    await schema.alterTable('datasets').addColumn('deleted_at', 'timestamptz').execute()
    await sql`create index datasets_by_time on datasets (created_at desc, id) where deleted_at is null`.execute(
      database,
    )
    await schema
      .createTable('facts')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute()
  },
  async down(database: Kysely<unknown>) {
    const { schema } = database
    await schema.dropTable('facts').execute()
    await sql`drop index datasets_by_time`.execute(database)
    await sql`delete from datasets where deleted_at is not null`.execute(database)
    await schema.alterTable('datasets').dropColumn('deleted_at').execute()
    await schema.dropTable('run_controls').execute()
    await sql`drop index runs_open`.execute(database)
    await sql`delete from runs where deleted_at is not null`.execute(database)
    await schema
      .alterTable('runs')
      .dropColumn('priority')
      .dropColumn('lease')
      .dropColumn('worker')
      .dropColumn('beat_at')
      .dropColumn('cancel_requested_at')
      .dropColumn('wakes_at')
      .dropColumn('problem')
      .dropColumn('retry_of')
      .dropColumn('deleted_at')
      .execute()
    await sql`drop index if exists runs_ended`.execute(database)
  },
}
