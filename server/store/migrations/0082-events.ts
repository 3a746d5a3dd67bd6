import { sql, type Kysely, type Migration } from 'kysely'

/**
 * Creates the tables for named events, event types with schemas and event triggers; and for webhook endpoints, which
 * are called for events and when a run's state changes, and their deliveries.
 */
export const events: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table event_types (
      workspace_id text not null, name text not null, description text not null, schema text,
      created_at timestamptz not null, updated_at timestamptz not null,
      constraint event_types_pkey primary key (workspace_id, name))`.execute(database)
    await sql`create table event_triggers (
      id text primary key, workspace_id text not null, workflow_id text not null, node_id text not null,
      name text not null, event text not null, enabled boolean not null, created_at timestamptz not null,
      updated_at timestamptz not null,
      constraint event_triggers_by_node unique (workflow_id, workspace_id, node_id),
      constraint event_triggers_workflow_id_fkey
        foreign key (workflow_id, workspace_id) references workflows (id, workspace_id) on delete cascade)`.execute(
      database,
    )
    await sql`create index event_triggers_by_event on event_triggers (workspace_id, event)`.execute(database)
    await sql`create table events (
      id text primary key, workspace_id text not null, source text not null, event_id text not null,
      type text not null, subject text, data text not null, occurred_at timestamptz not null,
      received_at timestamptz not null, run_id text, depth integer not null, status text not null,
      claimed_until timestamptz not null, woken integer not null,
      -- Ensures that an event is handled only once, even if several servers receive it.
      constraint events_by_source unique (workspace_id, source, event_id))`.execute(database)
    await sql`create index events_by_time on events (workspace_id, received_at)`.execute(database)
    await sql`create index events_pending on events (claimed_until) where status = 'pending'`.execute(database)
    await sql`create table event_starts (
      workspace_id text not null, event_id text not null references events (id) on delete cascade,
      trigger_id text not null, workflow_id text not null, workflow_name text not null, run_id text, problem text,
      constraint event_starts_pkey primary key (event_id, trigger_id))`.execute(database)
    await createEndpoints(database)
    await createTriggers(database)
  },
  async down(database: Kysely<unknown>) {
    for (const trigger of ['aw_end_events', 'aw_run_deliveries'])
      await sql`drop trigger ${sql.ref(trigger)} on runs`.execute(database)
    for (const table of [
      'outgoing_deliveries',
      'webhook_endpoints',
      'event_starts',
      'events',
      'event_triggers',
      'event_types',
    ])
      await database.schema.dropTable(table).execute()
    for (const name of ['aw_add_event_deliveries', 'aw_add_end_event', 'aw_add_run_deliveries'])
      await sql`drop function ${sql.ref(name)}()`.execute(database)
  },
}

async function createEndpoints(database: Kysely<unknown>): Promise<void> {
  await sql`create table webhook_endpoints (
    id text primary key, workspace_id text not null, workflow_id text, name text not null, url text not null,
    events text[] not null, format text not null, enabled boolean not null, disabled_reason text,
    sealed_secret text not null, sealed_previous_secret text, previous_secret_until timestamptz,
    created_at timestamptz not null, updated_at timestamptz not null, event_names text[] not null default '{}',
    constraint webhook_endpoints_workflow_id_fkey
      foreign key (workflow_id, workspace_id) references workflows (id, workspace_id) on delete cascade)`.execute(
    database,
  )
  await sql`create index webhook_endpoints_by_workspace on webhook_endpoints (workspace_id)`.execute(database)
  await sql`create table outgoing_deliveries (
    id text primary key, workspace_id text not null,
    endpoint_id text not null references webhook_endpoints (id) on delete cascade, event text not null,
    occurred_at timestamptz not null, run_id text, workflow_id text, workflow_name text, status text not null,
    next_at timestamptz, retries integer not null, attempts text not null, payload text)`.execute(database)
  await sql`create index outgoing_deliveries_by_time on outgoing_deliveries (endpoint_id, occurred_at)`.execute(
    database,
  )
  await sql`create index outgoing_deliveries_due on outgoing_deliveries (endpoint_id, next_at)
    where status = 'pending'`.execute(database)
}

async function createTriggers(database: Kysely<unknown>): Promise<void> {
  // Executed in the transaction that changes the run, so that no event is lost, and no event is sent for a change
  // that is rolled back.
  await sql`create function aw_add_run_deliveries() returns trigger language plpgsql as $$
    declare added text[] := array['run.' || case new.status when 'running' then 'started' else new.status end];
    begin
      -- The states of a short run are stored together.
      if old.status = 'queued' and new.status in ('waiting', 'completed', 'failed') then
        added := array_prepend('run.started', added);
      end if;
      insert into outgoing_deliveries (id, workspace_id, endpoint_id, event, occurred_at, run_id, workflow_id,
        workflow_name, status, next_at, retries, attempts)
      select gen_random_uuid()::text, e.workspace_id, e.id, event, now(), new.id, new.workflow_id,
        new.workflow_name, 'pending', now(), 0, '[]'
      from webhook_endpoints e cross join unnest(added) as event
      where e.workspace_id = new.workspace_id and e.enabled and event = any(e.events)
        and (e.workflow_id is null or e.workflow_id = new.workflow_id);
      return null;
    end $$`.execute(database)
  await sql`create trigger aw_run_deliveries after update of status on runs for each row
    when (old.status <> new.status and new.status <> 'queued' and (new.status <> 'running' or old.status = 'queued'))
    execute function aw_add_run_deliveries()`.execute(database)
  // Executed in the transaction that changes the run, so that the end of the run and its event are stored together.
  // An event without a receiver is not stored.
  await sql`create function aw_add_end_event() returns trigger language plpgsql as $$
    declare ended text := 'workflow.' || new.status;
    begin
      if not exists (select from event_triggers t where t.workspace_id = new.workspace_id and t.enabled
          and t.event in (ended, ended || ':' || new.workflow_name))
        and not exists (select from runs r where r.workspace_id = new.workspace_id and r.status = 'waiting'
          and (r.waits_for is null or r.waits_for && array[ended, ended || ':' || new.workflow_name]))
        and not exists (select from webhook_endpoints e cross join unnest(e.event_names) as wanted
          where e.workspace_id = new.workspace_id and e.enabled
            and (wanted in (ended, ended || ':' || new.workflow_name)
              or (right(wanted, 1) = '*' and starts_with(ended, left(wanted, -1))))) then
        return null;
      end if;
      insert into events (id, workspace_id, source, event_id, type, subject, data, occurred_at, received_at, run_id,
        depth, status, claimed_until, woken)
      values (gen_random_uuid()::text, new.workspace_id, '/runs', new.id || '.' || new.status, ended,
        new.workflow_name, json_build_object('run_id', new.id, 'workflow_id', new.workflow_id, 'workflow_name',
          new.workflow_name, 'status', new.status)::text,
        now(), now(), new.id, new.event_depth + 1, 'pending', now(), 0)
      on conflict do nothing;
      return null;
    end $$`.execute(database)
  await sql`create trigger aw_end_events after update of status on runs for each row
    when (old.status <> new.status and new.status in ('completed', 'failed', 'cancelled'))
    execute function aw_add_end_event()`.execute(database)
  // Executed in the transaction that stores the event, so that no event is lost. A name that ends with `*` is a
  // prefix. Restored events are skipped, because they have already been delivered.
  await sql`create function aw_add_event_deliveries() returns trigger language plpgsql as $$
    begin
      insert into outgoing_deliveries (id, workspace_id, endpoint_id, event, occurred_at, status, next_at, retries,
        attempts, payload)
      select gen_random_uuid()::text, e.workspace_id, e.id, new.type, new.occurred_at, 'pending', now(), 0, '[]',
        json_build_object('id', new.event_id, 'source', new.source, 'subject', new.subject, 'data', new.data)::text
      from webhook_endpoints e
      where e.workspace_id = new.workspace_id and e.enabled and exists (
        select from unnest(e.event_names) as name
        where name in (new.type, new.type || ':' || new.subject)
          or (right(name, 1) = '*' and starts_with(new.type, left(name, -1))));
      return null;
    end $$`.execute(database)
  await sql`create trigger aw_event_deliveries after insert on events for each row
    when (coalesce(current_setting('aw.is_restoring', true), '') <> 'true')
    execute function aw_add_event_deliveries()`.execute(database)
}
