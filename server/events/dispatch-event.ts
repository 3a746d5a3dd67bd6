import type { Catalog } from '@aw-flow/engine'
import { error, failed, getProblem, getValue, ok, type Result } from '@aw-flow/schema'
import { sql } from 'kysely'
import { recordStart } from '../audit/record-start.ts'
import { toQueueOptions } from '../api/queue-options.ts'
import { buildRunRequest } from '../api/start-run.ts'
import type { LiveServices, RunServices } from '../backend.ts'
import { insertRun } from '../store/runs/add-runs.ts'
import type { NewRun } from '../store/runs/runs.ts'
import type { DocumentChecks } from '../validation/document-checks.ts'
import { isTriggerNode } from '../triggers/trigger-rows.ts'
import type { EventTrigger } from './event-triggers.ts'
import { fileEventType, listEventNames, maxEventDepth } from './event.ts'
import type { StoredEvent } from './events.ts'

export interface DispatchOptions {
  backend: RunServices & Pick<LiveServices, 'notifications'>
  catalog: Catalog
  documents: DocumentChecks
  newId(): string
  newSeed(): number
  now(): number
}

/** Maximum length of the `triggered_by` value, in characters. */
const maxNameCharacters = 200

/**
 * Starts the workflows whose Event nodes listen for the event, and wakes the runs that are waiting for it. Calling
 * it again after an interruption is safe: each trigger starts at most one run per event.
 */
export async function dispatchEvent(event: StoredEvent, options: DispatchOptions): Promise<void> {
  const { backend, now } = options
  const { runs, store } = backend
  const { eventTriggers } = store.forWorkspace(event.workspace)
  const isLoop = event.depth > maxEventDepth
  const triggers = await eventTriggers.listEnabled(listEventNames(event))
  for (const trigger of triggers) {
    const preparedRun = isLoop
      ? failed(error('event.loop', { event: event.type, max: maxEventDepth }))
      : await prepareRun(event, trigger, options)
    await storeTriggerOutcome(event, trigger, preparedRun, options)
  }
  if (triggers.length > 0) runs.forWorkspace(event.workspace).notifyWorkers()
  const resumedRunCount = isLoop ? 0 : await wakeRuns(event, options)
  await store.openedDatabase.database
    .updateTable('events')
    .set({ status: 'done', woken: resumedRunCount, claimed_until: new Date(now()) })
    .where('id', '=', event.id)
    .execute()
}

async function prepareRun(
  event: StoredEvent,
  { workflowId, workflowName, nodeId }: EventTrigger,
  { backend, catalog, documents, newId, newSeed }: DispatchOptions,
): Promise<Result<NewRun>> {
  const { store } = backend
  const workspace = store.forWorkspace(event.workspace)
  const notPublishedProblem = error('hook.not-published', { workflow: workflowName })
  const publishedVersion = await workspace.webhooks.findPublishedVersion(workflowId)
  if (!publishedVersion?.isPublished) return failed(notPublishedProblem)
  const { workflow, version } = await workspace.webhooks.parsePublishedVersion(publishedVersion)
  if (!workflow.nodes.some((node) => node.id === nodeId && isTriggerNode(node, 'event')))
    return failed(notPublishedProblem)
  const quotaProblem = await workspace.quotas.findStartProblem()
  if (quotaProblem) return failed(quotaProblem)
  const sources = { backend: { store: workspace }, catalog, documents, newSeed }
  const datasetId = findDatasetId(event)
  const requestWithFile =
    datasetId === undefined ? undefined : await buildRunRequest(workflow, { input_data_id: datasetId }, sources)
  // A workflow started by a file event does not have to read the file.
  const { request, problems } = requestWithFile?.request
    ? requestWithFile
    : await buildRunRequest(workflow, {}, sources)
  if (!request) return failed(problems[0]!)
  const inputs = { ...request.inputs, [nodeId]: { data: { kind: 'json' as const, json: event.data } } }
  return ok({
    id: newId(),
    workflowId,
    workflowVersion: version,
    request: { ...request, inputs },
    origin: { triggerType: 'event', triggeredBy: event.type.slice(0, maxNameCharacters) },
    eventDepth: event.depth,
    ...toQueueOptions(publishedVersion.queue, event.data),
  })
}

/**
 * Returns the dataset ID of a file event, which only the server can publish. Nodes that read a file receive this
 * dataset.
 */
function findDatasetId({ type, data }: StoredEvent): string | undefined {
  const { dataset_id: datasetId } = Object(type === fileEventType ? data : {}) as { dataset_id?: unknown }
  return typeof datasetId === 'string' ? datasetId : undefined
}

/** Stores the run that a trigger starts, or the problem that prevents the run, unless an earlier call stored either. */
async function storeTriggerOutcome(
  { id, type, workspace }: StoredEvent,
  { id: triggerId, workflowId, workflowName }: EventTrigger,
  preparedRun: Result<NewRun>,
  { backend, now }: DispatchOptions,
): Promise<void> {
  const run = getValue(preparedRun)
  const claim = run && (await backend.store.forWorkspace(workspace).quotas.openClaim())
  const hasStarted = await backend.store.openedDatabase.database.transaction().execute(async (transaction) => {
    const claimResult = await claim?.(transaction, 1)
    const storedProblem = getProblem(preparedRun) ?? claimResult?.problem
    const added = await transaction
      .insertInto('event_starts')
      .values({
        workspace_id: workspace,
        event_id: id,
        trigger_id: triggerId,
        workflow_id: workflowId,
        workflow_name: workflowName,
        run_id: storedProblem ? null : (run?.id ?? null),
        problem: storedProblem ? JSON.stringify(storedProblem) : null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('trigger_id')
      .executeTakeFirst()
    if (!added || !run || storedProblem) return false
    await insertRun(transaction, workspace, run, now())
    return true
  })
  if (!run || !hasStarted) return
  const start = { workspace, workflow: workflowId, run: run.id, triggerType: 'event' as const, trigger: id, name: type }
  await recordStart(backend.audit, start)
}

/**
 * Sends the event to the runs that are waiting for it, and to runs that may be about to wait for it; a run that does
 * not wait ignores it. Returns the number of runs that were already waiting.
 */
async function wakeRuns(event: StoredEvent, { backend, now }: DispatchOptions): Promise<number> {
  const names = listEventNames(event)
  const commands = names.map((name) => JSON.stringify({ kind: 'signal', name, value: event.data }))
  const { rows } = await sql<{ run_id: string; is_waiting: boolean }>`
    with receivers as (
      select r.id, r.workspace_id, n.position, n.body, coalesce(n.name = any(r.waits_for), false) as waits
      from runs r cross join unnest(${names}::text[], ${commands}::text[]) with ordinality as n(name, body, position)
      where r.workspace_id = ${event.workspace} and r.status in ('running', 'waiting') and r.deleted_at is null
        and (n.name = any(r.waits_for)
          or (r.waits_for is null and position('"wait_for_event"' in r.request) > 0))
    ), added as (
      insert into run_controls (workspace_id, id, run_id, body, created_at)
      select workspace_id, 'event-' || ${event.id} || '-' || position || '-' || id, id, body, ${new Date(now())}::timestamptz
      from receivers on conflict do nothing returning run_id
    )
    select added.run_id, bool_or(receivers.waits) as is_waiting from added join receivers on receivers.id = added.run_id
    group by added.run_id`.execute(backend.store.openedDatabase.database)
  for (const { run_id: runId } of rows) backend.notifications.notifyCommand(runId)
  return rows.filter((row) => row.is_waiting).length
}

/** Time after which another server can handle an event that the publishing server has not handled, in ms. */
export const dispatchClaimMs = 60_000
