import type { Kysely, Migration } from 'kysely'

/**
 * Adds the origin of each workflow, and the access granted to imported and shared ones. Existing workflows are treated
 * as the user's own.
 */
export const documentTrust: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .alterTable('workflows')
      .addColumn('trust', 'text', (column) => column.notNull().defaultTo('own'))
      .addColumn('granted', 'text')
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.alterTable('workflows').dropColumn('trust').dropColumn('granted').execute()
  },
}
