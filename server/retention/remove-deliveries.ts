import { sql, type Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'

/** Maximum number of rows to delete per statement. */
const batchSize = 1_000

/**
 * Deletes old webhook deliveries (received and sent) and notifications. Outgoing ones that are still pending are kept.
 * Returns the number of deleted rows.
 *
 * @param cutoff Rows from before this time are deleted.
 * @param workspace Limits the deletion to one workspace. Default: all workspaces.
 */
export async function removeOldDeliveries(
  database: Kysely<Database>,
  cutoff: Date,
  workspace: string | undefined,
): Promise<number> {
  const isInWorkspace = workspace === undefined ? sql<boolean>`true` : sql<boolean>`workspace_id = ${workspace}`
  const isNotPending = sql<boolean>`status <> 'pending'`
  const conditions = {
    webhook_deliveries: sql<boolean>`received_at < ${cutoff}`,
    outgoing_deliveries: sql<boolean>`${isNotPending} and occurred_at < ${cutoff}`,
    notifications: sql<boolean>`${isNotPending} and occurred_at < ${cutoff}`,
  }
  let count = 0
  for (const [table, condition] of Object.entries(conditions)) {
    for (;;) {
      const { numAffectedRows = 0n } = await sql`delete from ${sql.table(table)} where id in (
        select id from ${sql.table(table)} where ${condition} and ${isInWorkspace} limit ${batchSize})`.execute(
        database,
      )
      count += Number(numAffectedRows)
      if (Number(numAffectedRows) < batchSize) break
    }
  }
  return count
}
