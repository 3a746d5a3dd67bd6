import type { Kysely, Migration } from 'kysely'

/** Adds the number of calls without a known price to the monthly usage. */
export const unpricedByMonth: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .alterTable('model_usage')
      .addColumn('unpriced', 'float8', (column) => column.notNull().defaultTo(0))
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.alterTable('model_usage').dropColumn('unpriced').execute()
  },
}
