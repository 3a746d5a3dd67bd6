import type { Kysely, Migration } from 'kysely'

/** The time of requests to models in the usage of a month. */
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
