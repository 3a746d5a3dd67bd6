import { type Kysely, type Migration } from 'kysely'

/** Adds the setting that equal signed requests with another delivery ID start another run. */
export const webhookRepeats: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .alterTable('webhooks')
      .addColumn('allow_repeats', 'boolean', (column) => column.notNull().defaultTo(false))
      .execute()
  },
  async down(database: Kysely<unknown>) {
    await database.schema.alterTable('webhooks').dropColumn('allow_repeats').execute()
  },
}
