import { sql, type Kysely } from 'kysely'
import { advisoryLocks } from '../database/advisory-locks.ts'
import type { Database } from '../database/database.ts'
import { effectiveQueuedAt } from './run-conditions.ts'

/** Maximum number of runs unblocked at once per key. */
const maxUnblockedRuns = 100

/** SQL condition: a run is blocked by its concurrency key. */
const isBlocked = sql`blocked and ended_at is null`
/** SQL condition: any run is blocked by its concurrency key. */
export const hasBlocked = sql<boolean>`exists (select from runs where ${isBlocked})`

/** Unblocks the first runs of each concurrency key that has free slots. */
export async function unblockRuns(database: Kysely<Database>): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(advisoryLocks.unblock)})`.execute(transaction)
    await sql`
      with keys as (
        select k.*, (select count(*) from runs r where r.workspace_id = k.workspace_id and r.workflow_id = k.workflow_id
          and r.concurrency_key = k.concurrency_key and r.ended_at is null and not r.blocked) as active
        from (select distinct workspace_id, workflow_id, concurrency_key from runs where ${isBlocked}) as k
      )
      update runs set blocked = false where id in (
        select waiting.id from keys cross join lateral (
          select r.id, r.concurrency_limit, row_number() over (order by ${effectiveQueuedAt}, r.id) as turn
          from runs r where r.blocked and r.ended_at is null and r.workspace_id = keys.workspace_id
            and r.workflow_id = keys.workflow_id and r.concurrency_key = keys.concurrency_key
          order by ${effectiveQueuedAt}, r.id limit ${maxUnblockedRuns}) as waiting
        where active + turn <= concurrency_limit)`.execute(transaction)
  })
}
