import { sql, type Kysely, type Migration } from 'kysely'

/** Allows the server to remove a workspace's oldest audit entries, up to the one recorded in `audit_heads`. */
export const auditRetention: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .alterTable('audit_heads')
      // The last removed entry. The remaining chain starts after it.
      .addColumn('removed_sequence', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('removed_hash', 'text', (column) => column.notNull().defaultTo(''))
      // HMAC of both values, so that only the server can shorten the log.
      .addColumn('removed_proof', 'text')
      .execute()
    await replaceProtectionFunction(
      database,
      `if tg_op = 'DELETE' and old.sequence <= (
          select removed_sequence from audit_heads where workspace_id = old.workspace_id) then
          return old;
        end if;`,
    )
  },
  async down(database: Kysely<unknown>) {
    await replaceProtectionFunction(database, '')
    for (const column of ['removed_sequence', 'removed_hash', 'removed_proof'])
      await database.schema.alterTable('audit_heads').dropColumn(column).execute()
  },
}

/** Replaces the trigger function that protects audit entries. It first executes `exception`, which is PL/pgSQL. */
async function replaceProtectionFunction(database: Kysely<unknown>, exception: string): Promise<void> {
  await sql`create or replace function aw_protect_audit() returns trigger language plpgsql as $$
      begin
        ${sql.raw(exception)}
        if tg_op = 'UPDATE' and new.ip_address is null and new.user_agent is null
          and to_jsonb(new) - 'ip_address' - 'user_agent' = to_jsonb(old) - 'ip_address' - 'user_agent' then
          return new;
        end if;
        raise exception 'audit entries cannot be changed';
      end $$`.execute(database)
}
