import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the audit log of changes made by users and programs. The entries of each workspace form a hash chain. */
export const audit: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('audit_entries')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('api_key_id', 'text')
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('entity_type', 'text', (column) => column.notNull())
      .addColumn('entity_id', 'text')
      .addColumn('changes', 'text', (column) => column.notNull())
      .addColumn('ip_address', 'text')
      .addColumn('user_agent', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_entries_pkey', ['workspace_id', 'sequence'])
      .execute()
    await sql`create index audit_entries_by_time on audit_entries (workspace_id, created_at)`.execute(database)
    await sql`create index audit_entries_by_entity on audit_entries (workspace_id, entity_type, entity_id)`.execute(
      database,
    )
    // The latest entry of each workspace. Its row is locked while an entry is added.
    await schema
      .createTable('audit_heads')
      .addColumn('workspace_id', 'text', (column) => column.primaryKey())
      .addColumn('sequence', 'integer', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      // The last removed entry. The remaining chain starts after it.
      .addColumn('removed_sequence', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('removed_hash', 'text', (column) => column.notNull().defaultTo(''))
      // HMAC of both values, so that only the server can shorten the log.
      .addColumn('removed_proof', 'text')
      .execute()
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
