import { findTimingProblems, type ScheduleTiming } from '@aw-flow/engine'
import { error, defined, failed, ok, type Problem, type Result } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import type { Database } from '../../store/database/database.ts'
import { toStorableText } from '../../store/database/storable-text.ts'
import { isValidId } from '../../store/database/valid-id.ts'
import { openWorkspaceRows } from '../../store/database/workspace-rows.ts'
import type { ParseDocument } from '../../store/workflows/read-document.ts'
import { findNextTime } from './find-next-time.ts'
import { findPublishedVersion, parseTriggeredWorkflow, type TriggeredWorkflow } from '../published-workflow.ts'
import { openScheduleStarts } from './schedule-starts.ts'
import type { SchedulePolicies } from './schedule-policies.ts'
import { toSchedule, type Schedule } from './schedule.ts'
import { syncSchedules } from './sync-schedules.ts'
import { createTimingProblem } from './schedule-wire.ts'
import { isTriggerNode, openTriggers } from '../trigger-rows.ts'

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

/** Maximum number of enabled schedules per workspace, and of schedules that do not belong to a node. */
export const maxSchedules = 1_000

export function createSchedules(
  database: Kysely<Database>,
  workspace: string,
  now: () => number,
  parseDocument: ParseDocument,
) {
  const rows = openWorkspaceRows(database, workspace, 'schedules')
  const { find, list } = openTriggers(database, workspace, 'schedules', toSchedule)
  /** Reads the published version of a workflow, which is the version that schedules start. */
  const readPublishedVersion = async (id: string): Promise<TriggeredWorkflow | undefined> => {
    const unparsedWorkflow = await findPublishedVersion(database, workspace, id)
    return unparsedWorkflow && parseTriggeredWorkflow(unparsedWorkflow, parseDocument)
  }
  const findStartProblem = async ({
    workflowId,
    nodeId,
  }: Pick<Schedule, 'workflowId' | 'nodeId'>): Promise<Problem | undefined> => {
    const triggeredWorkflow = await readPublishedVersion(workflowId)
    if (!triggeredWorkflow) return error('workflow.not-found', { id: workflowId })
    const { isPublished, workflow } = triggeredWorkflow
    if (!isPublished) return error('schedule.not-published', { workflow: workflow.name })
    if (nodeId === undefined || hasScheduleNode(triggeredWorkflow, nodeId)) return undefined
    return error('schedule.node-removed', { node: nodeId, workflow: workflow.name })
  }
  const findLimitProblem = async (kind: 'enabled' | 'standalone'): Promise<Problem | undefined> => {
    const countedRows = rows.select(kind === 'enabled' ? { enabled: true } : { node_id: null })
    const lastAllowedRow = await countedRows
      .offset(maxSchedules - 1)
      .limit(1)
      .executeTakeFirst()
    return lastAllowedRow && error('schedule.limit', { max: maxSchedules })
  }
  const toDefinedByNodeProblem = ({ nodeId, workflowName }: Schedule): Problem =>
    error('schedule.defined-by-node', { node: nodeId!, workflow: workflowName })
  const findEnableProblem = async (schedule: Schedule, { timing }: ScheduleChange): Promise<Problem | undefined> => {
    const [timingProblem] = timing === undefined ? findTimingProblems(schedule.timing) : []
    return (
      (await findStartProblem(schedule)) ??
      (timingProblem && createTimingProblem(timingProblem)) ??
      (schedule.enabled ? undefined : await findLimitProblem('enabled'))
    )
  }
  /** Columns that plan the next run. No runs are started for earlier times. */
  const planColumns = (timing: ScheduleTiming, enabled: boolean) => ({
    next_at: (enabled && findNextTime(timing, now())) || null,
    planned_until: new Date(now()),
  })
  return {
    ...openScheduleStarts({ database, workspace, now, find, findStartProblem }),
    find,
    list,
    readPublishedVersion,
    async add(id: string, { workflowId, name, timing, enabled, ...policies }: NewSchedule): Promise<Result<Schedule>> {
      if (!isValidId(workflowId)) return failed(error('workflow.not-found', { id: workflowId }))
      const problem = await findStartProblem({ workflowId })
      if (problem && (enabled || problem.code === 'workflow.not-found')) return failed(problem)
      const limitProblem =
        (await findLimitProblem('standalone')) ?? (enabled ? await findLimitProblem('enabled') : undefined)
      if (limitProblem) return failed(limitProblem)
      const time = new Date(now())
      await rows.insert({
        id,
        workflow_id: workflowId,
        name: toStorableText(name),
        timing: JSON.stringify(timing),
        ...policies,
        enabled,
        failures: 0,
        ...planColumns(timing, enabled),
        created_at: time,
        updated_at: time,
      })
      return ok((await find(id))!)
    },
    /** Changes a schedule. Resolves with `undefined` for an unknown ID. */
    async change(id: string, change: ScheduleChange): Promise<Result<Schedule> | undefined> {
      const schedule = await find(id)
      if (!schedule) return undefined
      const { name, timing, enabled, note, ...policies } = change
      if (schedule.nodeId !== undefined && (name !== undefined || timing !== undefined)) {
        return failed(toDefinedByNodeProblem(schedule))
      }
      const problem = enabled ? await findEnableProblem(schedule, change) : undefined
      if (problem) return failed(problem)
      const isEnabled = enabled ?? schedule.enabled
      await rows.update(id, {
        ...policies,
        ...defined({ name: name && toStorableText(name), timing: timing && JSON.stringify(timing) }),
        ...(enabled !== undefined && { enabled, problem: null, failures: 0 }),
        ...(enabled && { note: null }),
        ...defined({ note: note && toStorableText(note) }),
        ...((timing !== undefined || isEnabled !== schedule.enabled) &&
          planColumns(timing ?? schedule.timing, isEnabled)),
        updated_at: new Date(now()),
      })
      const value = await find(id)
      return value && ok(value)
    },
    /** Deletes a schedule that does not belong to a node. Resolves with `undefined` for an unknown ID. */
    async remove(id: string): Promise<Result<true> | undefined> {
      const schedule = await find(id)
      if (!schedule) return undefined
      const { nodeId, workflowId } = schedule
      const isDefinedByNode = nodeId !== undefined && hasScheduleNode(await readPublishedVersion(workflowId), nodeId)
      if (isDefinedByNode) return failed(toDefinedByNodeProblem(schedule))
      await rows.remove(id)
      return ok(true)
    },
    /** Updates a workflow's schedules after its document or status has changed. */
    sync: (workflowId: string, connection: Kysely<Database> = database): Promise<void> =>
      syncSchedules(connection, workflowId, { workspace, parseDocument, now: now() }),
  }
}

const hasScheduleNode = (triggeredWorkflow: TriggeredWorkflow | undefined, nodeId: string): boolean =>
  triggeredWorkflow?.workflow.nodes.some((node) => node.id === nodeId && isTriggerNode(node, 'schedule')) ?? false
