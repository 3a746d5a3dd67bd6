import { type Kysely, type Migration } from 'kysely'

/**
 * Creates the tables for watched folders and S3 prefixes, where each new file publishes an event, and for the files
 * found there.
 */
export const watches: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('watches')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('pattern', 'text', (column) => column.notNull())
      .addColumn('interval_seconds', 'integer', (column) => column.notNull())
      .addColumn('enabled', 'boolean', (column) => column.notNull())
      .addColumn('is_listed', 'boolean', (column) => column.notNull())
      .addColumn('next_at', 'timestamptz', (column) => column.notNull())
      .addColumn('checked_at', 'timestamptz')
      .addColumn('problem', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addColumn('updated_at', 'timestamptz', (column) => column.notNull())
      .addUniqueConstraint('watches_by_name', ['workspace_id', 'name'])
      .execute()
    await schema
      .createTable('watch_files')
      .addColumn('watch_id', 'text', (column) => column.notNull().references('watches.id').onDelete('cascade'))
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('found_at', 'timestamptz', (column) => column.notNull())
      .addColumn('event_id', 'text')
      .addColumn('problem', 'text')
      .addPrimaryKeyConstraint('watch_files_pkey', ['watch_id', 'key', 'version'])
      .execute()
  },
  async down(database: Kysely<unknown>) {
    for (const table of ['watch_files', 'watches']) await database.schema.dropTable(table).execute()
  },
}
