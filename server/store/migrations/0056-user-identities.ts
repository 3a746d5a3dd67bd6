import type { Kysely, Migration } from 'kysely'

/** Creates the table that links users of identity providers (OpenID Connect) to accounts. */
export const userIdentities: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('user_identities')
      .addColumn('issuer', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull().references('users.id').onDelete('cascade'))
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addPrimaryKeyConstraint('user_identities_key', ['issuer', 'subject'])
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('user_identities').execute()
  },
}
