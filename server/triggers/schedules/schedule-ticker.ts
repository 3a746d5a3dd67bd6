import { assignData, computeStartDelay, planTimes, type Catalog, type Clock } from '@aw-flow/engine'
import { error, defined, type Json, type Problem } from '@aw-flow/schema'
import { sql, type Kysely, type Selectable } from 'kysely'
import { toQueueOptions } from '../../api/queue-options.ts'
import { buildRunRequest } from '../../api/start-run.ts'
import { recordStart, type TriggeredStart } from '../../audit/record-start.ts'
import type { RunServices } from '../../backend.ts'
import { isQuotaProblem } from '../../quotas/quotas.ts'
import { limitToHourly, repeatWork, type RecurringTask } from '../../operation/repeat-work.ts'
import type { Database } from '../../store/database/database.ts'
import type { RunRequest } from '../../store/runs/run-request.ts'
import { insertRun } from '../../store/runs/add-runs.ts'
import type { QueueSettings } from '../../store/workflows/queue-settings.ts'
import type { DocumentChecks } from '../../validation/document-checks.ts'
import { decideStarts } from '../decide-starts.ts'
import type { StartStatus } from './schedule-policies.ts'
import type { Schedule } from './schedule.ts'
import { parseTiming } from './timing-json.ts'
import { deleteOldTests } from '../webhooks/webhook-tests.ts'
import { addMissingTriggers } from '../trigger-rows.ts'
import { deleteRejectedDeliveries } from '../webhooks/webhook-deliveries.ts'

/** Starts scheduled runs. Several servers can each run a ticker on the same store. */
export interface ScheduleTicker extends RecurringTask {
  /** Records all planned times up to now and starts the due runs. */
  tick(): Promise<void>
}

export interface ScheduleTickerOptions {
  backend: RunServices
  clock: Clock
  catalog: Catalog
  documents: DocumentChecks
  newId(): string
  /** Returns a 32-bit seed for a run. */
  newSeed(): number
  onError(cause: unknown): void
}

/** Maximum interval between checks, in ms. Changes made by other servers are noticed within this time. */
const maxDelayMs = 5_000
/** Interval between checks while scheduled runs are due or active, in ms. */
const activeDelayMs = 1_000
const minDelayMs = 20
/** If the clock is set back by more than this many milliseconds, all schedules are replanned. */
const maxClockSetbackMs = 60_000
/** Maximum number of starts that one check records per schedule. */
const maxPlannedStarts = 1_000
/** Maximum number of missed times that are counted per check. */
const maxMissedTimes = 1_000
/** How long the history is kept, in ms. */
const historyRetentionMs = 30 * 24 * 3_600_000

/** Opens a ticker, which checks the schedules until it is closed. */
export function openScheduleTicker(options: ScheduleTickerOptions): ScheduleTicker {
  const { clock, onError } = options
  const { store } = options.backend
  const { database } = store.openedDatabase
  let isSynced = false
  const deleteHistory = limitToHourly(clock, async () => {
    await deleteOldStarts(database, clock.now())
    await deleteRejectedDeliveries(database, clock.now())
    await deleteOldTests(database, clock.now())
  })
  const task = repeatWork(
    async () => {
      if (!isSynced) {
        await addMissingTriggers(store, 'schedule')
        await addMissingTriggers(store, 'webhook')
      }
      isSynced = true
      await tickSchedules(options)
      const delayMs = await findDelay(options)
      await deleteHistory()
      return delayMs
    },
    { retryMs: activeDelayMs, onError },
  )
  return { ...task, tick: () => tickSchedules(options) }
}

/** Records all planned times up to now and how runs have ended, then starts the due runs. */
export async function tickSchedules(options: ScheduleTickerOptions): Promise<void> {
  const { clock } = options
  const { database } = options.backend.store.openedDatabase
  await database.transaction().execute((transaction) => recordPlannedTimes(transaction, clock.now()))
  await database.transaction().execute((transaction) => recordRunEnds(transaction, clock.now()))
  const dueSchedules = await database
    .selectFrom('schedule_starts')
    .select(['workspace_id', 'schedule_id'])
    .where('status', '=', 'due')
    .where('due_at', '<=', new Date(clock.now()))
    .groupBy(['workspace_id', 'schedule_id'])
    .orderBy(({ fn }) => fn.min('due_at'))
    .limit(100)
    .execute()
  for (const { workspace_id, schedule_id } of dueSchedules) await startDueRuns(workspace_id, schedule_id, options)
}

/** Deletes history entries that are older than 30 days. */
export async function deleteOldStarts(database: Kysely<Database>, now: number): Promise<void> {
  await database
    .deleteFrom('schedule_starts')
    .where('planned_at', '<', new Date(now - historyRetentionMs))
    .where('status', 'not in', ['due', 'started'])
    .execute()
}

async function findDelay({ backend: { store }, clock }: ScheduleTickerOptions): Promise<number> {
  const { rows } = await sql<{ nextAt: Date | null; hasDue: boolean; hasActive: boolean }>`
    select (select min(next_at) from schedules where enabled) as "nextAt",
      exists (select from schedule_starts where status = 'due') as "hasDue",
      exists (select from schedule_starts where status = 'started') as "hasActive"`.execute(
    store.openedDatabase.database,
  )
  const { nextAt, hasDue, hasActive } = rows[0]!
  const nextStartMs = nextAt ? nextAt.getTime() - clock.now() : Infinity
  return Math.max(minDelayMs, Math.min(nextStartMs, hasDue || hasActive ? activeDelayMs : maxDelayMs))
}

/** Records the planned times of all schedules up to now. The key of their rows makes each of them start once. */
async function recordPlannedTimes(transaction: Kysely<Database>, now: number): Promise<void> {
  const rows = await transaction
    .selectFrom('schedules')
    .selectAll()
    .where('enabled', '=', true)
    .where('next_at', 'is not', null)
    .where(({ or, eb }) =>
      or([eb('next_at', '<=', new Date(now)), eb('planned_until', '>', new Date(now + maxClockSetbackMs))]),
    )
    .orderBy('next_at')
    .limit(100)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const row of rows) {
    const { starts, missedTimes: missed, plannedUntil, nextAt } = planSchedule(row, now)
    if (missed) await insertStarts(transaction, row, [missed.first], { status: 'missed', missed: missed.count })
    await insertStarts(transaction, row, starts, { status: 'due', jitterSeconds: row.jitter_seconds })
    await transaction
      .updateTable('schedules')
      .set({ next_at: nextAt === undefined ? null : new Date(nextAt), planned_until: new Date(plannedUntil) })
      .where('id', '=', row.id)
      .execute()
  }
}

interface PlannedSchedule {
  /** Planned times for which runs are to be started. */
  starts: number[]
  missedTimes?: { first: number; count: number }
  /** All planned times up to this time have been recorded. */
  plannedUntil: number
  nextAt: number | undefined
}

/** Returns a schedule's planned times up to now. Times before the catch-up window are counted as missed. */
function planSchedule(row: Selectable<Database['schedules']>, now: number): PlannedSchedule {
  const timing = parseTiming(row.timing)
  const recordedUntil = row.planned_until?.getTime() ?? now
  // If the clock was set back, times up to `recordedUntil` have already been started, and their rows exist.
  const start = Math.min(recordedUntil, now)
  const windowStart = now - row.catch_up_seconds * 1000
  let missedTimes: PlannedSchedule['missedTimes']
  if (start < windowStart) {
    for (const time of planTimes(timing, start)) {
      if (time >= windowStart) break
      missedTimes = { first: missedTimes?.first ?? time, count: (missedTimes?.count ?? 0) + 1 }
      if (missedTimes.count === maxMissedTimes) break
    }
  }
  const starts: number[] = []
  for (const time of planTimes(timing, Math.max(start, windowStart - 1))) {
    if (time > now) return defined({ starts, missedTimes, plannedUntil: now, nextAt: time })
    if (starts.length === maxPlannedStarts) {
      return defined({ starts, missedTimes, plannedUntil: starts.at(-1)!, nextAt: time })
    }
    starts.push(time)
  }
  return { starts, ...defined({ missedTimes }), plannedUntil: now, nextAt: undefined }
}

async function insertStarts(
  transaction: Kysely<Database>,
  { workspace_id: workspace, id: scheduleId }: Pick<Selectable<Database['schedules']>, 'workspace_id' | 'id'>,
  times: readonly number[],
  {
    status,
    missed: missedCount = null,
    jitterSeconds = 0,
  }: { status: StartStatus; missed?: number | null; jitterSeconds?: number },
): Promise<void> {
  if (times.length === 0) return
  const plannedTimes = times.map((time) => new Date(time).toISOString())
  const dueTimes = times.map((time) =>
    new Date(time + computeStartDelay(scheduleId, time, jitterSeconds)).toISOString(),
  )
  await sql`insert into schedule_starts (workspace_id, schedule_id, planned_at, due_at, status, missed)
    select ${workspace}, ${scheduleId}, planned::timestamptz, due::timestamptz, ${status}, ${missedCount}::int
    from unnest(${plannedTimes}::text[], ${dueTimes}::text[]) as s(planned, due)
    on conflict do nothing`.execute(transaction)
}

/** Records how scheduled runs ended, and disables schedules that have failed too often. */
async function recordRunEnds(transaction: Kysely<Database>, now: number): Promise<void> {
  const { rows } = await sql<{ schedule_id: string; planned_at: Date; run_id: string; status: string | null }>`
    select s.schedule_id, s.planned_at, s.run_id, r.status from schedule_starts s left join runs r on r.id = s.run_id
    where s.status = 'started' and (r.id is null or r.ended_at is not null)
    order by s.schedule_id, r.ended_at limit 200 for update of s skip locked`.execute(transaction)
  for (const { schedule_id, planned_at, run_id, status } of rows) {
    await transaction
      .updateTable('schedule_starts')
      // A run without a row was purged.
      .set({ status: (status as StartStatus | null) ?? 'cancelled' })
      .where('schedule_id', '=', schedule_id)
      .where('planned_at', '=', planned_at)
      .execute()
    if (status === 'completed') await setFailureCount(transaction, schedule_id, 0)
    else if (status === 'failed') {
      await countFailure(transaction, schedule_id, now, (count) => error('schedule.failed', { count, run: run_id }))
    }
  }
}

async function setFailureCount(transaction: Kysely<Database>, id: string, failures: number): Promise<void> {
  await transaction
    .updateTable('schedules')
    .set({ failures })
    .where('id', '=', id)
    .where('failures', '<>', failures)
    .execute()
}

/** Counts a failure, and disables the schedule when the failure limit is reached. */
async function countFailure(
  transaction: Kysely<Database>,
  id: string,
  now: number,
  createProblem: (failures: number) => Problem,
): Promise<void> {
  const row = await transaction
    .updateTable('schedules')
    .set(({ eb }) => ({ failures: eb('failures', '+', 1) }))
    .where('id', '=', id)
    .returning(['failures', 'pause_after_failures', 'enabled'])
    .executeTakeFirst()
  if (!row?.enabled || row.pause_after_failures === 0 || row.failures < row.pause_after_failures) return
  await transaction
    .updateTable('schedules')
    .set({
      enabled: false,
      next_at: null,
      problem: JSON.stringify(createProblem(row.failures)),
      updated_at: new Date(now),
    })
    .where('id', '=', id)
    .execute()
}

type PreparedStart =
  | { request: RunRequest; version: number | undefined; queue: QueueSettings; problem?: undefined }
  | { problem: Problem; request?: undefined }

/** Performs a schedule's due starts, unless another server is doing so. */
async function startDueRuns(workspace: string, id: string, options: ScheduleTickerOptions): Promise<void> {
  const { clock } = options
  const { store, audit } = options.backend
  const runs = options.backend.runs.forWorkspace(workspace)
  const { database } = store.openedDatabase
  const schedule = await store.forWorkspace(workspace).schedules.find(id)
  const preparedStart = schedule ? await prepareStart(workspace, schedule, options) : undefined
  const claim = await store.forWorkspace(workspace).quotas.openClaim()
  const { startedRuns, canceledRunIds } = await database.transaction().execute(async (transaction) => {
    const result = { startedRuns: new Array<TriggeredStart>(), canceledRunIds: new Array<string>() }
    const row = await transaction
      .selectFrom('schedules')
      .select(['enabled', 'overlap'])
      .where('id', '=', id)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!row) return result
    const dueStarts = await transaction
      .selectFrom('schedule_starts')
      .select(['planned_at', 'overlap'])
      .where('schedule_id', '=', id)
      .where('status', '=', 'due')
      .where('due_at', '<=', new Date(clock.now()))
      .orderBy('planned_at')
      .limit(200)
      .execute()
    const setStatus = async (times: readonly Date[], status: StartStatus, problem?: Problem): Promise<void> => {
      if (times.length === 0) return
      await transaction
        .updateTable('schedule_starts')
        .set({ status, problem: problem ? JSON.stringify(problem) : null })
        .where('schedule_id', '=', id)
        .where('planned_at', 'in', [...times])
        .execute()
    }
    // Pausing a schedule also skips starts that are waiting for an earlier run, but not a backfill.
    const pausedStarts =
      row.enabled && preparedStart ? [] : dueStarts.filter(({ overlap }) => overlap === null || !preparedStart)
    await setStatus(
      pausedStarts.map(({ planned_at }) => planned_at),
      'skipped',
    )
    if (!schedule || !preparedStart) return result
    const activeRunIds = await listActiveRunIds(transaction, id)
    const remainingStarts = dueStarts.filter((start) => !pausedStarts.includes(start))
    for (const policy of new Set(remainingStarts.map(({ overlap }) => overlap ?? row.overlap))) {
      const times = remainingStarts.filter((start) => (start.overlap ?? row.overlap) === policy)
      const hasActiveRuns = activeRunIds.length > 0 || result.startedRuns.length > 0
      const decision = decideStarts(policy, times, hasActiveRuns)
      await setStatus(
        decision.skippedStarts.map(({ planned_at }) => planned_at),
        'skipped',
      )
      if (decision.shouldCancelActive) result.canceledRunIds.push(...activeRunIds)
      for (const { planned_at } of decision.starts) {
        if (preparedStart.problem) {
          await setStatus([planned_at], 'rejected', preparedStart.problem)
          const { problem } = preparedStart
          // The schedule stays enabled, because runs can start again once the quota allows it.
          if (isQuotaProblem(problem)) continue
          await countFailure(transaction, id, clock.now(), (count) =>
            error('schedule.rejected', { count, reason: problem.message ?? problem.code }),
          )
          continue
        }
        const quotaClaim = await claim?.(transaction, 1)
        if (quotaClaim?.problem) {
          await setStatus([planned_at], 'rejected', quotaClaim.problem)
          continue
        }
        const runId = options.newId()
        const data = createTriggerData(schedule, planned_at)
        const request = withTriggerData(preparedStart.request, schedule, data, options)
        const { workflowId } = schedule
        const newRun = {
          id: runId,
          workflowId,
          workflowVersion: preparedStart.version,
          request,
          origin: { triggerType: 'scheduled' as const },
          ...toQueueOptions(preparedStart.queue, data),
        }
        await insertRun(transaction, workspace, newRun, clock.now())
        await transaction
          .updateTable('schedule_starts')
          .set({ status: 'started', run_id: runId })
          .where('schedule_id', '=', id)
          .where('planned_at', '=', planned_at)
          .execute()
        const { name } = schedule
        result.startedRuns.push({
          workspace,
          workflow: workflowId,
          run: runId,
          triggerType: 'scheduled',
          trigger: id,
          name,
        })
      }
    }
    return result
  })
  if (startedRuns.length > 0) runs.notifyWorkers()
  for (const runId of canceledRunIds) await runs.cancel(runId)
  await Promise.all(startedRuns.map((start) => recordStart(audit, start)))
}

const listActiveRunIds = async (transaction: Kysely<Database>, scheduleId: string): Promise<string[]> => {
  const rows = await transaction
    .selectFrom('schedule_starts')
    .innerJoin('runs', 'runs.id', 'schedule_starts.run_id')
    .select('runs.id')
    .where('schedule_id', '=', scheduleId)
    .where('schedule_starts.status', '=', 'started')
    .where('runs.ended_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

/** Builds the run request for the published version, without the data of a particular start. */
async function prepareStart(
  workspace: string,
  schedule: Schedule,
  options: ScheduleTickerOptions,
): Promise<PreparedStart> {
  const { catalog, documents, newSeed } = options
  const { store } = options.backend
  const workspaceStore = store.forWorkspace(workspace)
  const triggeredWorkflow = await workspaceStore.schedules.readPublishedVersion(schedule.workflowId)
  if (!triggeredWorkflow?.isPublished) {
    return { problem: error('schedule.not-published', { workflow: schedule.workflowName }) }
  }
  const quotaProblem = await workspaceStore.quotas.findStartProblem()
  if (quotaProblem) return { problem: quotaProblem }
  const { request, problems } = await buildRunRequest(
    triggeredWorkflow.workflow,
    {},
    { backend: { store: workspaceStore }, catalog, documents, newSeed },
  )
  return request
    ? { request, version: triggeredWorkflow.version, queue: triggeredWorkflow.queue }
    : { problem: problems[0]! }
}

const createTriggerData = ({ id, name, timing }: Schedule, plannedAt: Date): Json => ({
  scheduled_at: plannedAt.toISOString(),
  time_zone: timing.timeZone,
  schedule_id: id,
  schedule: name,
})

/** Adds the planned time as trigger data: to the schedule's node or, if it has none, to all triggers. */
function withTriggerData(
  request: RunRequest,
  { nodeId }: Schedule,
  data: Json,
  { catalog, newSeed }: ScheduleTickerOptions,
): RunRequest {
  const inputs =
    nodeId === undefined
      ? assignData(request.workflow, catalog, data).inputs
      : { [nodeId]: { data: { kind: 'json' as const, json: data } } }
  return { ...request, inputs: { ...request.inputs, ...inputs }, seed: newSeed() }
}
