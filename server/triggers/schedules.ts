import { findTimingProblems, planTimes, type ScheduleTiming } from '@aw-flow/engine'
import { error, failed, ok, type Problem, type Result } from '@aw-flow/schema'
import { sql, type Kysely, type Selectable } from 'kysely'
import type { Database } from '../store/database/database.ts'
import { readPage, type Page, type PageRequest } from '../store/database/page.ts'
import type { Store } from '../store/open-store.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { isValidId } from '../store/database/valid-id.ts'
import type { ParseDocument } from '../store/workflows/read-document.ts'
import { findNextTime } from './find-next-time.ts'
import { findPublishedVersion, parseTriggeredWorkflow, type TriggeredWorkflow } from './published-workflow.ts'
import type { OverlapPolicy, Schedule, SchedulePolicies, ScheduleStart, StartStatus } from './schedule.ts'
import { isScheduleNode, syncSchedules } from './sync-schedules.ts'
import { createTimingProblem } from './schedule-wire.ts'
import { parseTiming } from './timing-json.ts'

export interface ScheduleFilter {
  workflowId?: string | undefined
  enabled?: boolean | undefined
}

export interface NewSchedule extends SchedulePolicies {
  workflowId: string
  name: string
  timing: ScheduleTiming
  enabled: boolean
}

/** Changes to a schedule. A schedule created from a node gets its `name` and `timing` from the node. */
export type ScheduleChange = Partial<SchedulePolicies> & {
  name?: string
  timing?: ScheduleTiming
  enabled?: boolean
  note?: string | null
}

export interface Backfill {
  start: number
  end: number
  overlap: OverlapPolicy
}

/** A workspace's workflow schedules and their starts. */
export type Schedules = ReturnType<typeof createSchedules>

/** Maximum number of enabled schedules per workspace, and of schedules that do not belong to a node. */
export const maxSchedules = 1_000
/** Maximum number of starts per backfill. */
export const maxBackfillStarts = 10_000

export function createSchedules(
  database: Kysely<Database>,
  workspace: string,
  now: () => number,
  parseDocument: ParseDocument,
) {
  const selectSchedules = () =>
    database
      .selectFrom('schedules')
      .innerJoin('workflows', (join) =>
        join
          .onRef('workflows.id', '=', 'schedules.workflow_id')
          .onRef('workflows.workspace_id', '=', 'schedules.workspace_id'),
      )
      .where('schedules.workspace_id', '=', workspace)
      .where('workflows.deleted_at', 'is', null)
      .selectAll('schedules')
      .select('workflows.name as workflow_name')
  const find = async (id: string): Promise<Schedule | undefined> => {
    if (!isValidId(id)) return undefined
    const row = await selectSchedules().where('schedules.id', '=', id).executeTakeFirst()
    return row && toSchedule(row)
  }
  /** Reads the published version of a workflow, which is the version that schedules start. */
  const readPublishedVersion = async (id: string): Promise<TriggeredWorkflow | undefined> => {
    const unparsedWorkflow = await findPublishedVersion(database, workspace, id)
    return unparsedWorkflow && parseTriggeredWorkflow(unparsedWorkflow, parseDocument)
  }
  const findPublicationProblem = async (workflowId: string): Promise<Problem | undefined> => {
    const triggeredWorkflow = await readPublishedVersion(workflowId)
    if (!triggeredWorkflow) return error('workflow.not-found', { id: workflowId })
    const { isPublished, workflow } = triggeredWorkflow
    return isPublished ? undefined : error('schedule.not-published', { workflow: workflow.name })
  }
  const findLimitProblem = async (kind: 'enabled' | 'standalone'): Promise<Problem | undefined> => {
    const schedules = database.selectFrom('schedules').select('id').where('workspace_id', '=', workspace)
    const countedSchedules =
      kind === 'enabled' ? schedules.where('enabled', '=', true) : schedules.where('node_id', 'is', null)
    const lastAllowedSchedule = await countedSchedules
      .offset(maxSchedules - 1)
      .limit(1)
      .executeTakeFirst()
    return lastAllowedSchedule && error('schedule.limit', { max: maxSchedules })
  }
  /** Updates a workflow's schedules after its document or status has changed. */
  const sync = async (workflowId: string, transaction: Kysely<Database> = database): Promise<void> => {
    const unparsedWorkflow = await findPublishedVersion(transaction, workspace, workflowId)
    if (unparsedWorkflow) {
      // Most workflows have no schedule, so their documents do not need to be parsed.
      if (!mayContainSchedule(unparsedWorkflow.document) && !(await hasSchedules(transaction, workspace, workflowId)))
        return
      return syncSchedules(transaction, await parseTriggeredWorkflow(unparsedWorkflow, parseDocument), now())
    }
    // The workflow was deleted but can be restored.
    const problem = JSON.stringify(error('workflow.not-found', { id: workflowId }))
    await transaction
      .updateTable('schedules')
      .set({ next_at: null, problem })
      .where('workflow_id', '=', workflowId)
      .where('workspace_id', '=', workspace)
      .where('enabled', '=', true)
      .execute()
  }
  return {
    find,
    sync,
    readPublishedVersion,
    /** Lists schedules, sorted by workflow name. */
    async list({ limit, offset }: PageRequest, { workflowId, enabled }: ScheduleFilter = {}): Promise<Page<Schedule>> {
      let query = selectSchedules()
      if (workflowId !== undefined) {
        if (!isValidId(workflowId)) return { items: [], total: 0, limit, offset }
        query = query.where('schedules.workflow_id', '=', workflowId)
      }
      if (enabled !== undefined) query = query.where('schedules.enabled', '=', enabled)
      return readPage(
        query.orderBy('workflows.name').orderBy('schedules.name').orderBy('schedules.id'),
        { limit, offset },
        toSchedule,
      )
    },
    async add(id: string, { workflowId, name, timing, enabled, ...policies }: NewSchedule): Promise<Result<Schedule>> {
      if (!isValidId(workflowId)) return failed(error('workflow.not-found', { id: workflowId }))
      const problem = await findPublicationProblem(workflowId)
      if (problem && (enabled || problem.code === 'workflow.not-found')) return failed(problem)
      const limitProblem =
        (await findLimitProblem('standalone')) ?? (enabled ? await findLimitProblem('enabled') : undefined)
      if (limitProblem) return failed(limitProblem)
      const time = new Date(now())
      await database
        .insertInto('schedules')
        .values({
          id,
          workspace_id: workspace,
          workflow_id: workflowId,
          node_id: null,
          name: toStorableText(name),
          timing: JSON.stringify(timing),
          ...toPolicyColumns(policies),
          enabled,
          note: null,
          problem: null,
          failures: 0,
          next_at: enabled ? (findNextTime(timing, now()) ?? null) : null,
          planned_until: time,
          created_at: time,
          updated_at: time,
        })
        .execute()
      return ok((await find(id))!)
    },
    /** Changes a schedule. Resolves with `undefined` for an unknown ID. */
    async change(
      id: string,
      { name, timing, enabled, note, ...policies }: ScheduleChange,
    ): Promise<Result<Schedule> | undefined> {
      const schedule = await find(id)
      if (!schedule) return undefined
      if (schedule.nodeId !== undefined && (name !== undefined || timing !== undefined)) {
        return failed(error('schedule.defined-by-node', { node: schedule.nodeId, workflow: schedule.workflowName }))
      }
      const isEnabled = enabled ?? schedule.enabled
      if (enabled) {
        const [timingProblem] = findTimingProblems(schedule.timing)
        const problem =
          (await findPublicationProblem(schedule.workflowId)) ??
          findMissingNodeProblem(await readPublishedVersion(schedule.workflowId), schedule) ??
          (timing === undefined && timingProblem ? createTimingProblem(timingProblem) : undefined) ??
          (schedule.enabled ? undefined : await findLimitProblem('enabled'))
        if (problem) return failed(problem)
      }
      const shouldReplan = timing !== undefined || isEnabled !== schedule.enabled
      await database
        .updateTable('schedules')
        .set({
          ...toPolicyColumns({ ...schedule, ...policies }),
          ...(name === undefined ? {} : { name: toStorableText(name) }),
          ...(timing === undefined ? {} : { timing: JSON.stringify(timing) }),
          ...(enabled === undefined ? {} : { enabled, problem: null, failures: 0 }),
          ...(enabled ? { note: null } : {}),
          ...(note === undefined ? {} : { note: note === null ? null : toStorableText(note) }),
          // No runs are started for times before the schedule was enabled or its timing changed.
          ...(shouldReplan
            ? {
                next_at: isEnabled ? (findNextTime(timing ?? schedule.timing, now()) ?? null) : null,
                planned_until: new Date(now()),
              }
            : {}),
          updated_at: new Date(now()),
        })
        .where('id', '=', id)
        .where('workspace_id', '=', workspace)
        .execute()
      const value = await find(id)
      return value && ok(value)
    },
    /** Deletes a schedule that does not belong to a node. Resolves with `undefined` for an unknown ID. */
    async remove(id: string): Promise<Result<true> | undefined> {
      const schedule = await find(id)
      if (!schedule) return undefined
      if (
        schedule.nodeId !== undefined &&
        !findMissingNodeProblem(await readPublishedVersion(schedule.workflowId), schedule)
      ) {
        return failed(error('schedule.defined-by-node', { node: schedule.nodeId, workflow: schedule.workflowName }))
      }
      await database.deleteFrom('schedules').where('id', '=', id).where('workspace_id', '=', workspace).execute()
      return ok(true)
    },
    /** Lists a schedule's starts up to now, newest first. */
    async listStarts(id: string, { limit, offset }: PageRequest, status?: StartStatus): Promise<Page<ScheduleStart>> {
      if (!isValidId(id)) return { items: [], total: 0, limit, offset }
      let query = database
        .selectFrom('schedule_starts')
        .where('schedule_id', '=', id)
        .where('workspace_id', '=', workspace)
      if (status !== undefined) query = query.where('status', '=', status)
      return readPage(query.selectAll().orderBy('planned_at', 'desc'), { limit, offset }, toStart)
    },
    /**
     * Starts runs for those planned times in a period that do not have a run yet. Resolves with the number of starts, or
     * with `undefined` for an unknown ID.
     */
    async backfill(id: string, { start, end, overlap }: Backfill): Promise<Result<number> | undefined> {
      const schedule = await find(id)
      if (!schedule) return undefined
      const problem = await findPublicationProblem(schedule.workflowId)
      if (problem) return failed(problem)
      const times: number[] = []
      for (const time of planTimes(schedule.timing, start - 1)) {
        if (time >= end) break
        times.push(time)
        if (times.length > maxBackfillStarts) return failed(error('schedule.backfill-size', { max: maxBackfillStarts }))
      }
      let count = 0
      for (let index = 0; index < times.length; index += 1000) {
        const isoTimes = times.slice(index, index + 1000).map((time) => new Date(time).toISOString())
        const { rows } = await sql<{ planned_at: Date }>`
          insert into schedule_starts (workspace_id, schedule_id, planned_at, due_at, status, overlap)
          select ${workspace}, ${id}, planned::timestamptz, ${new Date(now())}, 'due', ${overlap} from unnest(${isoTimes}::text[]) as p(planned)
          on conflict (schedule_id, planned_at) do update
            set status = 'due', overlap = excluded.overlap, due_at = excluded.due_at, missed = null, problem = null
            where schedule_starts.status in ('missed', 'skipped', 'rejected')
          returning planned_at`.execute(database)
        count += rows.length
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
      const problem =
        (await findPublicationProblem(schedule.workflowId)) ??
        findMissingNodeProblem(await readPublishedVersion(schedule.workflowId), schedule)
      if (problem) return failed(problem)
      const time = new Date(now())
      // Two requests within the same millisecond result in only one start.
      await database
        .insertInto('schedule_starts')
        .values({
          workspace_id: workspace,
          schedule_id: id,
          planned_at: time,
          due_at: time,
          status: 'due',
          overlap,
          run_id: null,
          missed: null,
          problem: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      return ok(time.toISOString())
    },
  }
}

/** Adds missing schedules, in all workspaces, for workflows that were stored before schedules were introduced. */
export async function syncAllSchedules({ openedDatabase, forWorkspace }: Store): Promise<void> {
  const { rows } = await sql<{ workspace_id: string; id: string }>`select workspace_id, id from workflows
    where deleted_at is null and position('"schedule"' in document) > 0 and not exists (
      select from schedules where schedules.workflow_id = workflows.id
        and schedules.workspace_id = workflows.workspace_id)`.execute(openedDatabase.database)
  for (const { workspace_id: workspace, id } of rows) await forWorkspace(workspace).schedules.sync(id)
}

function findMissingNodeProblem(
  triggeredWorkflow: TriggeredWorkflow | undefined,
  { nodeId, workflowName }: Schedule,
): Problem | undefined {
  if (nodeId === undefined) return undefined
  const hasNode = triggeredWorkflow?.workflow.nodes.some((node) => node.id === nodeId && isScheduleNode(node))
  return hasNode ? undefined : error('schedule.node-removed', { node: nodeId, workflow: workflowName })
}

/** Returns whether a serialized document may contain a schedule node. */
const mayContainSchedule = (document: string): boolean => document.includes('"schedule"')

async function hasSchedules(database: Kysely<Database>, workspace: string, workflowId: string): Promise<boolean> {
  const query = database
    .selectFrom('schedules')
    .select('id')
    .where('workflow_id', '=', workflowId)
    .where('workspace_id', '=', workspace)
  return (await query.limit(1).executeTakeFirst()) !== undefined
}

const toPolicyColumns = ({ overlap, jitterSeconds, catchUpSeconds, pauseAfterFailures }: SchedulePolicies) => ({
  overlap,
  jitter_seconds: jitterSeconds,
  catch_up_seconds: catchUpSeconds,
  pause_after_failures: pauseAfterFailures,
})

export const toSchedule = (row: Selectable<Database['schedules']> & { workflow_name: string }): Schedule => ({
  id: row.id,
  workflowId: row.workflow_id,
  workflowName: row.workflow_name,
  ...(row.node_id === null ? {} : { nodeId: row.node_id }),
  name: row.name,
  timing: parseTiming(row.timing),
  overlap: row.overlap as OverlapPolicy,
  jitterSeconds: row.jitter_seconds,
  catchUpSeconds: row.catch_up_seconds,
  pauseAfterFailures: row.pause_after_failures,
  enabled: row.enabled,
  ...(row.note === null ? {} : { note: row.note }),
  ...(row.problem === null ? {} : { problem: JSON.parse(row.problem) as Problem }),
  failures: row.failures,
  ...(row.next_at === null ? {} : { nextAt: row.next_at.toISOString() }),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

const toStart = (row: Selectable<Database['schedule_starts']>): ScheduleStart => ({
  plannedAt: row.planned_at.toISOString(),
  dueAt: row.due_at.toISOString(),
  status: row.status as StartStatus,
  ...(row.run_id === null ? {} : { runId: row.run_id }),
  ...(row.missed === null ? {} : { missed: row.missed }),
  ...(row.problem === null ? {} : { problem: JSON.parse(row.problem) as Problem }),
})
