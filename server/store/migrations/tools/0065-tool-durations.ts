import { sql, type Kysely, type Migration } from 'kysely'

/** Number of tool calls by bucket of their duration. */
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
