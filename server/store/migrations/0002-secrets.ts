import type { Kysely, Migration } from 'kysely'

/** Creates the table for encrypted secrets. */
export const secrets: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('secrets')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .addColumn('hosts', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .execute()
  },
  async down(database: Kysely<unknown>) {
    await database.schema.dropTable('secrets').execute()
  },
}
