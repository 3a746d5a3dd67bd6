import { sql, type Kysely } from 'kysely'
import type { Database } from './database.ts'

/** Database role that executes a workspace's statements. It owns no tables, so the policies apply to it. */
export const workspaceRole = 'aw_workspace'

/**
 * Sets a connection's role and workspace until the next call. Both are set for the session: with `set local`, each read
 * would need four statements (begin, set, select, commit).
 */
export const setWorkspaceStatement = `select set_config('role', $1, false), set_config('aw.workspace', $2, false)`

/** Name of `setWorkspaceStatement` on the connections that have prepared it. */
export const scopeStatementName = 'aw_scope'

/** Returns the parameters for `setWorkspaceStatement`. Without a workspace, the login role is used. */
export const toWorkspaceParameters = (workspace: string | undefined): [role: string, workspace: string] =>
  workspace === undefined ? ['none', ''] : [workspaceRole, workspace]

/** Executes statements of a workspace's transaction that read the rows of all workspaces. */
export async function asLoginRole<T>(transaction: Kysely<Database>, task: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ role: string }>`select current_setting('role') as role`.execute(transaction)
  await sql`select set_config('role', 'none', true)`.execute(transaction)
  // If the task fails, the end of the transaction sets the role.
  const result = await task()
  await sql`select set_config('role', ${rows[0]!.role}, true)`.execute(transaction)
  return result
}

/** Tables with account data, or with data that all workspaces share. The workspace role has no access to them. */
const accountTables = [
  'api_keys',
  'audit_entries',
  'audit_heads',
  'gallery_templates',
  'invitations',
  'workspace_members',
  'workspaces',
]

interface ProtectionState {
  /** Tables that have a `workspace_id` column but no policy. */
  tables: string[] | null
  /** Whether the role exists and has access, which a dump without privileges does not restore. */
  hasAccess: boolean
  hasFunctions: boolean
}

/**
 * Adds a policy to each table that has a `workspace_id` column: the role `aw_workspace` can read and write only the
 * rows of the workspace that is set on its connection. Called after all migrations, so that none of them can forget the
 * policy. The tables' owner is exempt, because migrations, sign-in and background services access all workspaces.
 * Throws if the login role cannot create the role or does not own the tables.
 */
export async function enableRowSecurity(database: Kysely<Database>): Promise<void> {
  const { rows } = await sql<ProtectionState>`select
      (select array_agg(c.relname::text order by c.relname) from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not (c.relrowsecurity
          and exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'aw_workspace'))) as "tables",
      (select coalesce(bool_and(has_table_privilege(r.oid, c.oid, 'delete')), false) from pg_roles r, pg_class c
        join pg_policy p on p.polrelid = c.oid and p.polname = 'aw_workspace'
        where r.rolname = ${workspaceRole} and c.relnamespace = 'public'::regnamespace
          and not c.relname::text = any(${accountTables})) as "hasAccess",
      to_regprocedure('public.aw_find_workflows_by_tag(text)') is not null as "hasFunctions"`.execute(database)
  const { tables, hasAccess, hasFunctions } = rows[0]!
  if (tables || !hasAccess || !hasFunctions) {
    await createRole(database)
    await database.transaction().execute(async (transaction) => {
      for (const table of tables ?? []) {
        const name = sql.table(table)
        await sql`alter table ${name} enable row level security`.execute(transaction)
        await sql`drop policy if exists aw_workspace on ${name}`.execute(transaction)
        await sql`create policy aw_workspace on ${name}
          using (workspace_id = current_setting('aw.workspace', true))`.execute(transaction)
      }
      await createSearchFunctions(transaction)
      await grantAccess(transaction)
    })
  }
  const { rows: owners } = await sql<{ isRestricted: boolean; login: string }>`
    select row_security_active('public.runs') as "isRestricted", session_user as login`.execute(database)
  const [owner] = owners
  if (owner?.isRestricted) {
    throw new Error(
      `The login "${owner.login}" does not own the database tables, so row-level security hides their rows. Connect as the owner.`,
    )
  }
}

/** Removes the policies, because migrations to earlier versions drop columns that the policies refer to. */
export async function removeRowSecurity(database: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ table: string }>`select c.relname::text as "table"
    from pg_policy p join pg_class c on c.oid = p.polrelid
    where c.relnamespace = 'public'::regnamespace and p.polname = 'aw_workspace'`.execute(database)
  for (const { table } of rows) {
    await sql`drop policy aw_workspace on ${sql.table(table)}`.execute(database)
    await sql`alter table ${sql.table(table)} disable row level security`.execute(database)
  }
  await sql`drop function if exists aw_find_workflows_by_words(tsquery)`.execute(database)
  await sql`drop function if exists aw_find_workflows_by_tag(text)`.execute(database)
}

/**
 * Creates the workspace role, which all databases of a PostgreSQL server share, and allows the login role to switch to
 * it.
 */
async function createRole(database: Kysely<Database>): Promise<void> {
  try {
    await sql`do $$ begin
      if not exists (select from pg_roles where rolname = 'aw_workspace') then
        create role aw_workspace nologin;
      end if;
    exception when duplicate_object or unique_violation then null;
    end $$`.execute(database)
    // Since PostgreSQL 16, a role's creator becomes a member of the role, but by default cannot switch to it.
    await sql`do $$ begin
      if not pg_has_role('aw_workspace',
          case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) then
        execute format('grant aw_workspace to %I', current_user);
      end if;
    end $$`.execute(database)
  } catch (cause) {
    const { rows } = await sql<{ login: string }>`select session_user as login`.execute(database)
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(
      `The role "${workspaceRole}" could not be created: ${reason}. As an administrator of PostgreSQL, execute: CREATE ROLE ${workspaceRole} NOLOGIN; GRANT ${workspaceRole} TO "${rows[0]?.login ?? ''}";`,
      { cause },
    )
  }
}

/**
 * Creates functions that search a workspace's workflows using the word and tag indexes. Under a policy, PostgreSQL does
 * not use these indexes itself, because their operators are not marked as leakproof.
 */
async function createSearchFunctions(database: Kysely<Database>): Promise<void> {
  await sql`create or replace function aw_find_workflows_by_words(tsquery) returns setof text
    language sql stable security definer set search_path = public, pg_temp as $$
      select id from workflows where search @@ $1 and workspace_id = current_setting('aw.workspace', true)
    $$`.execute(database)
  await sql`create or replace function aw_find_workflows_by_tag(text) returns setof text
    language sql stable security definer set search_path = public, pg_temp as $$
      select id from workflows where tags @> array[$1] and workspace_id = current_setting('aw.workspace', true)
    $$`.execute(database)
  await sql`revoke execute on function aw_find_workflows_by_words(tsquery), aw_find_workflows_by_tag(text)
    from public`.execute(database)
}

async function grantAccess(database: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ table: string }>`select c.relname::text as "table" from pg_policy p
    join pg_class c on c.oid = p.polrelid
    where c.relnamespace = 'public'::regnamespace and p.polname = 'aw_workspace'`.execute(database)
  const tables = rows.map(({ table }) => table).filter((table) => !accountTables.includes(table))
  await sql`grant usage on schema public to aw_workspace`.execute(database)
  await sql`grant select, insert, update, delete on ${sql.join(tables.map((table) => sql.table(table)))}
    to aw_workspace`.execute(database)
  await sql`grant usage on all sequences in schema public to aw_workspace`.execute(database)
  await sql`grant execute on function aw_find_workflows_by_words(tsquery), aw_find_workflows_by_tag(text)
    to aw_workspace`.execute(database)
}
