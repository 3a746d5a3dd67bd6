import type { Kysely, Migration } from 'kysely'

/** Adds the trigger of each run, and the user or program that started it. Both are unknown for earlier runs. */
export const runOrigins: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema.alterTable('runs').addColumn('trigger_type', 'text').execute()
    await schema.alterTable('runs').addColumn('triggered_by', 'text').execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.alterTable('runs').dropColumn('triggered_by').execute()
    await schema.alterTable('runs').dropColumn('trigger_type').execute()
  },
}
