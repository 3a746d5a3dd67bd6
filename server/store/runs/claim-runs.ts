import { sql, type Kysely, type RawBuilder } from 'kysely'
import { advisoryLocks } from '../database/advisory-locks.ts'
import type { Database } from '../database/database.ts'
import type { HeldLease } from './held-lease.ts'
import {
  countActiveRuns,
  effectiveQueuedAt,
  findOwner,
  isDue,
  isIdleOwner,
  isQueued,
  isStillQueued,
  selectTurns,
} from './run-conditions.ts'
import type { RunRequest } from './run-request.ts'
import { hasBlocked, unblockRuns } from './unblock-runs.ts'

export interface ClaimedRun extends HeldLease {
  workspace: string
  /** Owner of the workspace. Owners take turns. */
  owner: string
  workflowId: string
  /** ID of the caller who started the run. Absent if a trigger started it. */
  startedBy?: string
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

/** Limits on concurrent runs across all processes. 0 means unlimited. */
export interface RunCapacity {
  maxRunsPerWorkflow: number
  maxTotalRuns: number
}

export interface ClaimOptions {
  maxIdleWorkspaces?: number | undefined
  capacity?: RunCapacity | undefined
}

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
  owner: string
  lease: number
  workflow_id: string
  started_by: string | null
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
  owner: row.owner,
  lease: row.lease,
  workflowId: row.workflow_id,
  ...(row.started_by === null ? {} : { startedBy: row.started_by }),
  request: row.request,
  subWorkflowIds: readSubWorkflowIds(row),
  isCanceled: row.cancel_requested_at !== null,
  ...(row.retry_of === null ? {} : { retryOf: row.retry_of }),
  hasConcurrencyKey: row.concurrency_key !== null,
})

const claimMatching = (condition: RawBuilder<boolean>, worker: string) => sql`
  update runs set lease = lease + 1, worker = ${worker}, beat_at = now(), wakes_at = null, waits_for = null,
    problem = null
  where ${condition}
  returning id, workspace_id, lease, workflow_id, started_by, request, part_ids, cancel_requested_at, retry_of,
    concurrency_key, ${effectiveQueuedAt} as turn_at, ${findOwner(sql`runs.workspace_id`)} as owner`
const claimRuns = async (database: Kysely<Database>, condition: RawBuilder<boolean>, worker: string) => {
  const { rows } = await sql<ClaimedRow>`
    with claimed as (${claimMatching(condition, worker)}) select * from claimed order by turn_at, id`.execute(database)
  return rows.map(toClaimedRun)
}
/**
 * Like `claimRuns`, but claims nothing and resolves with `undefined` if any run is blocked by its concurrency key.
 */
const claimRunsUnlessBlocked = async (database: Kysely<Database>, condition: RawBuilder<boolean>, worker: string) => {
  const { rows } = await sql<Partial<ClaimedRow> & { has_blocked: boolean }>`
    with claimed as (${claimMatching(sql<boolean>`not ${hasBlocked} and ${condition}`, worker)})
    select claimed.*, ${hasBlocked} as has_blocked from (select) as always left join claimed on true
    order by turn_at, id`.execute(database)
  if (rows[0]?.has_blocked) return undefined
  return rows.filter((row): row is ClaimedRow & { has_blocked: boolean } => row.id !== null).map(toClaimedRun)
}
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
  database: Kysely<Database>,
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
        select ${findOwner(sql`held.workspace_id`)} as owner, sum(active_runs) as active_runs from held group by owner
      ), candidates as (${selectCandidates(sql<boolean>`(worker is not null or ${maxRunsPerWorkflow} = 0
        or (workspace_id, workflow_id) not in (
          select workspace_id, workflow_id from held where active_runs >= ${maxRunsPerWorkflow}))`)}
      ), numbered as (
        select c.*, coalesce(h.active_runs, 0) + row_number() over (
          partition by c.workspace_id, c.workflow_id, worker is null order by turn_at, id) as slot
        from candidates c left join held h using (workspace_id, workflow_id)
      ), ordered as (
        select n.*, ${findOwner(sql`n.workspace_id`)} as owner, row_number() over (
          partition by n.workspace_id, worker is null order by turn_at, id) as workspace_turn
        from numbered n where worker is not null or ${maxRunsPerWorkflow} = 0 or slot <= ${maxRunsPerWorkflow}
      ), owned as (
        select o.id, o.worker, o.created_at, coalesce(b.active_runs, 0) + row_number() over (
          partition by o.owner, worker is null order by workspace_turn, turn_at, id) as turn,
          row_number() over (partition by o.owner order by worker is null, workspace_turn, turn_at, id) = 1
            and ${isIdleOwner(sql`o.owner`)} as is_reserved
        from ordered o left join busy b using (owner)
      ), eligible as (
        select id, worker, is_reserved, (select coalesce(sum(active_runs), 0) from held)
          + row_number() over (partition by worker is null order by turn, created_at, id) as slot
        from owned
      ), positioned as (
        select id, is_reserved, row_number() over (order by worker is null, slot) as position from eligible
        where is_reserved or worker is not null or ${maxTotalRuns} = 0 or slot <= ${maxTotalRuns}
      )
      select id from positioned where position <= ${max}
      union all
      (select id from positioned where is_reserved and position > ${max} order by position limit ${maxIdleWorkspaces})))`
    return claimRuns(transaction, isSelected, worker)
  })
/**
 * Claims up to `max` queued runs within the limits. In addition, claims one run from each owner that has none in
 * progress, up to `maxIdleWorkspaces` runs in total (default: no limit). Owners take turns, starting with the one that has
 * the fewest runs in progress, and so do the workspaces of an owner; a workspace's runs are ordered by priority and age
 * (`effectiveQueuedAt`).
 * Concurrent claims return different runs and do not wait for each other. Runs that are blocked by another run with the
 * same concurrency key are not claimed.
 */
export async function claimQueuedRuns(
  database: Kysely<Database>,
  max: number,
  worker: string,
  { maxIdleWorkspaces = noLimit, capacity }: ClaimOptions = {},
): Promise<ClaimedRun[]> {
  if (capacity) {
    const { rows } = await sql<{ has_blocked: boolean }>`select ${hasBlocked} as has_blocked`.execute(database)
    if (rows[0]?.has_blocked) await unblockRuns(database)
    const selectCandidates = (condition: RawBuilder<boolean>) =>
      sql`select first.* from ${queuedWorkspaces} cross join ${selectFirstQueued(limitCandidates(max, capacity), condition)}`
    return claimWithinLimits(database, isQueued, selectCandidates, { max, maxIdleWorkspaces }, worker, capacity)
  }
  const isSelected = sql<boolean>`id = any(array(
      with workspaces as materialized (
        -- A join with the counts of all workspaces would read the whole table while its statistics are outdated.
        select workspace_id, owner, ${countActiveRuns(sql`owner`)} as active_runs
        from (select workspace_id, ${findOwner(sql`workspaces.workspace_id`)} as owner from ${queuedWorkspaces}) as queued
      ), workspace_turns as (
        select first.id, first.created_at, first.turn_at, workspaces.owner, workspaces.active_runs, row_number() over (
          partition by first.workspace_id order by first.turn_at, first.id) as workspace_turn
        from workspaces cross join ${selectFirstQueued(sql<number>`${Math.max(1, max) * candidateFactor}`)}
      ), turns as (
        select id, created_at, active_runs + row_number() over (
          partition by owner order by workspace_turn, turn_at, id) as turn
        from workspace_turns
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
  const claimedRuns = await claimRunsUnlessBlocked(database, isSelected, worker)
  if (claimedRuns) return claimedRuns
  await unblockRuns(database)
  return claimRuns(database, isSelected, worker)
}

/**
 * Claims up to `max` of the given runs, if they are still due and within the limits: first runs held by failed workers,
 * then each workspace's oldest runs in turn. As with `claimQueuedRuns`, one run from each idle owner is also claimed.
 * Another worker may have claimed and released a run since it was listed.
 */
export async function claimListedRuns(
  database: Kysely<Database>,
  ids: readonly string[],
  worker: string,
  {
    now,
    max = ids.length,
    maxIdleWorkspaces = noLimit,
    capacity,
  }: ClaimOptions & { now: number; max?: number | undefined },
): Promise<ClaimedRun[]> {
  if (ids.length === 0) return []
  const isCandidate = sql<boolean>`id = any(${[...ids]}::text[]) and ${isDue(now)}`
  if (capacity) {
    const selectCandidates = (condition: RawBuilder<boolean>) =>
      sql`select id, worker, workspace_id, workflow_id, created_at, ${effectiveQueuedAt} as turn_at from runs
          where ${isCandidate} and ${condition}`
    return claimWithinLimits(database, isCandidate, selectCandidates, { max, maxIdleWorkspaces }, worker, capacity)
  }
  const isSelected = sql<boolean>`${isDue(now)} and id = any(array(
      with positioned as (
        select id, owner, row_number() over (order by worker is null, turn, created_at, id) as position,
          row_number() over (partition by owner order by worker is null, turn, created_at, id) as slot
        from (select turns.*, ${findOwner(sql`turns.workspace_id`)} as owner
          from (${selectTurns(isCandidate)}) as turns) as candidates
      )
      select id from positioned where position <= ${max}
      union all
      (select id from positioned
        where position > ${max} and slot = 1 and ${isIdleOwner(sql`positioned.owner`)}
        order by position limit ${maxIdleWorkspaces})))`
  return claimRuns(database, isSelected, worker)
}
