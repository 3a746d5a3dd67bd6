import { error, type Problem } from '@aw-flow/schema'
import { sql, type Kysely, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { findPeriodStart } from '../analytics/periods.ts'
import type { Database } from '../store/database/database.ts'
import { asLoginRole } from '../store/database/row-security.ts'
import { findOwner } from '../store/runs/run-conditions.ts'
import type { WorkspaceState } from '../store/workspace-state.ts'

/** Limits set by the server's operator for the runs of each workspace and of each owner. 0 means unlimited. */
export interface RunQuotas {
  /** Maximum number of queued and running runs. */
  concurrentRuns: number
  /** Maximum total execution time of runs per calendar month (UTC), in minutes. */
  runMinutes: number
}

export const noRunQuotas: RunQuotas = { concurrentRuns: 0, runMinutes: 0 }

const limitSchema = z.number().int().positive().max(Number.MAX_SAFE_INTEGER).nullable().default(null)
const workspaceLimitsSchema = z.object({
  storageBytes: limitSchema,
  concurrentRuns: limitSchema,
  runMinutes: limitSchema,
})
/** Limits set by a workspace's administrators. `null` means that no limit is set. */
export type WorkspaceLimits = z.infer<typeof workspaceLimitsSchema>

/** A workspace's run usage. */
export interface RunUsage {
  concurrentRuns: number
  /** Total execution time in the current month, including runs in progress but excluding time spent waiting. */
  runMinutes: number
}

/**
 * Limits set by the operator for one workspace. 0 means unlimited; `null` means that the limits in the environment
 * variables apply.
 */
export type OperatorLimits = Record<keyof WorkspaceLimits, number | null>

/** Number of runs that may start. If it is less than requested, `problem` is the reason. */
export interface ClaimedStarts {
  count: number
  problem?: Problem | undefined
}

/**
 * Claims slots for runs that are inserted in the same transaction. Until the transaction ends, other starts of the owner
 * wait, so that concurrent starts cannot exceed a limit.
 */
export type ClaimStarts = (transaction: Kysely<Database>, newRunCount: number) => Promise<ClaimedStarts>

/** A workspace's quotas. The lower of the server's limit and the workspace's limit applies. */
export type Quotas = ReturnType<typeof createQuotas>

/** Thrown if a run was not started because of a quota. */
export class StartRejectedError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
}

/** Limits that apply when runs are started. `null` means unlimited. */
type StartLimits = Record<'maxRuns' | 'maxMinutes', number | null>

const settingName = 'quotas'
const operatorSettingName = 'operator-quotas'
const operatorLimitSchema = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).nullable().catch(null)
const operatorLimitsSchema = z.object({
  storageBytes: operatorLimitSchema,
  concurrentRuns: operatorLimitSchema,
  runMinutes: operatorLimitSchema,
})

export interface QuotasOptions {
  database: Kysely<Database>
  /** The database with the rows of all workspaces. */
  serverDatabase: Kysely<Database>
  workspace: string
  state: WorkspaceState
  serverLimits: RunQuotas
  now(): number
}

export function createQuotas({ database, serverDatabase, workspace, state, serverLimits, now }: QuotasOptions) {
  const thisWorkspace = sql`array[${workspace}]`
  const ownedWorkspaces = selectOwnedWorkspaces(workspace)
  const readLimits = async (): Promise<WorkspaceLimits> =>
    workspaceLimitsSchema.safeParse((await state.read(settingName)) ?? {}).data ?? workspaceLimitsSchema.parse({})
  const readOperatorLimits = async (): Promise<OperatorLimits> =>
    operatorLimitsSchema.parse((await state.read(operatorSettingName)) ?? {})
  /**
   * Reads the server's limits for this workspace. 0 means unlimited. If `storageBytes` is `undefined`, the limit in the
   * environment variables applies.
   */
  const readServerLimits = async (): Promise<RunQuotas & { storageBytes: number | undefined }> => {
    const { storageBytes, concurrentRuns, runMinutes } = await readOperatorLimits()
    return {
      storageBytes: storageBytes ?? undefined,
      concurrentRuns: concurrentRuns ?? serverLimits.concurrentRuns,
      runMinutes: runMinutes ?? serverLimits.runMinutes,
    }
  }
  const readStartLimits = async (): Promise<StartLimits | undefined> => {
    const [limits, currentServerLimits] = await Promise.all([readLimits(), readServerLimits()])
    const maxRuns = findLowerLimit(currentServerLimits.concurrentRuns, limits.concurrentRuns)
    const maxMinutes = findLowerLimit(currentServerLimits.runMinutes, limits.runMinutes)
    return maxRuns === null && maxMinutes === null ? undefined : { maxRuns, maxMinutes }
  }
  /** Returns how many of the new runs may start. */
  const countStarts = async (
    executor: Kysely<Database>,
    newRunCount: number,
    { maxRuns, maxMinutes }: StartLimits,
    workspaces: RawBuilder<unknown> = thisWorkspace,
  ): Promise<ClaimedStarts> => {
    const { concurrentRuns, runMinutes } = await readRunUsage(executor, workspaces, now())
    const freeRunCount = maxRuns === null ? Infinity : Math.max(0, maxRuns - concurrentRuns)
    if (freeRunCount < newRunCount) return { count: freeRunCount, problem: error('quota.runs', { max: maxRuns! }) }
    if (maxMinutes !== null && runMinutes >= maxMinutes)
      return { count: 0, problem: error('quota.minutes', { max: maxMinutes }) }
    return { count: newRunCount }
  }
  /** Reads the limits of the server that apply to all workspaces of the owner together. */
  const readOwnerLimits = async (): Promise<StartLimits | undefined> => {
    const operatorLimits = await readOperatorLimits()
    const [maxRuns, maxMinutes] = (['concurrentRuns', 'runMinutes'] as const).map((name) =>
      operatorLimits[name] === null ? findLowerLimit(serverLimits[name], null) : null,
    ) as [number | null, number | null]
    return maxRuns === null && maxMinutes === null ? undefined : { maxRuns, maxMinutes }
  }
  /** Returns how many of the new runs may start by the limits of the owner. Reads the rows of all of their workspaces. */
  const countOwnerStarts = async (
    executor: Kysely<Database>,
    newRunCount: number,
    limits: StartLimits | undefined,
  ): Promise<ClaimedStarts> =>
    limits ? countStarts(executor, newRunCount, limits, ownedWorkspaces) : { count: newRunCount }
  const isServerUnlimited = serverLimits.concurrentRuns === 0 && serverLimits.runMinutes === 0
  return {
    /**
     * SQL condition that is true if the workspace has no limits on starting runs. Runs inserted under this condition do
     * not need a claim. `undefined` if the server sets limits.
     */
    hasNoLimits: isServerUnlimited
      ? sql<boolean>`not exists (select from facts
          where workspace_id = ${workspace} and name in (${settingName}, ${operatorSettingName}))`
      : undefined,
    readServerLimits,
    readLimits,
    writeLimits: (limits: WorkspaceLimits): Promise<void> => state.write(settingName, limits),
    readOperatorLimits,
    writeOperatorLimits: (limits: OperatorLimits): Promise<void> => state.write(operatorSettingName, limits),
    readRunUsage: (): Promise<RunUsage> => readRunUsage(database, thisWorkspace, now()),
    /** Returns the IDs of the workspaces of the workspace's owner, including this one, and the size of their datasets. */
    readOwnerStorage: () => readOwnerStorage(serverDatabase, ownedWorkspaces),
    /**
     * Returns the reason that runs cannot currently start, or `undefined` if they can. This check does not reserve
     * anything, so a concurrent start may still use up the quota.
     *
     * @param newRunCount Number of runs to start. Default: 1.
     */
    async findStartProblem(newRunCount: number = 1): Promise<Problem | undefined> {
      const limits = await readStartLimits()
      return (
        limits &&
        ((await countStarts(database, newRunCount, limits)).problem ??
          (await countOwnerStarts(serverDatabase, newRunCount, await readOwnerLimits())).problem)
      )
    },
    /**
     * Reads the limits before a transaction that inserts runs. Returns the function to call in the transaction to claim
     * slots, or `undefined` if there are no limits.
     */
    async openClaim(): Promise<ClaimStarts | undefined> {
      const limits = await readStartLimits()
      if (!limits) return undefined
      const ownerLimits = await readOwnerLimits()
      return (transaction, newRunCount) =>
        asLoginRole(transaction, async () => {
          // Without the lock, concurrent starts could each count the last free place.
          await sql`select pg_advisory_xact_lock(hashtextextended('aw-quotas/' || ${findOwner(sql`${workspace}::text`)}, 0))`.execute(
            transaction,
          )
          const starts = await countStarts(transaction, newRunCount, limits)
          const ownerStarts = await countOwnerStarts(transaction, newRunCount, ownerLimits)
          return ownerStarts.count < starts.count ? ownerStarts : starts
        })
    },
  }
}

/** SQL expression for the workspaces of a workspace's owner, including this one. */
export const selectOwnedWorkspaces = (
  workspace: string,
) => sql`array_append(array(select o.workspace_id from workspace_members m
  join workspace_members o on o.user_id = m.user_id and o.role = 'owner'
  where m.workspace_id = ${workspace} and m.role = 'owner'), ${workspace})`

async function readRunUsage(
  executor: Kysely<Database>,
  workspaces: RawBuilder<unknown>,
  now: number,
): Promise<RunUsage> {
  const monthStart = new Date(findPeriodStart('monthly', now))
  const { rows } = await sql<{ runs: number | string; ms: number | null }>`select
    (select count(*) from runs where workspace_id = any(${workspaces}) and status in ('queued', 'running')
      and deleted_at is null) as runs,
    coalesce((select sum(active_ms) from analytics_aggregates where workspace_id = any(${workspaces})
      and period = 'monthly' and dimension = 'all' and period_start = ${monthStart}), 0)
    + coalesce((select sum(r.active_ms) from analytics_pending p join runs r on r.id = p.run_id
      where p.workspace_id = any(${workspaces}) and r.ended_at >= ${monthStart}), 0)
    + coalesce((select sum(active_ms + coalesce(extract(epoch from now() - active_since) * 1000, 0)) from runs
      where workspace_id = any(${workspaces}) and status in ('queued', 'running', 'waiting')), 0)::float8 as ms`.execute(
    executor,
  )
  const [row] = rows
  return { concurrentRuns: Number(row?.runs ?? 0), runMinutes: Number(row?.ms ?? 0) / 60_000 }
}

async function readOwnerStorage(
  database: Kysely<Database>,
  ownedWorkspaces: RawBuilder<unknown>,
): Promise<{ workspaces: string[]; datasetBytes: number }> {
  const { rows } = await sql<{ workspaces: string[]; bytes: number | string }>`
    select owned.ids as workspaces, (select coalesce(sum(size), 0) from datasets
      where workspace_id = any(owned.ids)) as bytes
    from (select ${ownedWorkspaces} as ids) owned`.execute(database)
  const [row] = rows
  return { workspaces: row?.workspaces ?? [], datasetBytes: Number(row?.bytes ?? 0) }
}

/** Returns the lower of two limits. 0 and `null` mean unlimited. Returns `null` if both are unlimited. */
export function findLowerLimit(serverLimit: number, workspaceLimit: number | null): number | null {
  const limits = [serverLimit, workspaceLimit ?? 0].filter((limit) => limit > 0)
  return limits.length === 0 ? null : Math.min(...limits)
}

/** Returns whether the problem is that a run was not started because of a quota. */
export const isQuotaProblem = ({ code }: Problem): boolean => code === 'quota.runs' || code === 'quota.minutes'
