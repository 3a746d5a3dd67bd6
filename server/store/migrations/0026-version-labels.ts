import type { Kysely, Migration } from 'kysely'

/** Adds labels for the current version, such as `1.0.0`, and the workflow that a workflow was duplicated from. */
export const versionLabels: Migration = {
  async up({ schema }: Kysely<unknown>) {
    await schema.alterTable('workflows').addColumn('version_label', 'text').execute()
    await schema.alterTable('workflows').addColumn('parent_id', 'text').execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.alterTable('workflows').dropColumn('parent_id').execute()
    await schema.alterTable('workflows').dropColumn('version_label').execute()
  },
}
