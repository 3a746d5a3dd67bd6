import { findTimingProblems, type ScheduleTiming } from '@aw-flow/engine'
import { error, type WorkflowNode } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { findNextTime } from './find-next-time.ts'
import type { TriggeredWorkflow } from './published-workflow.ts'
import { createTimingProblem } from './schedule-wire.ts'
import { defaultPolicies } from './schedule.ts'
import { parseTiming } from './timing-json.ts'

/**
 * Updates a workflow's schedules after a change. Adds a disabled schedule for each new schedule node, updates the names
 * and timing of existing schedules, and deletes schedules without history whose node was removed. Enabled schedules are
 * suspended while the workflow is not published, their node is missing, or their timing is invalid.
 */
export async function syncSchedules(
  database: Kysely<Database>,
  { workspace, id, workflow, isPublished }: TriggeredWorkflow,
  now: number,
): Promise<void> {
  const rows = await database
    .selectFrom('schedules')
    .selectAll()
    .where('workflow_id', '=', id)
    .where('workspace_id', '=', workspace)
    .execute()
  const nodes = workflow.nodes.filter(isScheduleNode)
  const time = new Date(now)
  for (const node of nodes) {
    if (rows.some(({ node_id }) => node_id === node.id)) continue
    const { overlap, jitterSeconds, catchUpSeconds, pauseAfterFailures } = defaultPolicies
    await database
      .insertInto('schedules')
      .values({
        id: randomUUID(),
        workspace_id: workspace,
        workflow_id: id,
        node_id: toStorableText(node.id),
        name: createScheduleName(node, workflow.name),
        timing: JSON.stringify(readNodeTiming(node)),
        overlap,
        jitter_seconds: jitterSeconds,
        catch_up_seconds: catchUpSeconds,
        pause_after_failures: pauseAfterFailures,
        enabled: false,
        note: null,
        problem: null,
        failures: 0,
        next_at: null,
        planned_until: null,
        created_at: time,
        updated_at: time,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  for (const row of rows) {
    const node = nodes.find((candidate) => candidate.id === row.node_id)
    if (row.node_id !== null && !node && !(await hasHistory(database, row.id))) {
      await database.deleteFrom('schedules').where('id', '=', row.id).execute()
      continue
    }
    const timing = node ? readNodeTiming(node) : parseTiming(row.timing)
    const [timingProblem] = findTimingProblems(timing)
    const problem =
      row.node_id !== null && !node
        ? error('schedule.node-removed', { node: row.node_id, workflow: workflow.name })
        : !isPublished
          ? error('schedule.not-published', { workflow: workflow.name })
          : timingProblem
            ? createTimingProblem(timingProblem)
            : undefined
    const timingJson = JSON.stringify(timing)
    const shouldReplan = timingJson !== JSON.stringify(parseTiming(row.timing)) || row.problem !== null
    const change = {
      name: node ? createScheduleName(node, workflow.name) : row.name,
      timing: timingJson,
      ...(!row.enabled
        ? {}
        : problem
          ? { next_at: null, problem: JSON.stringify(problem) }
          : shouldReplan
            ? { next_at: findNextTime(timing, now) ?? null, planned_until: time, problem: null }
            : {}),
    }
    await database.updateTable('schedules').set(change).where('id', '=', row.id).execute()
  }
}

const createScheduleName = ({ data: { label } }: WorkflowNode, workflowName: string): string =>
  toStorableText(label || workflowName)

async function hasHistory(database: Kysely<Database>, scheduleId: string): Promise<boolean> {
  const query = database.selectFrom('schedule_starts').select('planned_at').where('schedule_id', '=', scheduleId)
  return (await query.limit(1).executeTakeFirst()) !== undefined
}

/** Returns whether a node starts runs on a schedule. */
export const isScheduleNode = ({ type, mode }: WorkflowNode): boolean => type === 'schedule' && mode !== 'disabled'

function readNodeTiming({ data: { config } }: WorkflowNode): ScheduleTiming {
  const { cron, timeZone } = config
  return {
    rule: { kind: 'cron', cron: typeof cron === 'string' ? cron : '0 6 * * *' },
    timeZone: typeof timeZone === 'string' ? timeZone : 'UTC',
  }
}
