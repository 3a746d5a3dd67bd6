import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the tables for model usage per month, and for calls to web and AI tools per person and hour. */
export const usage: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table model_usage (
      workspace_id text not null,
      -- Year and month in UTC, such as 2026-11.
      month text not null,
      -- Idempotency key of the call.
      effect text not null, requests float8 not null, input_tokens float8 not null, output_tokens float8 not null,
      cost float8 not null, tool_calls float8 not null default 0,
      -- Calls without a known price.
      unpriced float8 not null default 0, ms float8 not null default 0,
      constraint model_usage_pkey primary key (workspace_id, month, effect))`.execute(database)
    await sql`create table tool_usage (
      workspace_id text not null, person text not null, hour timestamptz not null, tool text not null,
      provider text not null, calls integer not null default 0, failed integer not null default 0,
      cost float8 not null default 0, unpriced integer not null default 0,
      -- Number of calls per duration bucket.
      durations bigint[] not null default '{}',
      constraint tool_usage_pkey primary key (workspace_id, person, hour, tool, provider))`.execute(database)
    await sql`create index tool_usage_by_hour on tool_usage (workspace_id, hour)`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    for (const table of ['tool_usage', 'model_usage']) await database.schema.dropTable(table).execute()
  },
}
