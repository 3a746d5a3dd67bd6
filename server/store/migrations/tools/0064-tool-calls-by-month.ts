import type { Kysely, Migration } from 'kysely'

/** Adds the number of agents' tool calls to the monthly usage. */
export const toolCallsByMonth: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .alterTable('model_usage')
      .addColumn('tool_calls', 'float8', (column) => column.notNull().defaultTo(0))
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.alterTable('model_usage').dropColumn('tool_calls').execute()
  },
}
