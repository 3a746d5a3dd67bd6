import type { Kysely, Migration } from 'kysely'

/**
 * Adds the origin of the workflow that each template was published from. Existing templates are treated as the user's
 * own.
 */
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
