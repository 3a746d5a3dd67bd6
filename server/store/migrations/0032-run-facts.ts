import type { Kysely, Migration } from 'kysely'

const runColumns = ['part_ids', 'input_data_id', 'metadata', 'cancelled_by'] as const

/**
 * Adds run details that can be read without parsing large requests, and workflow authors. Both are unknown for earlier
 * runs and workflows.
 */
export const runDetails: Migration = {
  async up({ schema }: Kysely<unknown>) {
    for (const column of runColumns) await schema.alterTable('runs').addColumn(column, 'text').execute()
    await schema.alterTable('workflows').addColumn('created_by', 'text').execute()
  },
  async down({ schema }: Kysely<unknown>) {
    await schema.alterTable('workflows').dropColumn('created_by').execute()
    for (const column of runColumns) await schema.alterTable('runs').dropColumn(column).execute()
  },
}
