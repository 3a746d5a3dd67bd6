import { sql, type Kysely, type Migration } from 'kysely'

/** Adds the author of each version of a workflow. The first version of a workflow has the author of the workflow. */
export const versionAuthors: Migration = {
  async up(database: Kysely<unknown>) {
    await database.schema.alterTable('workflow_versions').addColumn('created_by', 'text').execute()
    await sql`update workflow_versions v set created_by = w.created_by from workflows w
      where v.number = 1 and w.id = v.workflow_id and w.workspace_id = v.workspace_id`.execute(database)
  },
  async down(database: Kysely<unknown>) {
    await database.schema.alterTable('workflow_versions').dropColumn('created_by').execute()
  },
}
