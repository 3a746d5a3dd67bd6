import { sql, type Kysely, type Migration } from 'kysely'

/**
 * Creates the tables for user accounts: users with their identities, passkeys and keys, one-time codes, sessions, API
 * keys and counts of sign-in attempts; and for workspaces, their members, and invitations to them.
 */
export const accounts: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table users (
      id text primary key, email text not null unique, password_hash text, full_name text, avatar_url text,
      is_active boolean not null, email_verified_at timestamptz, last_login_at timestamptz,
      created_at timestamptz not null, updated_at timestamptz not null, language text)`.execute(database)
    await sql`create table one_time_codes (
      id text primary key, email text not null, purpose text not null, code_hash text not null,
      attempts integer not null, expires_at timestamptz not null, created_at timestamptz not null,
      -- Only the newest code for an address is valid.
      constraint one_time_codes_by_email unique (email, purpose))`.execute(database)
    await sql`create table sessions (
      id text primary key, user_id text not null references users (id) on delete cascade,
      refresh_hash text not null, ip_address text, user_agent text, expires_at timestamptz not null,
      last_activity_at timestamptz not null, created_at timestamptz not null, revoked_at timestamptz)`.execute(database)
    await sql`create index sessions_by_user on sessions (user_id, created_at) where revoked_at is null`.execute(
      database,
    )
    await sql`create table api_keys (
      id text primary key, workspace_id text not null,
      user_id text not null references users (id) on delete cascade, name text not null, key_hash text not null,
      scopes text[] not null, expires_at timestamptz, created_at timestamptz not null, revoked_at timestamptz)`.execute(
      database,
    )
    await sql`create index api_keys_by_user on api_keys (user_id, created_at) where revoked_at is null`.execute(
      database,
    )
    await sql`create table sign_in_attempts (
      key text primary key, count integer not null, expires_at timestamptz not null)`.execute(database)
    await sql`create index sign_in_attempts_by_expiry on sign_in_attempts (expires_at)`.execute(database)
    await sql`create table user_identities (
      issuer text not null, subject text not null, user_id text not null references users (id) on delete cascade,
      created_at timestamptz not null,
      constraint user_identities_key primary key (issuer, subject))`.execute(database)
    await sql`create table passkeys (
      id text primary key, user_id text not null references users (id) on delete cascade, name text not null,
      public_key text not null, counter bigint not null, transports text not null, relying_party text not null,
      created_at timestamptz not null, last_used_at timestamptz)`.execute(database)
    await sql`create index passkeys_by_user on passkeys (user_id)`.execute(database)
    // Keys that encrypt each user's personal data. Without its key, the data is unreadable.
    await sql`create table person_keys (
      person text primary key,
      -- Null once the key has been deleted. No new key is created.
      sealed_key text, created_at timestamptz not null)`.execute(database)
    await createWorkspaces(database)
  },
  async down(database: Kysely<unknown>) {
    for (const table of [
      'invitations',
      'workspace_members',
      'workspaces',
      'person_keys',
      'passkeys',
      'user_identities',
      'sign_in_attempts',
      'api_keys',
      'sessions',
      'one_time_codes',
      'users',
    ])
      await database.schema.dropTable(table).execute()
  },
}

/** Creates the tables for workspaces, their members, and invitations to them. */
async function createWorkspaces(database: Kysely<unknown>): Promise<void> {
  await sql`create table workspaces (
    workspace_id text primary key, name text not null, description text not null, settings text not null,
    created_at timestamptz not null, updated_at timestamptz not null, deleted_at timestamptz)`.execute(database)
  await sql`create table workspace_members (
    workspace_id text not null references workspaces (workspace_id) on delete cascade,
    user_id text not null references users (id) on delete cascade, role text not null, invited_by text,
    joined_at timestamptz not null,
    constraint workspace_members_key primary key (workspace_id, user_id))`.execute(database)
  await sql`create unique index workspace_members_owner on workspace_members (workspace_id) where role = 'owner'`.execute(
    database,
  )
  await sql`create index workspace_members_by_user on workspace_members (user_id)`.execute(database)
  await sql`create table invitations (
    id text primary key, workspace_id text not null references workspaces (workspace_id) on delete cascade,
    email text not null, role text not null, token_hash text not null unique, invited_by text not null,
    expires_at timestamptz not null, created_at timestamptz not null,
    constraint invitations_by_email unique (workspace_id, email))`.execute(database)
  await sql`create index invitations_of_email on invitations (email)`.execute(database)
}
