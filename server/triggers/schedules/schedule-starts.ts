import { planTimes } from '@aw-flow/engine'
import { error, failed, ok, type Problem, type Result } from '@aw-flow/schema'
import { sql, type Kysely } from 'kysely'
import type { Database } from '../../store/database/database.ts'
import { readPage, type Page, type PageRequest } from '../../store/database/page.ts'
import { isValidId } from '../../store/database/valid-id.ts'
import { openWorkspaceRows } from '../../store/database/workspace-rows.ts'
import type { OverlapPolicy, StartStatus } from './schedule-policies.ts'
import { toStart, type Schedule, type ScheduleStart } from './schedule.ts'

export interface Backfill {
  start: number
  end: number
  overlap: OverlapPolicy
}

export interface ScheduleStartsOptions {
  database: Kysely<Database>
  workspace: string
  now(): number
  find(id: string): Promise<Schedule | undefined>
  /** Returns why the workflow of a schedule cannot start. With a node ID, the workflow must have the node. */
  findStartProblem(schedule: Pick<Schedule, 'workflowId' | 'nodeId'>): Promise<Problem | undefined>
}

/** Maximum number of starts per backfill. */
export const maxBackfillStarts = 10_000
const backfillBatchSize = 1_000

/** Opens the planned starts of a workspace's schedules. */
export function openScheduleStarts({ database, workspace, now, find, findStartProblem }: ScheduleStartsOptions) {
  const rows = openWorkspaceRows(database, workspace, 'schedule_starts')
  return {
    /** Lists a schedule's starts up to now, newest first. */
    async listStarts(id: string, { limit, offset }: PageRequest, status?: StartStatus): Promise<Page<ScheduleStart>> {
      if (!isValidId(id)) return { items: [], total: 0, limit, offset }
      const query = rows.select({ schedule_id: id, ...(status && { status }) })
      return readPage(query.orderBy('planned_at', 'desc'), { limit, offset }, toStart)
    },
    /**
     * Starts runs for those planned times in a period that do not have a run yet. Resolves with the number of starts, or
     * with `undefined` for an unknown ID.
     */
    async backfill(id: string, { start, end, overlap }: Backfill): Promise<Result<number> | undefined> {
      const schedule = await find(id)
      if (!schedule) return undefined
      const problem = await findStartProblem({ workflowId: schedule.workflowId })
      if (problem) return failed(problem)
      const times: string[] = []
      for (const time of planTimes(schedule.timing, start - 1)) {
        if (time >= end) break
        times.push(new Date(time).toISOString())
        if (times.length > maxBackfillStarts) return failed(error('schedule.backfill-size', { max: maxBackfillStarts }))
      }
      let count = 0
      for (let index = 0; index < times.length; index += backfillBatchSize) {
        const batch = times.slice(index, index + backfillBatchSize)
        const result = await sql`
          insert into schedule_starts (workspace_id, schedule_id, planned_at, due_at, status, overlap)
          select ${workspace}, ${id}, planned::timestamptz, ${new Date(now())}, 'due', ${overlap} from unnest(${batch}::text[]) as p(planned)
          on conflict (schedule_id, planned_at) do update
            set status = 'due', overlap = excluded.overlap, due_at = excluded.due_at, missed = null, problem = null
            where schedule_starts.status in ('missed', 'skipped', 'rejected')
          returning planned_at`.execute(database)
        count += result.rows.length
      }
      return ok(count)
    },
    /**
     * Starts a run now. Resolves with the current time, which becomes the run's planned time, or with `undefined` for an
     * unknown ID.
     */
    async startNow(id: string, overlap: OverlapPolicy): Promise<Result<string> | undefined> {
      const schedule = await find(id)
      if (!schedule) return undefined
      const problem = await findStartProblem(schedule)
      if (problem) return failed(problem)
      const time = new Date(now())
      // Two requests within the same millisecond result in only one start.
      await rows.insert({ schedule_id: id, planned_at: time, due_at: time, status: 'due', overlap })
      return ok(time.toISOString())
    },
  }
}
