import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the tables for workspaces, their members, and invitations to them. */
export const members: Migration = {
  async up(database: Kysely<unknown>) {
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
  },
  async down({ schema }: Kysely<unknown>) {
    for (const table of ['invitations', 'workspace_members', 'workspaces']) await schema.dropTable(table).execute()
  },
}
