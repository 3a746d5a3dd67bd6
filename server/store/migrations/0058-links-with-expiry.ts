import type { Kysely, Migration } from 'kysely'

/** Adds the expiry, permission and creator of share links. */
export const linksWithExpiry: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .alterTable('shared_workflows')
      .addColumn('expires_at', 'timestamptz')
      .addColumn('can_run', 'boolean', (column) => column.notNull().defaultTo(false))
      .addColumn('created_by', 'text')
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema
      .alterTable('shared_workflows')
      .dropColumn('expires_at')
      .dropColumn('can_run')
      .dropColumn('created_by')
      .execute()
  },
}
