import { isFinalRunState, type RunEvent, type RunState } from '@aw-flow/schema'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../database/database.ts'
import { toStorableText } from '../database/storable-text.ts'
import { isValidId } from '../database/valid-id.ts'

/** Requests the cancellation of a run. A run that has not started is canceled immediately. */
export async function cancelRun(
  database: Kysely<Database>,
  workspace: string,
  id: string,
  { now: time, canceledBy }: { now: number; canceledBy: string | undefined },
): Promise<'cancelled' | 'requested' | 'ended'> {
  if (!isValidId(id)) return 'ended'
  return database.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('runs')
      .select(['status', 'lease', 'worker', 'retry_of'])
      .where('id', '=', id)
      .where('workspace_id', '=', workspace)
      .where('deleted_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (!row || isFinalRunState(row.status as RunState)) return 'ended'
    const cancelledBy = canceledBy === undefined ? null : toStorableText(canceledBy)
    const runUpdate = transaction.updateTable('runs').where('id', '=', id)
    if (row.status !== 'queued' || row.lease > 0 || row.retry_of !== null) {
      await runUpdate
        .set({ cancel_requested_at: new Date(time), cancelled_by: sql`coalesce(cancelled_by, ${cancelledBy})` })
        .execute()
      return 'requested'
    }
    const events: RunEvent[] = [
      { seq: 0, time, type: 'cancel-requested' },
      { seq: 1, time, type: 'run-cancelled' },
    ]
    await runUpdate
      .set({ status: 'cancelled', ended_at: new Date(time), lease: row.lease + 1, cancelled_by: cancelledBy })
      .execute()
    await transaction
      .insertInto('run_events')
      .values(
        events.map((event) => ({
          workspace_id: workspace,
          run_id: id,
          seq: event.seq,
          body: JSON.stringify(event),
        })),
      )
      .execute()
    return 'cancelled'
  })
}
