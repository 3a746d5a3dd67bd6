import { sql, type Kysely, type Migration } from 'kysely'

/**
 * Creates the tables for aggregated metrics of runs, nodes and model calls per period, and for ended runs that have not
 * been counted yet.
 */
export const analytics: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table analytics_pending (workspace_id text not null, run_id text primary key)`.execute(database)
    await sql`create index analytics_pending_by_workspace on analytics_pending (workspace_id)`.execute(database)
    await sql`create table analytics_versions (
      workspace_id text primary key, version bigint not null)`.execute(database)
    await sql`create table analytics_aggregates (
      workspace_id text not null, period text not null, dimension text not null, period_start timestamptz not null,
      workflow_id text not null, key text not null, label text not null, executions bigint not null,
      completed bigint not null, failed bigint not null, cancelled bigint not null, retries bigint not null,
      timed bigint not null, total_ms float8 not null, max_ms float8 not null, api_calls bigint not null,
      api_errors bigint not null, input_tokens bigint not null, output_tokens bigint not null,
      -- Sums of numeric values do not depend on the order of the runs.
      cost numeric(24, 12) not null, unpriced_calls bigint not null,
      -- Number of durations per bucket.
      durations bigint[] not null, active_ms float8 not null default 0,
      constraint analytics_aggregates_pkey primary key (workspace_id, period, dimension, period_start, workflow_id, key))`.execute(
      database,
    )
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
