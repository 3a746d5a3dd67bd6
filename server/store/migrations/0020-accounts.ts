import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the tables for user accounts: users, one-time codes, sessions, API keys and counts of sign-in attempts. */
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
  },
  async down({ schema }: Kysely<unknown>) {
    for (const table of ['sign_in_attempts', 'api_keys', 'sessions', 'one_time_codes', 'users'])
      await schema.dropTable(table).execute()
  },
}
