import { sql, type Kysely, type Migration } from 'kysely'

/** Indexes queued runs in claim order. A higher priority counts as additional time spent in the queue. */
export const queuedRunOrder: Migration = {
  async up(database: Kysely<unknown>) {
    await replaceIndexes(database, sql`((created_at at time zone 'UTC') - priority * interval '2 minutes')`)
  },
  async down(database: Kysely<unknown>) {
    await replaceIndexes(database, sql`priority desc, created_at`)
  },
}

async function replaceIndexes(database: Kysely<unknown>, order: ReturnType<typeof sql>): Promise<void> {
  await sql`drop index runs_queued`.execute(database)
  await sql`drop index runs_blocked`.execute(database)
  await sql`create index runs_queued on runs (workspace_id, ${order}, id)
    where status = 'queued' and not blocked`.execute(database)
  await sql`create index runs_blocked on runs (workspace_id, workflow_id, concurrency_key, ${order}, id)
    where blocked and ended_at is null`.execute(database)
}
