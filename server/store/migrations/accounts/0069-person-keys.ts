import type { Kysely, Migration } from 'kysely'

/** Creates the table for the keys that encrypt each user's personal data. Without its key, the data is unreadable. */
export const personKeys: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('person_keys')
      .addColumn('person', 'text', (column) => column.primaryKey())
      // Null once the key has been deleted. No new key is created.
      .addColumn('sealed_key', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('person_keys').execute()
  },
}
