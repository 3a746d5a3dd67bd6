import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the tables for responses keyed by idempotency key, share links to workflows, and templates. */
export const api: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('idempotency_keys')
      .addColumn('caller', 'text', (column) => column.notNull())
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('request', 'text', (column) => column.notNull())
      .addColumn('status', 'integer')
      .addColumn('body', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addPrimaryKeyConstraint('idempotency_keys_pkey', ['caller', 'key'])
      .execute()
    await sql`create index idempotency_keys_by_time on idempotency_keys (created_at)`.execute(database)
    await schema
      .createTable('shared_workflows')
      .addColumn('workflow_id', 'text', (column) => column.primaryKey().references('workflows.id').onDelete('cascade'))
      .addColumn('token', 'text', (column) => column.notNull().unique())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .execute()
    await schema
      .createTable('templates')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('description', 'text')
      .addColumn('document', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    for (const table of ['templates', 'shared_workflows', 'idempotency_keys']) await schema.dropTable(table).execute()
  },
}
