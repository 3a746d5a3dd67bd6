import type { Kysely, Migration } from 'kysely'

/** Triggers of runs, and the users or programs that started them. Unknown for earlier runs. */
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
