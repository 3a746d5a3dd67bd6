import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the audit log of changes made by users and programs. The entries of each workspace form a hash chain. */
export const audit: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table audit_entries (
      workspace_id text not null, sequence integer not null, id text not null unique, user_id text not null,
      api_key_id text, action text not null, entity_type text not null, entity_id text, changes text not null,
      ip_address text, user_agent text, created_at timestamptz not null, hash text not null,
      constraint audit_entries_pkey primary key (workspace_id, sequence))`.execute(database)
    await sql`create index audit_entries_by_time on audit_entries (workspace_id, created_at)`.execute(database)
    await sql`create index audit_entries_by_entity on audit_entries (workspace_id, entity_type, entity_id)`.execute(
      database,
    )
    // The latest entry of each workspace. Its row is locked while an entry is added.
    await sql`create table audit_heads (
      workspace_id text primary key, sequence integer not null, hash text not null,
      -- The last removed entry. The remaining chain starts after it.
      removed_sequence integer not null default 0, removed_hash text not null default '',
      -- HMAC of both values, so that only the server can shorten the log.
      removed_proof text)`.execute(database)
    // A user's IP address and user agent can be erased, because the hash does not cover them. The server can remove a
    // workspace's oldest entries, up to the one recorded in `audit_heads`.
    await sql`create function aw_protect_audit() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' and old.sequence <= (
          select removed_sequence from audit_heads where workspace_id = old.workspace_id) then
          return old;
        end if;
        if tg_op = 'UPDATE' and new.ip_address is null and new.user_agent is null
          and to_jsonb(new) - 'ip_address' - 'user_agent' = to_jsonb(old) - 'ip_address' - 'user_agent' then
          return new;
        end if;
        raise exception 'audit entries cannot be changed';
      end $$`.execute(database)
    await sql`create trigger aw_protect_audit before update or delete on audit_entries for each row
      execute function aw_protect_audit()`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    for (const table of ['audit_entries', 'audit_heads']) await database.schema.dropTable(table).execute()
    await sql`drop function aw_protect_audit()`.execute(database)
  },
}
