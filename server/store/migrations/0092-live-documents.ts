import { sql, type Kysely, type Migration } from 'kysely'

/** Creates the tables for documents that several people edit at the same time: their leaves, and the edits since then. */
export const liveDocuments: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table live_documents (
      workspace_id text not null, workflow_id text not null, epoch text not null,
      -- The leaves after edit number seq, and the revision of the workflow that has them.
      leaves text not null, seq integer not null, revision integer not null,
      primary key (workspace_id, workflow_id),
      constraint live_documents_workflow_id_fkey
        foreign key (workflow_id, workspace_id) references workflows (id, workspace_id) on delete cascade)`.execute(
      database,
    )
    // The keys make an edit that is sent twice, or numbered by two processes, fail.
    await sql`create table live_edits (
      workspace_id text not null, workflow_id text not null, seq integer not null,
      client text not null, number integer not null, user_id text not null,
      changes text not null, refused text, created_at timestamptz not null,
      primary key (workspace_id, workflow_id, seq),
      constraint live_edits_by_client unique (workspace_id, workflow_id, client, number),
      constraint live_edits_workflow_id_fkey
        foreign key (workflow_id, workspace_id) references workflows (id, workspace_id) on delete cascade)`.execute(
      database,
    )
  },
  async down(database: Kysely<unknown>) {
    for (const table of ['live_edits', 'live_documents']) await database.schema.dropTable(table).execute()
  },
}
