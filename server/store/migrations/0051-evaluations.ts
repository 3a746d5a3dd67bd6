import type { Kysely, Migration } from 'kysely'

/** Creates the table for evaluations of model agents and workflows. */
export const evaluations: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema
      .createTable('evaluations')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('workspace_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('target_kind', 'text', (column) => column.notNull())
      .addColumn('target_id', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('dataset_id', 'text')
      .addColumn('answer_schema', 'text')
      .addColumn('cases', 'text', (column) => column.notNull())
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('created_at', 'timestamptz', (column) => column.notNull())
      .execute()
    await schema
      .createIndex('evaluations_by_target')
      .on('evaluations')
      .columns(['workspace_id', 'target_id', 'created_at'])
      .execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.dropTable('evaluations').execute()
  },
}
