import { sql, type Kysely, type Migration } from 'kysely'

/** Tables whose rows belong to a workflow. Each has the columns `workspace_id` and `workflow_id`. */
const childTables = [
  'workflow_versions',
  'shared_workflows',
  'schedules',
  'webhooks',
  'event_triggers',
  'webhook_endpoints',
  'notification_rules',
]

/** Constraints of these tables that contain the ID of a workflow, and their other columns. */
const constraints: readonly { table: string; name: string; kind: 'primary key' | 'unique'; columns: string }[] = [
  { table: 'workflow_versions', name: 'workflow_versions_pkey', kind: 'primary key', columns: ', number' },
  { table: 'shared_workflows', name: 'shared_workflows_pkey', kind: 'primary key', columns: '' },
  { table: 'schedules', name: 'schedules_by_node', kind: 'unique', columns: ', node_id' },
  { table: 'webhooks', name: 'webhooks_by_node', kind: 'unique', columns: ', node_id' },
  { table: 'event_triggers', name: 'event_triggers_by_node', kind: 'unique', columns: ', node_id' },
]

/**
 * Makes the ID of a workflow unique within its workspace only. Clients choose it, so an ID that was refused because
 * another workspace uses it would reveal that the other workflow exists.
 */
export const workflowIdsByWorkspace: Migration = {
  up: (database: Kysely<unknown>) => replaceKeys(database, ', workspace_id'),
  async down(database: Kysely<unknown>) {
    await sql`delete from workflows w using workflows other
      where other.id = w.id and other.workspace_id < w.workspace_id`.execute(database)
    await replaceKeys(database, '')
  },
}

/** @param scope The columns that make the ID of a workflow unique, in addition to the ID. */
async function replaceKeys(database: Kysely<unknown>, scope: '' | ', workspace_id'): Promise<void> {
  const execute = (text: string) => sql.raw(text).execute(database)
  for (const table of childTables) await execute(`alter table ${table} drop constraint ${table}_workflow_id_fkey`)
  for (const { table, name, kind, columns } of constraints) {
    await execute(`alter table ${table} drop constraint ${name}`)
    await execute(`alter table ${table} add constraint ${name} ${kind} (workflow_id${scope}${columns})`)
  }
  await execute('alter table workflows drop constraint workflows_pkey')
  await execute(`alter table workflows add constraint workflows_pkey primary key (id${scope})`)
  for (const table of childTables) {
    await execute(`alter table ${table} add constraint ${table}_workflow_id_fkey
      foreign key (workflow_id${scope}) references workflows (id${scope}) on delete cascade`)
  }
}
