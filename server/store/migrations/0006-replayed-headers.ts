import type { Kysely, Migration } from 'kysely'

/** An answer that is given again under its key says where its thing is, and in which state it was left. */
export const replayedHeaders: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema.alterTable('idempotency_keys').addColumn('headers', 'text').execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.alterTable('idempotency_keys').dropColumn('headers').execute()
  },
}
