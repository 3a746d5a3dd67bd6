import type { Kysely, Migration } from 'kysely'

/** Creates the table for webhooks' test URLs and the request that each one received. */
export const webhookTests: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('webhook_tests')
      .addColumn('webhook_id', 'text', (column) => column.primaryKey().references('webhooks.id').onDelete('cascade'))
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('listening_until', 'timestamptz', (column) => column.notNull())
      .addColumn('received_at', 'timestamptz')
      .addColumn('request', 'text')
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('webhook_tests').execute()
  },
}
