import type { Kysely, Migration } from 'kysely'

/** Creates the table for calls to web and AI tools, per person and hour. */
export const toolUsage: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('tool_usage')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('hour', 'timestamptz', (column) => column.notNull())
      .addColumn('tool', 'text', (column) => column.notNull())
      .addColumn('provider', 'text', (column) => column.notNull())
      .addColumn('calls', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('failed', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('cost', 'float8', (column) => column.notNull().defaultTo(0))
      .addColumn('unpriced', 'integer', (column) => column.notNull().defaultTo(0))
      .addPrimaryKeyConstraint('tool_usage_pkey', ['workspace_id', 'person', 'hour', 'tool', 'provider'])
      .execute()
    await schema.createIndex('tool_usage_by_hour').on('tool_usage').columns(['workspace_id', 'hour']).execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('tool_usage').execute()
  },
}
