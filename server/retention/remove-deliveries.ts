import { sql, type Kysely } from 'kysely'
import type { Database } from '../store/database/database.ts'

/** Maximum number of rows per statement. */
const batchSize = 1_000

/**
 * Removes received and sent webhook deliveries and notifications from before a time. Unsent ones remain. Returns
 * the number of removed rows.
 *
 * @param workspace Default: all workspaces.
 */
export async function removeOldDeliveries(
  database: Kysely<Database>,
  before: Date,
  workspace: string | undefined,
): Promise<number> {
  const isInWorkspace = workspace === undefined ? sql<boolean>`true` : sql<boolean>`workspace_id = ${workspace}`
  const isSent = sql<boolean>`status <> 'pending'`
  const conditions = {
    webhook_deliveries: sql<boolean>`received_at < ${before}`,
    outgoing_deliveries: sql<boolean>`${isSent} and occurred_at < ${before}`,
    notifications: sql<boolean>`${isSent} and occurred_at < ${before}`,
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
