import type { Kysely, Migration } from 'kysely'

/** Creates the table for templates that workspaces have published to all workspaces. */
export const gallery: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('gallery_templates')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('workflow_id', 'text', (column) => column.notNull())
      .addColumn('author_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('description', 'text')
      .addColumn('tags', 'text', (column) => column.notNull())
      .addColumn('nodes', 'integer', (column) => column.notNull())
      .addColumn('document', 'text', (column) => column.notNull())
      .addColumn('uses', 'integer', (column) => column.notNull().defaultTo(0))
      .addColumn('published_at', 'timestamptz', (column) => column.notNull())
      // Publishing a workflow again replaces its template.
      .addUniqueConstraint('gallery_templates_by_workflow', ['workspace_id', 'workflow_id'])
      .execute()
    await schema.createIndex('gallery_templates_by_uses').on('gallery_templates').columns(['uses', 'id']).execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('gallery_templates').execute()
  },
}
