import type { Kysely, Migration } from 'kysely'

/** Test URLs of webhooks, and the request that each has received. */
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
