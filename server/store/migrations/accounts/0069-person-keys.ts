import type { Kysely, Migration } from 'kysely'

/** Keys that encrypt the personal data of each user. Without its key, the data is unreadable. */
export const personKeys: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('person_keys')
      .addColumn('person', 'text', (column) => column.primaryKey())
      // Null: the key was deleted, and no new one is created.
      .addColumn('sealed_key', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('person_keys').execute()
  },
}
