import { sql, type Kysely, type Migration } from 'kysely'

/** Indexes retries by their original run, so that a repeated retry request finds the run that the first one created. */
export const retries: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create index runs_by_retry on runs (retry_of) where retry_of is not null`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    await sql`drop index runs_by_retry`.execute(database)
  },
}
