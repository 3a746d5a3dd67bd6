import { isFinalRunState, type RunEvent, type RunState } from '@aw-flow/schema'
import { sql, type Kysely, type RawBuilder } from 'kysely'
import { advisoryLocks } from '../database/advisory-locks.ts'
import type { Database } from '../database/database.ts'
import { toStorableText } from '../database/storable-text.ts'
import { isValidId } from '../database/valid-id.ts'
import { createClockJumpDetector } from './clock-jumps.ts'
import type { RunRequest } from './run-request.ts'
import type { StoredTable } from './runs.ts'

/** A run that a worker holds. The lease number is a fencing token: writes with an earlier number are rejected. */
export interface HeldLease {
  id: string
  lease: number
}

export interface ClaimedRun extends HeldLease {
  workspace: string
  workflowId: string
  /** The request as JSON. It is parsed by the process that executes the run. */
  request: string
  /** IDs of the workflows that sub-workflow nodes execute. */
  subWorkflowIds: readonly string[]
  isCanceled: boolean
  /** The earlier run that this run retries. */
  retryOf?: string
  /** Whether other runs may be waiting for this run to end. */
  hasConcurrencyKey: boolean
}

/** Consecutive events of one run, serialized as JSON. */
export interface RunEventBatch extends HeldLease {
  firstSeq: number
  bodies: readonly string[]
  /** The run's state after these events, if they change it. */
  status?: RunState | undefined
  time: number
}

/** A run to release before it has ended. */
export interface ReleasedRun extends HeldLease {
  /**
   * Set if the run waits until `wakesAt` or until a command arrives. Otherwise, another worker can claim it
   * immediately.
   */
  waitState?: { wakesAt?: number | undefined; events?: readonly string[] | undefined; problem?: string | undefined }
}

/** A run's timed wait. `until` is in ms since the Unix epoch. */
export interface RunWait {
  run: string
  until: number
}

/** Limits on concurrent runs across all processes. 0 means unlimited. */
export interface RunCapacity {
  maxRunsPerWorkflow: number
  maxTotalRuns: number
}

/** Time without a heartbeat after which a worker is considered failed, in seconds. */
export const leaseSeconds = 10

/** Run leases in the database. They ensure that at most one worker executes a run. */
export type RunLeases = ReturnType<typeof createRunLeases>

/**
 * Time that determines the order of a workspace's queued runs: each priority level counts as two extra minutes in the
 * queue. A run thus waits for runs of higher priority queued shortly after it, but not for all later ones. Indexes use
 * the same expression.
 */
const effectiveQueuedAt = sql`((created_at at time zone 'UTC') - priority * interval '2 minutes')`
/**
 * Number of runs that a claim considers if a limit per workflow applies, divided equally among the workspaces. Runs of
 * workflows without a free slot are not counted.
 */
const maxCandidates = 500
/** A SQL limit that includes all rows. */
const noLimit = 2 ** 31 - 1
/**
 * Factor by which a claim considers more runs than it needs, because concurrent claims may have locked the first ones.
 */
const candidateFactor = 4

interface ClaimedRow {
  id: string
  workspace_id: string
  lease: number
  workflow_id: string
  request: string
  part_ids: string | null
  cancel_requested_at: Date | null
  retry_of: string | null
  concurrency_key: string | null
}

/** Returns the IDs of the sub-workflows in a request. Runs created by early versions have no `part_ids`. */
const readSubWorkflowIds = ({ request, part_ids: subWorkflowIds }: ClaimedRow): string[] =>
  subWorkflowIds === null
    ? Object.keys((JSON.parse(request) as RunRequest).workflows ?? {})
    : (JSON.parse(subWorkflowIds) as string[])

const toClaimedRun = (row: ClaimedRow): ClaimedRun => ({
  id: row.id,
  workspace: row.workspace_id,
  lease: row.lease,
  workflowId: row.workflow_id,
  request: row.request,
  subWorkflowIds: readSubWorkflowIds(row),
  isCanceled: row.cancel_requested_at !== null,
  ...(row.retry_of === null ? {} : { retryOf: row.retry_of }),
  hasConcurrencyKey: row.concurrency_key !== null,
})

/** @param elapsed Returns the time of a monotonic clock, in ms. */
export function createRunLeases(
  database: Kysely<Database>,
  now: () => number,
  elapsed: () => number = () => performance.now(),
) {
  const clockJumpDetector = createClockJumpDetector(leaseSeconds * 1000)
  const activeStatuses = sql`('queued', 'running', 'waiting')`
  /**
   * SQL condition: the last heartbeat is recent. A heartbeat in the future counts as outdated, because it means that
   * the database clock was set back.
   */
  const isAlive = sql<boolean>`beat_at between now() - make_interval(secs => ${leaseSeconds})
    and now() + make_interval(secs => ${leaseSeconds})`
  /** Returns the SQL condition that a run is in one of the given waits. */
  const isUnfinishedWait = (waits: readonly RunWait[]): RawBuilder<boolean> =>
    waits.length === 0
      ? sql<boolean>`false`
      : sql<boolean>`(id, wakes_at) in (select * from unnest(${waits.map(({ run }) => run)}::text[],
          ${waits.map(({ until }) => new Date(until).toISOString())}::timestamptz[]))`
  /** Returns the SQL condition that no worker holds a run and that the run can continue. */
  const isDue = (unfinishedWaits: readonly RunWait[] = []) => sql<boolean>`(
    status in ${activeStatuses} and deleted_at is null and (worker is null or not ${isAlive})
    and (status <> 'waiting' or worker is not null or (wakes_at <= ${new Date(now())} and not ${isUnfinishedWait(unfinishedWaits)})
      or cancel_requested_at is not null
      or exists (select from run_controls c where c.run_id = runs.id and c.answer is null)))`
  const isQueued = sql<boolean>`status = 'queued' and not blocked and worker is null and deleted_at is null`
  /**
   * Like `isQueued`, but for a run that is selected by ID. The expression keeps the planner from searching all queued
   * runs.
   */
  const isStillQueued = sql<boolean>`status || '' = 'queued' and not blocked and worker is null and deleted_at is null`
  const claimMatching = (condition: RawBuilder<boolean>, worker: string) => sql`
    update runs set lease = lease + 1, worker = ${worker}, beat_at = now(), wakes_at = null, waits_for = null,
      problem = null
    where ${condition}
    returning id, workspace_id, lease, workflow_id, request, part_ids, cancel_requested_at, retry_of, concurrency_key,
      ${effectiveQueuedAt} as turn_at`
  const claimRuns = async (condition: RawBuilder<boolean>, worker: string, database: Kysely<Database>) => {
    const { rows } = await sql<ClaimedRow>`
      with claimed as (${claimMatching(condition, worker)}) select * from claimed order by turn_at, id`.execute(
      database,
    )
    return rows.map(toClaimedRun)
  }
  /**
   * Like `claimRuns`, but claims nothing and resolves with `undefined` if any run is blocked by its concurrency key.
   */
  const claimRunsUnlessBlocked = async (condition: RawBuilder<boolean>, worker: string) => {
    const { rows } = await sql<Partial<ClaimedRow> & { has_blocked: boolean }>`
      with claimed as (${claimMatching(sql<boolean>`not ${hasBlocked} and ${condition}`, worker)})
      select claimed.*, ${hasBlocked} as has_blocked from (select) as always left join claimed on true
      order by turn_at, id`.execute(database)
    if (rows[0]?.has_blocked) return undefined
    return rows.filter((row): row is ClaimedRow & { has_blocked: boolean } => row.id !== null).map(toClaimedRun)
  }
  /** Selects runs and their `turn`, which is their position by age within their workspace. */
  const selectTurns = (condition: RawBuilder<boolean>) => sql`
    select id, workspace_id, worker, created_at, row_number() over (
      partition by workspace_id, worker is null order by created_at, id) as turn
    from runs where ${condition}`
  /** Returns the SQL condition that no worker holds a run in a workspace. Leases of failed workers do not count. */
  const isIdleWorkspace = (workspace: RawBuilder<string>) => sql<boolean>`not exists (
    select from runs r where r.workspace_id = ${workspace} and r.worker is not null and r.${isAlive})`
  /** Selects the workspaces with queued runs, reading one index entry per workspace. */
  const queuedWorkspaces = sql`(
    with recursive found(workspace_id) as (
      select ''::text
      union all
      select (select r.workspace_id from runs r where ${isQueued} and r.workspace_id > found.workspace_id
        order by r.workspace_id limit 1)
      from found where found.workspace_id is not null
    )
    select workspace_id from found where workspace_id > '') as workspaces`
  /** Selects the first queued runs of each row in `workspaces`, ordered by priority and age. */
  const selectFirstQueued = (
    limit: RawBuilder<number>,
    condition: RawBuilder<boolean> = sql<boolean>`true`,
  ) => sql`lateral (
      select id, worker, workspace_id, workflow_id, created_at, ${effectiveQueuedAt} as turn_at from runs
      where runs.workspace_id = workspaces.workspace_id and ${isQueued} and ${condition}
      order by ${effectiveQueuedAt}, id limit ${limit}) as first`
  const limitCandidates = (max: number, { maxRunsPerWorkflow }: RunCapacity): RawBuilder<number> =>
    maxRunsPerWorkflow === 0
      ? sql<number>`${Math.max(1, max)}`
      : sql<number>`greatest(${Math.max(1, max)}::int, ${maxCandidates}::int / (select count(*) from ${queuedWorkspaces}))`
  /**
   * Claims candidates under a lock. Without it, concurrent claims would count the same free slots and exceed the
   * limits.
   */
  const claimWithinLimits = (
    isCandidate: RawBuilder<boolean>,
    selectCandidates: (condition: RawBuilder<boolean>) => RawBuilder<unknown>,
    { max, maxIdleWorkspaces }: { max: number; maxIdleWorkspaces: number },
    worker: string,
    { maxRunsPerWorkflow, maxTotalRuns }: RunCapacity,
  ) =>
    database.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${sql.lit(advisoryLocks.claim)})`.execute(transaction)
      // A run held by a failed worker already occupies a slot. Other runs need a free slot: first in their workflow,
      // then overall.
      const isSelected = sql<boolean>`${isCandidate} and id = any(array(
        with held as (
          select workspace_id, workflow_id, count(*) as active_runs from runs where worker is not null
          group by workspace_id, workflow_id
        ), busy as (
          select workspace_id, sum(active_runs) as active_runs from held group by workspace_id
        ), candidates as (${selectCandidates(sql<boolean>`(worker is not null or ${maxRunsPerWorkflow} = 0
          or (workspace_id, workflow_id) not in (
            select workspace_id, workflow_id from held where active_runs >= ${maxRunsPerWorkflow}))`)}
        ), numbered as (
          select c.*, coalesce(h.active_runs, 0) + row_number() over (
            partition by c.workspace_id, c.workflow_id, worker is null order by turn_at, id) as slot
          from candidates c left join held h using (workspace_id, workflow_id)
        ), ordered as (
          select n.id, n.worker, n.created_at, coalesce(b.active_runs, 0) + row_number() over (
            partition by n.workspace_id, worker is null order by turn_at, id) as turn,
            row_number() over (partition by n.workspace_id order by worker is null, turn_at, id) = 1
              and ${isIdleWorkspace(sql`n.workspace_id`)} as is_reserved
          from numbered n left join busy b using (workspace_id)
          where worker is not null or ${maxRunsPerWorkflow} = 0 or slot <= ${maxRunsPerWorkflow}
        ), eligible as (
          select id, worker, is_reserved, (select coalesce(sum(active_runs), 0) from held)
            + row_number() over (partition by worker is null order by turn, created_at, id) as slot
          from ordered
        ), positioned as (
          select id, is_reserved, row_number() over (order by worker is null, slot) as position from eligible
          where is_reserved or worker is not null or ${maxTotalRuns} = 0 or slot <= ${maxTotalRuns}
        )
        select id from positioned where position <= ${max}
        union all
        (select id from positioned where is_reserved and position > ${max} order by position limit ${maxIdleWorkspaces})))`
      return claimRuns(isSelected, worker, transaction)
    })
  return {
    /**
     * Claims up to `max` queued runs within the limits. In addition, claims one run from each workspace that has none in
     * progress, up to `maxIdleWorkspaces` runs in total (default: no limit). Workspaces take turns, starting with the one
     * that has the fewest runs in progress; a workspace's runs are ordered by priority and age (`effectiveQueuedAt`).
     * Concurrent claims return different runs and do not wait for each other. Runs that are blocked by another run with
     * the same concurrency key are not claimed.
     */
    async claimQueued(
      max: number,
      worker: string,
      {
        maxIdleWorkspaces = noLimit,
        capacity,
      }: { maxIdleWorkspaces?: number; capacity?: RunCapacity | undefined } = {},
    ): Promise<ClaimedRun[]> {
      if (capacity) {
        const { rows } = await sql<{ has_blocked: boolean }>`select ${hasBlocked} as has_blocked`.execute(database)
        if (rows[0]?.has_blocked) await unblockRuns(database)
        const selectCandidates = (condition: RawBuilder<boolean>) =>
          sql`select first.* from ${queuedWorkspaces} cross join ${selectFirstQueued(limitCandidates(max, capacity), condition)}`
        return claimWithinLimits(isQueued, selectCandidates, { max, maxIdleWorkspaces }, worker, capacity)
      }
      const isSelected = sql<boolean>`id = any(array(
        with workspaces as materialized (
          -- A join with the counts of all workspaces would read the whole table while its statistics are outdated.
          select workspace_id, (select count(*) from runs r
            where r.workspace_id = queued.workspace_id and r.worker is not null) as active_runs
          from (select * from ${queuedWorkspaces}) as queued
        ), turns as (
          select first.id, first.created_at, workspaces.active_runs + row_number() over (
            partition by first.workspace_id order by first.turn_at, first.id) as turn
          from workspaces cross join ${selectFirstQueued(sql<number>`${Math.max(1, max) * candidateFactor}`)}
        ), idle as (select count(*) as workspaces
          from (select from turns where turn = 1 limit ${max + maxIdleWorkspaces}) as first_turns
        ), chosen as materialized (
          select id, turn, row_number() over (order by turn, created_at, id) as position from turns
          order by position limit ${max * candidateFactor} + (select workspaces from idle)
        )
        select locked.id from (
          select id from chosen where turn = 1 or (select workspaces from idle) < ${max} order by position
        ) as candidates cross join lateral (
          select runs.id from runs where runs.id = candidates.id and ${isStillQueued} for update skip locked
        ) as locked
        limit greatest(${max}, (select workspaces from idle))))`
      const claimedRuns = await claimRunsUnlessBlocked(isSelected, worker)
      if (claimedRuns) return claimedRuns
      await unblockRuns(database)
      return claimRuns(isSelected, worker, database)
    },
    /**
     * Claims up to `max` of the given runs, if they are still due and within the limits: first runs held by failed
     * workers, then each workspace's oldest runs in turn. As with `claimQueued`, one run from each idle workspace is also
     * claimed. Another worker may have claimed and released a run since it was listed.
     */
    async claim(
      ids: readonly string[],
      worker: string,
      {
        max = ids.length,
        maxIdleWorkspaces = noLimit,
        capacity,
      }: { max?: number; maxIdleWorkspaces?: number; capacity?: RunCapacity | undefined } = {},
    ): Promise<ClaimedRun[]> {
      if (ids.length === 0) return []
      const isCandidate = sql<boolean>`id = any(${[...ids]}::text[]) and ${isDue()}`
      if (capacity) {
        const selectCandidates = (condition: RawBuilder<boolean>) =>
          sql`select id, worker, workspace_id, workflow_id, created_at, ${effectiveQueuedAt} as turn_at from runs
            where ${isCandidate} and ${condition}`
        return claimWithinLimits(isCandidate, selectCandidates, { max, maxIdleWorkspaces }, worker, capacity)
      }
      const isSelected = sql<boolean>`${isDue()} and id = any(array(
        with positioned as (
          select id, workspace_id, row_number() over (order by worker is null, turn, created_at, id) as position,
            row_number() over (partition by workspace_id order by worker is null, turn) as slot
          from (${selectTurns(isCandidate)}) as candidates
        )
        select id from positioned where position <= ${max}
        union all
        (select id from positioned
          where position > ${max} and slot = 1 and ${isIdleWorkspace(sql`positioned.workspace_id`)}
          order by position limit ${maxIdleWorkspaces})))`
      return claimRuns(isSelected, worker, database)
    },
    /**
     * Appends the events of several runs: all or none of each run's events. Returns the IDs of the runs whose events were
     * stored.
     */
    async append(batches: readonly RunEventBatch[]): Promise<Set<string>> {
      const batchesWithStatus = batches.filter(({ status }) => status !== undefined)
      const batchesWithoutStatus = batches.filter(({ status }) => status === undefined)
      const events = batches.flatMap(({ id, firstSeq, bodies }) =>
        bodies.map((body, index) => ({ id, seq: firstSeq + index, body })),
      )
      const toTimestamp = (batch: RunEventBatch): string => new Date(batch.time).toISOString()
      const columns = {
        ids: batchesWithStatus.map(({ id }) => id),
        leases: batchesWithStatus.map(({ lease }) => lease),
        statuses: batchesWithStatus.map(({ status }) => status!),
        times: batchesWithStatus.map(toTimestamp),
        endTimes: batchesWithStatus.map((batch) => (isFinalRunState(batch.status!) ? toTimestamp(batch) : null)),
      }
      // A write with an old lease matches no row. If the events already exist, an earlier attempt at the same statement
      // stored them, and only its response was lost.
      const { rows } = await sql<{ id: string }>`
        with changing as (
          select * from unnest(${columns.ids}::text[], ${columns.leases}::int[], ${columns.statuses}::text[],
            ${columns.times}::text[], ${columns.endTimes}::text[]) as g(id, lease, status, at, ended)
        ), changed as (
          update runs r set status = g.status, started_at = coalesce(r.started_at, g.at::timestamptz),
            ended_at = g.ended::timestamptz,
            worker = case when g.ended is null then r.worker end, beat_at = case when g.ended is null then r.beat_at end
          from changing g where r.id = g.id and r.lease = g.lease returning r.id, r.workspace_id
        ), plain as (
          select r.id, r.workspace_id from runs r
          join unnest(${batchesWithoutStatus.map(({ id }) => id)}::text[], ${batchesWithoutStatus.map(({ lease }) => lease)}::int[]) as p(id, lease)
            on r.id = p.id and r.lease = p.lease
          for share of r
        ), held as (select * from changed union all select * from plain),
        inserted as (
          insert into run_events (workspace_id, run_id, seq, body)
          select held.workspace_id, e.run_id, e.seq, e.body
          from unnest(${events.map(({ id }) => id)}::text[], ${events.map(({ seq }) => seq)}::int[],
            ${events.map(({ body }) => body)}::text[]) as e(run_id, seq, body)
          join held on held.id = e.run_id
          on conflict do nothing
        )
        select id from held`.execute(database)
      return new Set(rows.map(({ id }) => id))
    },
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
    storeTables: ({ id, lease }: HeldLease, tables: readonly StoredTable[]): Promise<boolean> =>
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
      }),
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
          sql<boolean>`(lease > 0 or status <> 'queued') and ${condition} and ${isDue(unfinishedWaits)}`,
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
    /** Requests the cancellation of a run. A run that has not started is canceled immediately. */
    async cancel(workspace: string, id: string, canceledBy?: string): Promise<'cancelled' | 'requested' | 'ended'> {
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
        const time = now()
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
    },
  }
}

/** Maximum number of runs unblocked at once per key. */
const maxUnblockedRuns = 100

/** SQL condition: a run is blocked by its concurrency key. */
const isBlocked = sql`blocked and ended_at is null`
/** SQL condition: any run is blocked by its concurrency key. */
const hasBlocked = sql<boolean>`exists (select from runs where ${isBlocked})`

/** Unblocks the first runs of each concurrency key that has free slots. */
async function unblockRuns(database: Kysely<Database>): Promise<void> {
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
