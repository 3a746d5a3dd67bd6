import { type Kysely, type Migration } from 'kysely'

/** Creates the table for the notes of a workspace. */
export const notes: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .createTable('notes')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addUniqueConstraint('notes_by_name', ['workspace_id', 'name'])
      .execute()
  },
  async down(database: Kysely<unknown>) {
    await database.schema.dropTable('notes').execute()
  },
}
