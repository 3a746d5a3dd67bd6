import { sql, type Kysely, type Migration } from 'kysely'

/**
 * Creates the tables for watched folders and S3 prefixes, where each new file publishes an event, and for the files
 * found there.
 */
export const watches: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table watches (
      id text primary key, workspace_id text not null, name text not null, source text not null,
      pattern text not null, interval_seconds integer not null, enabled boolean not null,
      is_listed boolean not null, next_at timestamptz not null, checked_at timestamptz, problem text,
      created_at timestamptz not null, updated_at timestamptz not null,
      constraint watches_by_name unique (workspace_id, name))`.execute(database)
    await sql`create table watch_files (
      watch_id text not null references watches (id) on delete cascade, workspace_id text not null,
      key text not null, version text not null, found_at timestamptz not null, event_id text, problem text,
      constraint watch_files_pkey primary key (watch_id, key, version))`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    for (const table of ['watch_files', 'watches']) await database.schema.dropTable(table).execute()
  },
}
