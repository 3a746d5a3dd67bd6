import { findTimingProblems, type ScheduleTiming } from '@aw-flow/engine'
import { error, type WorkflowNode } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../store/database/database.ts'
import { toStorableText } from '../store/database/storable-text.ts'
import { openWorkspaceRows } from '../store/database/workspace-rows.ts'
import { findNextTime } from './find-next-time.ts'
import type { TriggeredWorkflow } from './published-workflow.ts'
import { createTimingProblem } from './schedule-wire.ts'
import { defaultPolicies } from './schedule-policies.ts'
import { parseTiming } from './timing-json.ts'
import { isTriggerNode } from './trigger-rows.ts'

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
  const schedules = openWorkspaceRows(database, workspace, 'schedules')
  const rows = await schedules.list({ workflow_id: id })
  const nodes = workflow.nodes.filter((node) => isTriggerNode(node, 'schedule'))
  const time = new Date(now)
  for (const node of nodes) {
    if (rows.some(({ node_id }) => node_id === node.id)) continue
    await schedules.insert({
      id: randomUUID(),
      workflow_id: id,
      node_id: toStorableText(node.id),
      name: createScheduleName(node, workflow.name),
      timing: JSON.stringify(readNodeTiming(node)),
      ...defaultPolicies,
      enabled: false,
      failures: 0,
      created_at: time,
      updated_at: time,
    })
  }
  for (const row of rows) {
    const node = nodes.find((candidate) => candidate.id === row.node_id)
    if (row.node_id !== null && !node && !(await hasHistory(database, row.id))) {
      await schedules.remove(row.id)
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
    await schedules.update(row.id, change)
  }
}

const createScheduleName = ({ data: { label } }: WorkflowNode, workflowName: string): string =>
  toStorableText(label || workflowName)

async function hasHistory(database: Kysely<Database>, scheduleId: string): Promise<boolean> {
  const query = database.selectFrom('schedule_starts').select('planned_at').where('schedule_id', '=', scheduleId)
  return (await query.limit(1).executeTakeFirst()) !== undefined
}

function readNodeTiming({ data: { config } }: WorkflowNode): ScheduleTiming {
  const { cron, timeZone } = config
  return {
    rule: { kind: 'cron', cron: typeof cron === 'string' ? cron : '0 6 * * *' },
    timeZone: typeof timeZone === 'string' ? timeZone : 'UTC',
  }
}
