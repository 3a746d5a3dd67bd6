import { sql, type Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'

/**
 * Returns whether runs of a workflow begin as soon as it is published or restored, because a schedule, webhook, Event
 * node or link that starts its runs is still turned on.
 */
export async function hasArmedTrigger(
  database: Kysely<Database>,
  workspace: string,
  workflowId: string,
): Promise<boolean> {
  const tables = { schedules: 'enabled', webhooks: 'enabled', event_triggers: 'enabled', shared_workflows: 'can_run' }
  const conditions = Object.entries(tables).map(
    ([table, column]) => sql<boolean>`exists (select from ${sql.table(table)} where workflow_id = ${workflowId}
      and workspace_id = ${workspace} and ${sql.ref(column)})`,
  )
  const { rows } = await sql<{ is_armed: boolean }>`select ${sql.join(conditions, sql` or `)} as is_armed`.execute(
    database,
  )
  return rows[0]!.is_armed
}
