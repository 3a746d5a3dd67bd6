import { error, type Problem } from '@aw-flow/schema'
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { findPeriodStart } from '../analytics/periods.ts'
import type { Database } from '../store/database/database.ts'
import type { WorkspaceState } from '../store/workspace-state.ts'

/** Limits of the runs of each workspace that the operator of the server has set. 0 means unlimited. */
export interface RunQuotas {
  /** Queued and running runs. */
  concurrentRuns: number
  /** Minutes per calendar month (UTC) in which runs were executed. */
  runMinutes: number
}

export const noRunQuotas: RunQuotas = { concurrentRuns: 0, runMinutes: 0 }

const limitSchema = z.number().int().positive().max(Number.MAX_SAFE_INTEGER).nullable().default(null)
const workspaceLimitsSchema = z.object({
  storageBytes: limitSchema,
  concurrentRuns: limitSchema,
  runMinutes: limitSchema,
})
/** Limits that the administrators of a workspace have set. `null`: none. */
export type WorkspaceLimits = z.infer<typeof workspaceLimitsSchema>

/** Usage of a workspace by runs. */
export interface RunUsage {
  concurrentRuns: number
  /** In the current month, including runs in progress. Time in which runs wait does not count. */
  runMinutes: number
}

/** The quotas of a workspace. The lower one of a limit of the server and one of the workspace applies. */
export interface Quotas {
  /** The limits of the server for runs. */
  serverLimits: RunQuotas
  readLimits(): Promise<WorkspaceLimits>
  writeLimits(limits: WorkspaceLimits): Promise<void>
  readRunUsage(): Promise<RunUsage>
  /**
   * Returns why no other run can start now, or `undefined`. Concurrent starts may exceed a limit by a few runs.
   *
   * @param newRuns Number of runs to start. Default: 1.
   */
  findStartProblem(newRuns?: number): Promise<Problem | undefined>
}

const settingName = 'quotas'

export interface QuotasOptions {
  database: Kysely<Database>
  workspace: string
  state: WorkspaceState
  serverLimits: RunQuotas
  now(): number
}

export function createQuotas({ database, workspace, state, serverLimits, now }: QuotasOptions): Quotas {
  const readLimits = async (): Promise<WorkspaceLimits> =>
    workspaceLimitsSchema.safeParse((await state.read(settingName)) ?? {}).data ?? workspaceLimitsSchema.parse({})
  const readRunUsage = async (): Promise<RunUsage> => {
    const month = new Date(findPeriodStart('monthly', now()))
    const { rows } = await sql<{ runs: number | string; ms: number | null }>`select
      (select count(*) from runs where workspace_id = ${workspace} and status in ('queued', 'running')
        and deleted_at is null) as runs,
      coalesce((select sum(active_ms) from analytics_aggregates where workspace_id = ${workspace}
        and period = 'monthly' and dimension = 'all' and period_start = ${month}), 0)
      + coalesce((select sum(r.active_ms) from analytics_pending p join runs r on r.id = p.run_id
        where p.workspace_id = ${workspace} and r.ended_at >= ${month}), 0)
      + coalesce((select sum(active_ms + coalesce(extract(epoch from now() - active_since) * 1000, 0)) from runs
        where workspace_id = ${workspace} and status in ('queued', 'running', 'waiting')), 0)::float8 as ms`.execute(
      database,
    )
    const [row] = rows
    return { concurrentRuns: Number(row?.runs ?? 0), runMinutes: Number(row?.ms ?? 0) / 60_000 }
  }
  return {
    serverLimits,
    readLimits,
    writeLimits: (limits) => state.write(settingName, limits),
    readRunUsage,
    async findStartProblem(newRuns = 1) {
      const limits = await readLimits()
      const maxRuns = findLowerLimit(serverLimits.concurrentRuns, limits.concurrentRuns)
      const maxMinutes = findLowerLimit(serverLimits.runMinutes, limits.runMinutes)
      if (maxRuns === null && maxMinutes === null) return undefined
      const { concurrentRuns, runMinutes } = await readRunUsage()
      if (maxRuns !== null && concurrentRuns + newRuns > maxRuns) return error('quota.runs', { max: maxRuns })
      if (maxMinutes !== null && runMinutes >= maxMinutes) return error('quota.minutes', { max: maxMinutes })
      return undefined
    },
  }
}

/** Returns the lower limit. 0 and `null` mean unlimited; the result is `null` then. */
export function findLowerLimit(serverLimit: number, workspaceLimit: number | null): number | null {
  const limits = [serverLimit, workspaceLimit ?? 0].filter((limit) => limit > 0)
  return limits.length === 0 ? null : Math.min(...limits)
}

/** Returns whether a run did not start because of a quota. */
export const isQuotaProblem = ({ code }: Problem): boolean => code === 'quota.runs' || code === 'quota.minutes'
