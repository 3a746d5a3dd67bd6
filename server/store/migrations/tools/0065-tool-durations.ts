import { sql, type Kysely, type Migration } from 'kysely'

/** Adds the number of tool calls per duration bucket. */
export const toolDurations: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .alterTable('tool_usage')
      .addColumn('durations', sql`bigint[]`, (column) => column.notNull().defaultTo('{}'))
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.alterTable('tool_usage').dropColumn('durations').execute()
  },
}
