import type { Kysely, Migration } from 'kysely'

/** Creates the table for users' passkeys (WebAuthn credentials). */
export const passkeys: Migration = {
  async up({ schema }: Kysely<unknown>) {
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
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('passkeys').execute()
  },
}
