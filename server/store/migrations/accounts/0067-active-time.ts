import { sql, type Kysely, type Migration } from 'kysely'

/** Adds the execution time of runs, which quotas limit. */
export const activeTime: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table runs add column active_ms float8 not null default 0, add column active_since timestamptz`.execute(
      database,
    )
    await sql`alter table analytics_aggregates add column active_ms float8 not null default 0`.execute(database)
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
    await sql`drop trigger aw_active_time on runs`.execute(database)
    await sql`drop function aw_measure_active_time()`.execute(database)
    await sql`alter table analytics_aggregates drop column active_ms`.execute(database)
    await sql`alter table runs drop column active_ms, drop column active_since`.execute(database)
  },
}
