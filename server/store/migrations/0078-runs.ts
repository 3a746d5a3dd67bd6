import { sql, type Kysely, type Migration } from 'kysely'

/** Details that can be read without parsing large requests. */
const detailColumns = [
  'trigger_type',
  'triggered_by',
  'started_by',
  'cancelled_by',
  'part_ids',
  'input_data_id',
  'metadata',
]

/**
 * Adds the trigger and other details of each run, its queue, the events that it waits for, and its execution time.
 * Details are unknown for earlier runs.
 */
export const runs: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    for (const column of detailColumns) await schema.alterTable('runs').addColumn(column, 'text').execute()
    await sql`alter table runs
      add column concurrency_key text, add column concurrency_limit integer,
      -- Waits for other runs with the same concurrency key. Workers do not claim it.
      add column blocked boolean not null default false, add column waits_for text[],
      add column event_depth integer not null default 0,
      -- Execution time, which quotas limit.
      add column active_ms float8 not null default 0, add column active_since timestamptz`.execute(database)
    // A repeated retry request finds the run that the first one created.
    await sql`create index runs_by_retry on runs (retry_of) where retry_of is not null`.execute(database)
    // The runs that count toward limits.
    await sql`create index runs_held on runs (workspace_id, workflow_id) where worker is not null`.execute(database)
    // Queued runs in claim order. A higher priority counts as additional time spent in the queue.
    const order = sql`((created_at at time zone 'UTC') - priority * interval '2 minutes')`
    await sql`create index runs_queued on runs (workspace_id, ${order}, id)
      where status = 'queued' and not blocked`.execute(database)
    await sql`create index runs_blocked on runs (workspace_id, workflow_id, concurrency_key, ${order}, id)
      where blocked and ended_at is null`.execute(database)
    await sql`create index runs_with_key on runs (workspace_id, workflow_id, concurrency_key)
      where concurrency_key is not null and ended_at is null`.execute(database)
    // If a run's worker is replaced while the run is executing, execution time counts up to the earlier worker's last
    // heartbeat.
    await sql`create function aw_measure_active_time() returns trigger language plpgsql as $$
      declare segment_end timestamptz := now();
      begin
        if old.active_since is not null then
          if new.status = 'running' and new.worker is distinct from old.worker then
            segment_end := coalesce(old.beat_at, segment_end);
          end if;
          new.active_ms := old.active_ms + greatest(0, extract(epoch from segment_end - old.active_since) * 1000);
        end if;
        new.active_since := case when new.status = 'running' and new.worker is not null then now() end;
        return new;
      end $$`.execute(database)
    await sql`create trigger aw_active_time before update of status, worker on runs for each row
      when (old.status <> new.status or (new.status = 'running' and old.worker is distinct from new.worker))
      execute function aw_measure_active_time()`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    const { schema } = database
    await sql`drop trigger aw_active_time on runs`.execute(database)
    await sql`drop function aw_measure_active_time()`.execute(database)
    for (const index of ['runs_with_key', 'runs_blocked', 'runs_queued', 'runs_held', 'runs_by_retry'])
      await schema.dropIndex(index).execute()
    const columns = ['concurrency_key', 'concurrency_limit', 'blocked', 'waits_for', 'event_depth', 'active_ms']
    for (const column of [...detailColumns, ...columns, 'active_since'])
      await schema.alterTable('runs').dropColumn(column).execute()
  },
}
