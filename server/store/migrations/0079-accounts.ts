import { sql, type Kysely, type Migration } from 'kysely'

/**
 * Creates the tables for user accounts: users with their identities, passkeys and keys, one-time codes, sessions, API
 * keys and counts of sign-in attempts; and for workspaces, their members, and invitations to them.
 */
export const accounts: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('users')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('email', 'text', (column) => column.notNull().unique())
      .addColumn('password_hash', 'text')
      .addColumn('full_name', 'text')
      .addColumn('avatar_url', 'text')
      .addColumn('is_active', 'boolean', (column) => column.notNull())
      .addColumn('email_verified_at', 'timestamptz')
      .addColumn('last_login_at', 'timestamptz')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addColumn('language', 'text')
      .execute()
    await schema
      .createTable('one_time_codes')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('email', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('code_hash', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      // Only the most recent code for an address is valid.
      .addUniqueConstraint('one_time_codes_by_email', ['email', 'purpose'])
      .execute()
    await schema
      .createTable('sessions')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
      .addColumn('refresh_hash', 'text', (column) => column.notNull())
      .addColumn('ip_address', 'text')
      .addColumn('user_agent', 'text')
      .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
      .addColumn('last_activity_at', 'timestamptz', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('revoked_at', 'timestamptz')
      .execute()
    await sql`create index sessions_by_user on sessions (user_id, created_at) where revoked_at is null`.execute(
      database,
    )
    await schema
      .createTable('api_keys')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('key_hash', 'text', (column) => column.notNull())
      .addColumn('scopes', sql`text[]`, (column) => column.notNull())
      .addColumn('expires_at', 'timestamptz')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('revoked_at', 'timestamptz')
      .execute()
    await sql`create index api_keys_by_user on api_keys (user_id, created_at) where revoked_at is null`.execute(
      database,
    )
    await schema
      .createTable('sign_in_attempts')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
      .execute()
    await sql`create index sign_in_attempts_by_expiry on sign_in_attempts (expires_at)`.execute(database)
    await schema
      .createTable('user_identities')
      .addColumn('issuer', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addPrimaryKeyConstraint('user_identities_key', ['issuer', 'subject'])
      .execute()
    await schema
      .createTable('passkeys')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('public_key', 'text', (column) => column.notNull())
      .addColumn('counter', 'bigint', (column) => column.notNull())
      .addColumn('transports', 'text', (column) => column.notNull())
      .addColumn('relying_party', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('last_used_at', 'timestamptz')
      .execute()
    await schema.createIndex('passkeys_by_user').on('passkeys').column('user_id').execute()
    // Keys that encrypt each user's personal data. Without its key, the data is unreadable.
    await schema
      .createTable('person_keys')
      .addColumn('person', 'text', (column) => column.primaryKey())
      // Null once the key has been deleted. No new key is created.
      .addColumn('sealed_key', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .execute()
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
  const { schema } = database
  await schema
    .createTable('workspaces')
    .addColumn('workspace_id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('settings', 'text', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull())
    .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
    .addColumn('deleted_at', 'timestamptz')
    .execute()
  await schema
    .createTable('workspace_members')
    .addColumn('workspace_id', 'text', (column) =>
      column.notNull().references('workspaces.workspace_id').onDelete('cascade'),
    )
    .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('invited_by', 'text')
    .addColumn('joined_at', 'timestamptz', (column) => column.notNull())
    .addPrimaryKeyConstraint('workspace_members_key', ['workspace_id', 'user_id'])
    .execute()
  await sql`create unique index workspace_members_owner on workspace_members (workspace_id) where role = 'owner'`.execute(
    database,
  )
  await sql`create index workspace_members_by_user on workspace_members (user_id)`.execute(database)
  await schema
    .createTable('invitations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('workspace_id', 'text', (column) =>
      column.notNull().references('workspaces.workspace_id').onDelete('cascade'),
    )
    .addColumn('email', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('invited_by', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'timestamptz', (column) => column.notNull())
    .addColumn('created_at', 'timestamptz', (column) => column.notNull())
    .addUniqueConstraint('invitations_by_email', ['workspace_id', 'email'])
    .execute()
  await sql`create index invitations_of_email on invitations (email)`.execute(database)
}
