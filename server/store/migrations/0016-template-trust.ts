import type { Kysely, Migration } from 'kysely'

/** Origin of the workflows that templates were published from. Existing templates count as the user's own. */
export const templateTrust: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .alterTable('templates')
      .addColumn('trust', 'text', (column) => column.notNull().defaultTo('own'))
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.alterTable('templates').dropColumn('trust').execute()
  },
}
