import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the table for comments on workflows, lets notifications refer to a comment, and links permit comments. */
export const comments: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table comments (
      id text primary key, workspace_id text not null, workflow_id text not null,
      -- The first comment of the thread, which has the target and the state of the thread.
      thread_id text not null, target text, node_id text, target_name text not null default '',
      text text not null, mentions text[] not null, created_by text not null, author_name text,
      resolved_at timestamptz, resolved_by text, created_at timestamptz not null, updated_at timestamptz not null,
      constraint comments_workflow_id_fkey
        foreign key (workflow_id, workspace_id) references workflows (id, workspace_id) on delete cascade)`.execute(
      database,
    )
    await sql`create index comments_by_workflow on comments (workspace_id, workflow_id, created_at)`.execute(database)
    await sql`create index comments_by_thread on comments (thread_id)`.execute(database)
    await database.schema.alterTable('notifications').addColumn('comment_id', 'text').execute()
    await database.schema.alterTable('shared_workflows').addColumn('permission', 'text').execute()
  },
  async down(database: Kysely<unknown>) {
    await database.schema.alterTable('shared_workflows').dropColumn('permission').execute()
    await database.schema.alterTable('notifications').dropColumn('comment_id').execute()
    await database.schema.dropTable('comments').execute()
  },
}
