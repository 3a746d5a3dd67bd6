import type { Kysely, Migration } from 'kysely'

/** Adds the headers to replay with a stored response: the location and revision of the created resource. */
export const replayedHeaders: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema.alterTable('idempotency_keys').addColumn('headers', 'text').execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.alterTable('idempotency_keys').dropColumn('headers').execute()
  },
}
