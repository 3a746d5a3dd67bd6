import { sql, type Kysely, type Migration } from 'kysely'
import { toWorkflowColumns } from '../workflows/workflow-columns.ts'

interface OldDatabase {
  workflows: { id: string; document: string; created_at: Date; updated_at: Date }
}

/** Adds columns for displaying, searching and sorting workflows in lists, and numbered versions of each workflow. */
export const versions: Migration = {
  async up(database: Kysely<unknown>) {
    const { schema } = database
    await schema
      .alterTable('workflows')
      .addColumn('name', 'text', (column) => column.notNull().defaultTo(''))
      .addColumn('description', 'text')
      .addColumn('status', 'text', (column) => column.notNull().defaultTo('draft'))
      .addColumn('tags', sql`text[]`, (column) => column.notNull().defaultTo(sql`'{}'`))
      .addColumn('hash', 'text', (column) => column.notNull().defaultTo(''))
      .addColumn('revision', 'integer', (column) => column.notNull().defaultTo(1))
      .addColumn('version', 'integer')
      .addColumn('published_version', 'integer')
      .execute()
    await sql`alter table workflows add column search tsvector generated always as
      (to_tsvector('simple', name || ' ' || coalesce(description, ''))) stored`.execute(database)
    await sql`create index workflows_by_words on workflows using gin (search)`.execute(database)
    await sql`create index workflows_by_tag on workflows using gin (tags)`.execute(database)
    await sql`create index workflows_by_time on workflows (updated_at desc, id) where deleted_at is null`.execute(
      database,
    )
    await sql`create index workflows_by_name on workflows (name, updated_at desc) where deleted_at is null`.execute(
      database,
    )
    await schema
      .createTable('workflow_versions')
      .addColumn('workflow_id', 'text', (column) => column.notNull().references('workflows.id').onDelete('cascade'))
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('made_by', 'text', (column) => column.notNull())
      .addColumn('label', 'text')
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .addPrimaryKeyConstraint('workflow_versions_pkey', ['workflow_id', 'number'])
      .execute()
    await schema.alterTable('runs').addColumn('workflow_version', 'integer').execute()

    const oldDatabase = database as Kysely<OldDatabase>
    for (const { id, document, updated_at } of await oldDatabase.selectFrom('workflows').selectAll().execute()) {
      const columns = toWorkflowColumns(JSON.parse(document))
      await sql`update workflows set name = ${columns.name}, description = ${columns.description},
        status = ${columns.status}, tags = ${columns.tags}, hash = ${columns.hash}, version = 1 where id = ${id}`.execute(
        database,
      )
      await sql`insert into workflow_versions (workflow_id, number, document, hash, made_by, created_at)
        values (${id}, 1, ${document}, ${columns.hash}, 'saved', ${updated_at})`.execute(database)
    }
  },
  async down(database: Kysely<unknown>) {
    const { schema } = database
    await schema.alterTable('runs').dropColumn('workflow_version').execute()
    await schema.dropTable('workflow_versions').execute()
    await schema
      .alterTable('workflows')
      .dropColumn('search')
      .dropColumn('name')
      .dropColumn('description')
      .dropColumn('status')
      .dropColumn('tags')
      .dropColumn('hash')
      .dropColumn('revision')
      .dropColumn('version')
      .dropColumn('published_version')
      .execute()
    await sql`drop index if exists workflows_by_time`.execute(database)
  },
}
