import type { Kysely, Migration } from 'kysely'

/** Creates the table for model usage, per month and workspace. */
export const modelUsage: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
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
      .addPrimaryKeyConstraint('model_usage_pkey', ['workspace_id', 'month', 'effect'])
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('model_usage').execute()
  },
}
