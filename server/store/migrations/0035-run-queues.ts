import { sql, type Kysely, type Migration } from 'kysely'

/** Adds queue settings for workflows, and marks runs that wait for other runs with the same concurrency key. */
export const runQueues: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema.alterTable('workflows').addColumn('queue', 'text').execute()
    await schema
      .alterTable('runs')
      .addColumn('concurrency_key', 'text')
      .addColumn('concurrency_limit', 'integer')
      .addColumn('blocked', 'boolean', (column) => column.notNull().defaultTo(false))
      .execute()
    // Workers do not claim blocked runs.
    await sql`drop index runs_queued`.execute(database)
    await sql`create index runs_queued on runs (workspace_id, priority desc, created_at, id)
      where status = 'queued' and not blocked`.execute(database)
    await sql`create index runs_blocked on runs (workspace_id, workflow_id, concurrency_key, priority desc, created_at, id)
      where blocked and ended_at is null`.execute(database)
    await sql`create index runs_with_key on runs (workspace_id, workflow_id, concurrency_key)
      where concurrency_key is not null and ended_at is null`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    const { schema } = database
    for (const index of ['runs_with_key', 'runs_blocked', 'runs_queued']) await schema.dropIndex(index).execute()
    await schema
      .alterTable('runs')
      .dropColumn('blocked')
      .dropColumn('concurrency_limit')
      .dropColumn('concurrency_key')
      .execute()
    await schema.alterTable('workflows').dropColumn('queue').execute()
    await sql`create index runs_queued on runs (workspace_id, priority desc, created_at, id) where status = 'queued'`.execute(
      database,
    )
  },
}
