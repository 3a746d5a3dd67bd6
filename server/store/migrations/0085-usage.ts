import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the tables for model usage per month, and for calls to web and AI tools per person and hour. */
export const usage: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .createTable('model_usage')
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      // Year and month in UTC, such as `2026-11`.
      .addColumn('month', 'text', (column) => column.notNull())
      // Idempotency key of the call.
      .addColumn('effect', 'text', (column) => column.notNull())
      .addColumn('requests', 'float8', (column) => column.notNull())
      .addColumn('input_tokens', 'float8', (column) => column.notNull())
      .addColumn('output_tokens', 'float8', (column) => column.notNull())
      .addColumn('cost', 'float8', (column) => column.notNull())
      .addColumn('tool_calls', 'float8', (column) => column.notNull().defaultTo(0))
      // Calls without a known price.
      .addColumn('unpriced', 'float8', (column) => column.notNull().defaultTo(0))
      .addColumn('ms', 'float8', (column) => column.notNull().defaultTo(0))
      .addPrimaryKeyConstraint('model_usage_pkey', ['workspace_id', 'month', 'effect'])
      .execute()
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
      // Number of calls per duration bucket.
      .addColumn('durations', sql`bigint[]`, (column) => column.notNull().defaultTo('{}'))
      .addPrimaryKeyConstraint('tool_usage_pkey', ['workspace_id', 'person', 'hour', 'tool', 'provider'])
      .execute()
    await schema.createIndex('tool_usage_by_hour').on('tool_usage').columns(['workspace_id', 'hour']).execute()
  },
  async down(database: Kysely<unknown>) {
    for (const table of ['tool_usage', 'model_usage']) await database.schema.dropTable(table).execute()
  },
}
