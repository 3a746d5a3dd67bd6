import type { Kysely, Migration } from 'kysely'

/** Origin of workflows, and what was granted to those that are not own ones. Existing workflows are own ones. */
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
