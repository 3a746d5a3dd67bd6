import { sql, type Kysely, type Migration } from 'kysely'

/** Indexes non-deleted runs in list order, so that counting and skipping rows reads only the index. */
export const runsByTime: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`drop index runs_by_time`.execute(database)
    await sql`create index runs_by_time on runs (created_at desc, id) where deleted_at is null`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    await sql`drop index runs_by_time`.execute(database)
    await sql`create index runs_by_time on runs (created_at, id)`.execute(database)
  },
}
