import type { RunState } from '@aw-flow/schema'
import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Database } from '../database/database.ts'
import { appendEvents, type RunEventBatch } from './append-events.ts'
import { cancelRun } from './cancel-run.ts'
import { claimListedRuns, claimQueuedRuns, type ClaimedRun, type ClaimOptions } from './claim-runs.ts'
import { createClockJumpDetector } from './clock-jumps.ts'
import type { HeldLease } from './held-lease.ts'
import { isDue, isUnfinishedWait, leaseSeconds, selectTurns, type RunWait } from './run-conditions.ts'
import type { StoredTable } from './runs.ts'

/** A run to release before it has ended. */
export interface ReleasedRun extends HeldLease {
  /**
   * Set if the run waits until `wakesAt` or until a command arrives. Otherwise, another worker can claim it
   * immediately.
   */
  waitState?: { wakesAt?: number | undefined; events?: readonly string[] | undefined; problem?: string | undefined }
}

/** Run leases in the database. They ensure that at most one worker executes a run. */
export type RunLeases = ReturnType<typeof createRunLeases>

/** @param elapsed Returns the time of a monotonic clock, in ms. */
export function createRunLeases(
  database: Kysely<Database>,
  now: () => number,
  elapsed: () => number = () => performance.now(),
) {
  const clockJumpDetector = createClockJumpDetector(leaseSeconds * 1000)
  return {
    /** See `claimQueuedRuns`. */
    claimQueued: (max: number, worker: string, options?: ClaimOptions): Promise<ClaimedRun[]> =>
      claimQueuedRuns(database, max, worker, options),
    /** See `claimListedRuns`. `max`: by default all. */
    claim: (ids: readonly string[], worker: string, options?: ClaimOptions & { max?: number }): Promise<ClaimedRun[]> =>
      claimListedRuns(database, ids, worker, { now: now(), ...options }),
    /** See `appendEvents`. */
    append: (batches: readonly RunEventBatch[]) => appendEvents(database, batches),
    /**
     * Renews a worker's leases. Returns the runs that the worker still holds, keyed by ID, and whether their cancellation
     * was requested.
     */
    async heartbeat(leases: readonly HeldLease[]): Promise<Map<string, { isCanceled: boolean }>> {
      if (leases.length === 0) return new Map()
      const { rows } = await sql<{ id: string; cancel_requested_at: Date | null }>`
        update runs r set beat_at = now()
        from unnest(${leases.map(({ id }) => id)}::text[], ${leases.map(({ lease }) => lease)}::int[]) as h(id, lease)
        where r.id = h.id and r.lease = h.lease returning r.id, r.cancel_requested_at`.execute(database)
      return new Map(rows.map(({ id, cancel_requested_at: requestedAt }) => [id, { isCanceled: requestedAt !== null }]))
    },
    /** Stores a run's table references. Resolves with `false` if another worker has claimed the run since. */
    storeTables: (lease: HeldLease, tables: readonly StoredTable[]) => storeTables(database, lease, tables),
    /** Returns the state of a run in any workspace. */
    async findState(id: string): Promise<RunState | undefined> {
      const row = await database.selectFrom('runs').select('status').where('id', '=', id).executeTakeFirst()
      return row && (row.status as RunState)
    },
    /** Releases the leases of runs that have not ended. */
    async release(runs: readonly ReleasedRun[]): Promise<void> {
      for (const { id, lease, waitState } of runs) {
        const change = waitState
          ? {
              status: 'waiting',
              wakes_at: waitState.wakesAt === undefined ? null : new Date(waitState.wakesAt),
              waits_for: waitState.events ? [...waitState.events] : null,
              problem: waitState.problem ?? null,
            }
          : // A run that was claimed while waiting becomes due again, because the claim deleted its wake time.
            { wakes_at: sql<Date | null>`case when status = 'waiting' then ${new Date(now())}::timestamptz end` }
        await database
          .updateTable('runs')
          .set({ worker: null, beat_at: null, ...change })
          .where('id', '=', id)
          .where('lease', '=', lease)
          .where('ended_at', 'is', null)
          .execute()
      }
    },
    /**
     * Lists runs that are due, excluding runs that are merely queued: first runs whose worker has failed (even if it
     * failed while releasing a waiting run), then runs whose worker has closed, runs whose wait has ended, and waiting
     * runs with commands. Workspaces take turns, oldest runs first. After the database clock jumps, runs held by a worker
     * are not listed until the workers have had time to renew their leases.
     *
     * @param unfinishedWaits Waits that continue even though the wall clock has passed their end.
     */
    async listResumable(limit: number, unfinishedWaits?: readonly RunWait[]): Promise<string[]> {
      const listDue = async (condition: RawBuilder<boolean>) => {
        const dueRuns = selectTurns(
          sql<boolean>`(lease > 0 or status <> 'queued') and ${condition} and ${isDue(now(), unfinishedWaits)}`,
        )
        const { rows } = await sql<{ ids: string[]; database_ms: number }>`
          select array(select id from (${dueRuns}) as due order by worker is null, turn, created_at, id limit ${limit}) as ids,
            (extract(epoch from now()) * 1000)::float8 as database_ms`.execute(database)
        return rows[0]!
      }
      const beforeMs = elapsed()
      const { ids, database_ms: databaseMs } = await listDue(sql<boolean>`true`)
      const reading = { databaseMs, beforeMs, afterMs: elapsed() }
      return clockJumpDetector.addReading(reading) ? (await listDue(sql<boolean>`worker is null`)).ids : ids
    },
    /** Returns the time when the next waiting run resumes, in ms since the Unix epoch. */
    async findNextWakeTime(unfinishedWaits: readonly RunWait[] = []): Promise<number | undefined> {
      const { rows } = await sql<{ at: Date | null }>`
        select min(wakes_at) as at from runs
        where wakes_at is not null and status = 'waiting' and not ${isUnfinishedWait(unfinishedWaits)}`.execute(
        database,
      )
      return rows[0]?.at?.getTime()
    },
    /**
     * Releases every run, and makes runs that could not continue due again. Only for a store that a single process uses.
     */
    async releaseAll(): Promise<void> {
      // A waiting run that still has a worker was never released, so its wake time is unknown.
      await sql`update runs set wakes_at = ${new Date(now())}
        where status = 'waiting' and (problem is not null or worker is not null)`.execute(database)
      await sql`update runs set worker = null, beat_at = null where worker is not null`.execute(database)
    },
    /** See `cancelRun`. */
    cancel: (workspace: string, id: string, canceledBy?: string) =>
      cancelRun(database, workspace, id, { now: now(), canceledBy }),
  }
}

const storeTables = (database: Kysely<Database>, { id, lease }: HeldLease, tables: readonly StoredTable[]) =>
  database.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('runs')
      .select('workspace_id')
      .where('id', '=', id)
      .where('lease', '=', lease)
      .forShare()
      .executeTakeFirst()
    if (!row) return false
    await transaction.deleteFrom('run_tables').where('run_id', '=', id).execute()
    const rows = tables.map(({ node, port, table, file, bytes }, position) => {
      return {
        workspace_id: row.workspace_id,
        run_id: id,
        node,
        port,
        position,
        table_ref: JSON.stringify(table),
        file,
        bytes,
      }
    })
    if (rows.length > 0) await transaction.insertInto('run_tables').values(rows).execute()
    return true
  })
