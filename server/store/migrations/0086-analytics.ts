import { sql, type Kysely, type Migration } from 'kysely'

/**
 * Creates the tables for aggregated metrics of runs, nodes and model calls per period, and for ended runs that have not
 * been counted yet.
 */
export const analytics: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('analytics_pending')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('run_id', 'text', (column) => column.primaryKey())
      .execute()
    await sql`create index analytics_pending_by_workspace on analytics_pending (workspace_id)`.execute(database)
    await schema
      .createTable('analytics_versions')
      .addColumn('workspace_id', 'text', (column) => column.primaryKey())
      .addColumn('version', 'bigint', (column) => column.notNull())
      .execute()
    await schema
      .createTable('analytics_aggregates')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('period', 'text', (column) => column.notNull())
      .addColumn('dimension', 'text', (column) => column.notNull())
      .addColumn('period_start', 'timestamptz', (column) => column.notNull())
      .addColumn('workflow_id', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('label', 'text', (column) => column.notNull())
      .addColumn('executions', 'bigint', (column) => column.notNull())
      .addColumn('completed', 'bigint', (column) => column.notNull())
      .addColumn('failed', 'bigint', (column) => column.notNull())
      .addColumn('cancelled', 'bigint', (column) => column.notNull())
      .addColumn('retries', 'bigint', (column) => column.notNull())
      .addColumn('timed', 'bigint', (column) => column.notNull())
      .addColumn('total_ms', 'float8', (column) => column.notNull())
      .addColumn('max_ms', 'float8', (column) => column.notNull())
      .addColumn('api_calls', 'bigint', (column) => column.notNull())
      .addColumn('api_errors', 'bigint', (column) => column.notNull())
      .addColumn('input_tokens', 'bigint', (column) => column.notNull())
      .addColumn('output_tokens', 'bigint', (column) => column.notNull())
      // Sums of `numeric` values do not depend on the order of the runs.
      .addColumn('cost', sql`numeric(24, 12)`, (column) => column.notNull())
      .addColumn('unpriced_calls', 'bigint', (column) => column.notNull())
      // Number of durations per bucket.
      .addColumn('durations', sql`bigint[]`, (column) => column.notNull())
      .addColumn('active_ms', 'float8', (column) => column.notNull().defaultTo(0))
      .addPrimaryKeyConstraint('analytics_aggregates_pkey', [
        'workspace_id',
        'period',
        'dimension',
        'period_start',
        'workflow_id',
        'key',
      ])
      .execute()
    await sql`insert into analytics_pending (workspace_id, run_id)
      select workspace_id, id from runs where ended_at is not null`.execute(database)
    // Executed in the transaction that changes the run, so that each ended run is counted exactly once.
    await sql`create function aw_add_ended_run() returns trigger language plpgsql as $$
      begin
        insert into analytics_pending (workspace_id, run_id) values (new.workspace_id, new.id) on conflict do nothing;
        return null;
      end $$`.execute(database)
    await sql`create trigger aw_ended_runs after update of status on runs for each row
      when (old.status <> new.status and new.status in ('completed', 'failed', 'cancelled'))
      execute function aw_add_ended_run()`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    await sql`drop trigger aw_ended_runs on runs`.execute(database)
    await sql`drop function aw_add_ended_run()`.execute(database)
    for (const table of ['analytics_aggregates', 'analytics_versions', 'analytics_pending'])
      await database.schema.dropTable(table).execute()
  },
}
