import { sql, type Kysely, type Migration } from 'kysely'

/** Indexes queued runs in claim order, and the runs that count toward limits. */
export const claims: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create index runs_queued on runs (priority desc, created_at, id) where status = 'queued'`.execute(
      database,
    )
    await sql`create index runs_held on runs (workflow_id) where worker is not null`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    await sql`drop index runs_queued`.execute(database)
    await sql`drop index runs_held`.execute(database)
  },
}
