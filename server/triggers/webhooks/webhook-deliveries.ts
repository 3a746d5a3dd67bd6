import type { Problem } from '@aw-flow/schema'
import { sql, type Kysely } from 'kysely'
import { StartRejectedError, type Quotas } from '../../quotas/quotas.ts'
import type { Database } from '../../store/database/database.ts'
import { readPage, type Page, type PageRequest } from '../../store/database/page.ts'
import { toStorableText } from '../../store/database/storable-text.ts'
import { isValidId } from '../../store/database/valid-id.ts'
import { openWorkspaceRows } from '../../store/database/workspace-rows.ts'
import { insertRun } from '../../store/runs/add-runs.ts'
import type { NewRun } from '../../store/runs/runs.ts'
import { toDelivery, type WebhookDelivery } from './webhook.ts'

/** A received request whose outcome has not been recorded yet. */
export interface NewDelivery {
  id: string
  method: string
  bytes: number
  /** Identifies the request: another one with the same key is a repetition. */
  replayKey?: string | undefined
}

export interface DeliveryOptions {
  database: Kysely<Database>
  workspace: string
  quotas: Pick<Quotas, 'openClaim'>
  now(): number
}

/** Opens the requests that a workspace's webhooks received. */
export function openWebhookDeliveries({ database, workspace, quotas, now }: DeliveryOptions) {
  const openRows = (connection: Kysely<Database>) => openWorkspaceRows(connection, workspace, 'webhook_deliveries')
  return {
    /** Lists the requests that a webhook received, newest first. */
    async listDeliveries(webhookId: string, { limit, offset }: PageRequest): Promise<Page<WebhookDelivery>> {
      if (!isValidId(webhookId)) return { items: [], total: 0, limit, offset }
      const query = openRows(database).select({ webhook_id: webhookId }).orderBy('received_at', 'desc')
      return readPage(query, { limit, offset }, toDelivery)
    },
    /** Records a delivery and adds its run. If the request is a repetition, resolves with the earlier run. */
    async accept(
      webhookId: string,
      { replayKey, ...delivery }: NewDelivery,
      run: NewRun,
    ): Promise<{ run: string; isRepeated: boolean }> {
      const claim = await quotas.openClaim()
      return database.transaction().execute(async (transaction) => {
        const rows = openRows(transaction)
        const key = { webhook_id: webhookId, replay_key: replayKey === undefined ? null : toStorableText(replayKey) }
        const outcome = { received_at: new Date(now()), status: 202, run_id: run.id }
        if (!(await rows.insert({ ...delivery, ...key, ...outcome }))) {
          const earlierRun = (await rows.find(key))?.run_id
          if (earlierRun) return { run: earlierRun, isRepeated: true }
        }
        const quotaClaim = await claim?.(transaction, 1)
        if (quotaClaim?.problem) throw new StartRejectedError(quotaClaim.problem)
        await insertRun(transaction, workspace, run, now())
        return { run: run.id, isRepeated: false }
      })
    },
    /** Records a rejected request. */
    async reject(webhookId: string, delivery: NewDelivery, status: number, problem: Problem): Promise<void> {
      const { id, method, bytes } = delivery
      const outcome = { received_at: new Date(now()), status, problem: JSON.stringify(problem) }
      await openRows(database).insert({ id, webhook_id: webhookId, method, bytes, ...outcome })
    },
  }
}

/**
 * Deletes the records of rejected requests after one day. Accepted ones are deleted by the server's retention policy.
 */
export async function deleteRejectedDeliveries(database: Kysely<Database>, now: number): Promise<void> {
  const dayMs = 86_400_000
  await sql`delete from webhook_deliveries where run_id is null and received_at < ${new Date(now - dayMs)}`.execute(
    database,
  )
}
