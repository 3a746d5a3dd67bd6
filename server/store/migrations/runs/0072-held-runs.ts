import { sql, type Kysely, type Migration } from 'kysely'

/**
 * Adds the workspace to the index of runs held by a worker, so that a claim counts only the runs of workspaces that
 * have queued runs.
 */
export const heldRuns: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`drop index runs_held`.execute(database)
    await sql`create index runs_held on runs (workspace_id, workflow_id) where worker is not null`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    await sql`drop index runs_held`.execute(database)
    await sql`create index runs_held on runs (workflow_id) where worker is not null`.execute(database)
  },
}
