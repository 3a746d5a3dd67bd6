import type { Kysely, Migration } from 'kysely'

/** Adds the duration of model requests to the monthly usage. */
export const modelTimeByMonth: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema
      .alterTable('model_usage')
      .addColumn('ms', 'float8', (column) => column.notNull().defaultTo(0))
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.alterTable('model_usage').dropColumn('ms').execute()
  },
}
