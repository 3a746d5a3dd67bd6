import { findTimingProblems, type ScheduleTiming } from '@aw-flow/engine'
import { error, type WorkflowNode } from '@aw-flow/schema'
import type { Kysely } from 'kysely'
import { randomUUID } from 'node:crypto'
import type { Database } from '../../store/database/database.ts'
import { toStorableText } from '../../store/database/storable-text.ts'
import { openWorkspaceRows } from '../../store/database/workspace-rows.ts'
import type { ParseDocument } from '../../store/workflows/read-document.ts'
import { findNextTime } from './find-next-time.ts'
import { findPublishedVersion, parseTriggeredWorkflow, type TriggeredWorkflow } from '../published-workflow.ts'
import { createTimingProblem } from './schedule-wire.ts'
import { defaultPolicies } from './schedule-policies.ts'
import { parseTiming } from './timing-json.ts'
import { isTriggerNode } from '../trigger-rows.ts'

/** Updates a workflow's schedules after its document or status has changed. */
export async function syncSchedules(
  database: Kysely<Database>,
  workflowId: string,
  { workspace, parseDocument, now }: { workspace: string; parseDocument: ParseDocument; now: number },
): Promise<void> {
  const rows = openWorkspaceRows(database, workspace, 'schedules')
  const publishedVersion = await findPublishedVersion(database, workspace, workflowId)
  if (!publishedVersion) {
    // The workflow was deleted but can be restored.
    const problem = JSON.stringify(error('workflow.not-found', { id: workflowId }))
    await rows.update({ workflow_id: workflowId, enabled: true }, { next_at: null, problem })
    return
  }
  // Most workflows have no schedule, so their documents do not need to be parsed.
  if (publishedVersion.document.includes('"schedule"') || (await rows.find({ workflow_id: workflowId })))
    await updateSchedules(database, await parseTriggeredWorkflow(publishedVersion, parseDocument), now)
}

/**
 * Adds a disabled schedule for each new schedule node, updates the names
 * and timing of existing schedules, and deletes schedules without history whose node was removed. Enabled schedules are
 * suspended while the workflow is not published, their node is missing, or their timing is invalid.
 */
async function updateSchedules(
  database: Kysely<Database>,
  { workspace, id, workflow, isPublished }: TriggeredWorkflow,
  now: number,
): Promise<void> {
  const schedules = openWorkspaceRows(database, workspace, 'schedules')
  const starts = openWorkspaceRows(database, workspace, 'schedule_starts')
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
    if (row.node_id !== null && !node && !(await starts.find({ schedule_id: row.id }))) {
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

function readNodeTiming({ data: { config } }: WorkflowNode): ScheduleTiming {
  const { cron, timeZone } = config
  return {
    rule: { kind: 'cron', cron: typeof cron === 'string' ? cron : '0 6 * * *' },
    timeZone: typeof timeZone === 'string' ? timeZone : 'UTC',
  }
}
