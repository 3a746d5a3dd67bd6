import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the tables for schedules with their scheduled runs, and for webhooks with the requests that they receive. */
export const triggers: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table schedules (
      id text primary key, workspace_id text not null, workflow_id text not null, node_id text, name text not null,
      timing text not null, overlap text not null, jitter_seconds integer not null,
      catch_up_seconds integer not null, pause_after_failures integer not null, enabled boolean not null, note text,
      problem text, failures integer not null default 0, next_at timestamptz, planned_until timestamptz,
      created_at timestamptz not null, updated_at timestamptz not null,
      constraint schedules_by_node unique (workflow_id, workspace_id, node_id),
      constraint schedules_workflow_id_fkey
        foreign key (workflow_id, workspace_id) references workflows (id, workspace_id) on delete cascade)`.execute(
      database,
    )
    await sql`create index schedules_due on schedules (next_at) where enabled`.execute(database)
    await sql`create table schedule_starts (
      workspace_id text not null, schedule_id text not null references schedules (id) on delete cascade,
      planned_at timestamptz not null, due_at timestamptz not null, status text not null, overlap text, run_id text,
      missed integer, problem text,
      -- Allows only one start per scheduled time, even if several servers schedule it.
      constraint schedule_starts_pkey primary key (schedule_id, planned_at))`.execute(database)
    await sql`create index schedule_starts_due on schedule_starts (due_at) where status = 'due'`.execute(database)
    await sql`create index schedule_starts_active on schedule_starts (schedule_id, run_id) where status = 'started'`.execute(
      database,
    )
    await sql`create index schedule_starts_by_time on schedule_starts (planned_at)`.execute(database)
    await sql`create table webhooks (
      id text primary key, workspace_id text not null, workflow_id text not null, node_id text not null,
      name text not null, enabled boolean not null, token_hash text unique, previous_token_hash text unique,
      previous_token_until timestamptz, path text, scheme text not null, sealed_secret text,
      signature_header text not null, tolerance_seconds integer not null, allowed_addresses text not null,
      requests_per_minute integer not null, created_at timestamptz not null, updated_at timestamptz not null,
      constraint webhooks_by_node unique (workflow_id, workspace_id, node_id),
      constraint webhooks_by_path unique (workspace_id, path),
      constraint webhooks_workflow_id_fkey
        foreign key (workflow_id, workspace_id) references workflows (id, workspace_id) on delete cascade)`.execute(
      database,
    )
    await sql`create table webhook_deliveries (
      id text primary key, workspace_id text not null,
      webhook_id text not null references webhooks (id) on delete cascade, received_at timestamptz not null,
      method text not null, bytes integer not null, status integer not null, run_id text, problem text,
      replay_key text,
      -- Ensures that identical requests start only one run, even if several servers receive them.
      constraint webhook_deliveries_by_key unique (webhook_id, replay_key))`.execute(database)
    await sql`create index webhook_deliveries_by_time on webhook_deliveries (webhook_id, received_at)`.execute(database)
    // The test URL of each webhook and the request that it received.
    await sql`create table webhook_tests (
      webhook_id text primary key references webhooks (id) on delete cascade, workspace_id text not null,
      token_hash text not null unique, listening_until timestamptz not null, received_at timestamptz, request text)`.execute(
      database,
    )
  },
  async down(database: Kysely<unknown>) {
    for (const table of ['webhook_tests', 'webhook_deliveries', 'webhooks', 'schedule_starts', 'schedules'])
      await database.schema.dropTable(table).execute()
  },
}
