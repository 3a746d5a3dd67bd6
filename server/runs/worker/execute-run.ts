import { isFinalRunState, defined, type RunEvent } from '@aw-flow/schema'
import { runWithTrace } from '../../operation/current-trace.ts'
import { createCancellationEvents, createInterruptionEvents } from '../end-interrupted-run.ts'
import type { RunTask } from '../perform-run.ts'
import { createNotWaitingProblem } from '../run-problems.ts'
import { serializeEvents } from '../serialized-events.ts'
import { createHost, writeEvents } from './run-output.ts'
import { summarizeRecord } from './summarize-record.ts'
import { toKey, type Effect, type RunHandle, type WorkerContext } from './worker-context.ts'

/** Reads the record of a run, and the commands that wait for it. */
export async function readRecord(context: WorkerContext, run: RunHandle): Promise<void> {
  const { id, lease, retryOf } = run
  // Wait for pending writes of an earlier attempt, because later events must follow them.
  await run.pendingWrites
  run.record = await readDecryptedRecord(context, run, id)
  if (retryOf !== undefined) run.originalRecord ??= await readDecryptedRecord(context, run, retryOf)
  const commands = await context.withRetry(() => context.store.controls.listPending([id]))
  context.dispatch({ type: 'record-read', id, lease, record: summarizeRecord(run.record), commands })
}

async function readDecryptedRecord(
  { store, withRetry }: WorkerContext,
  run: RunHandle,
  id: string,
): Promise<readonly RunEvent[]> {
  const { events, names } = await withRetry(() => store.forWorkspace(run.workspace).runs.readRecord(id))
  for (const [personName, sealedName] of names) run.names.set(personName, sealedName)
  return events
}

/** Starts an attempt to execute a run. */
export function startAttempt(
  context: WorkerContext,
  { id, lease, isFirstAttempt, isIsolated, isCanceled, commands }: Effect<'start-attempt'>,
): void {
  const { handles, spans, executor, dispatch } = context
  const run = handles.get(toKey({ id, lease }))!
  run.eventListener = spans?.createListener(run, run.record)
  const task: RunTask = defined({
    id,
    workspace: run.workspace,
    owner: run.owner,
    workflowId: run.workflowId,
    request: run.request,
    workflowIds: [run.workflowId, ...run.subWorkflowIds],
    record: run.record,
    isCanceled,
    isFirstAttempt,
    shouldMigrate: commands.some(({ command }) => command.kind === 'migrate'),
    waitedUntil: Math.max(0, ...commands.map(({ command }) => (command.kind === 'wait-ended' ? command.until : 0))),
    originalRecord: run.originalRecord,
  })
  runWithTrace(run.trace, () => {
    run.attempt = executor.perform(task, createHost(context, run), { isIsolated })
  })
  // A record may be large, and the attempt has its own reference to it.
  run.record = []
  void run.attempt!.outcome.then((outcome) => dispatch({ type: 'attempt-ended', id, lease, outcome }))
}

/** Records the end of a run that no attempt has ended. */
export async function endRun(
  context: WorkerContext,
  run: RunHandle,
  { id, lease, reason, problem }: Effect<'end-run'>,
): Promise<void> {
  const { clock, dispatch } = context
  const events =
    reason === 'canceled'
      ? createCancellationEvents(run.record, clock.now)
      : createInterruptionEvents(run.record, clock.now, problem)
  await writeEvents(context, run, serializeEvents(events))
  dispatch({ type: 'run-ended', id, lease })
}

/** Releases the lease of a run that has not ended. */
export async function releaseRun(
  { store: { leases, controls }, notifications, withRetry, dispatch }: WorkerContext,
  { id, lease, outcome, shouldNotify }: Effect<'release-run'>,
): Promise<void> {
  const waitState =
    outcome.kind === 'waits'
      ? { wakesAt: outcome.wake?.at, events: outcome.events }
      : outcome.kind === 'stuck'
        ? { problem: JSON.stringify(outcome.problem) }
        : undefined
  await withRetry(() => leases.release([defined({ id, lease, waitState })]))
  notifications.notifyEvents(id, -1)
  // Notify other workers now, so that they do not have to wait for their next poll to find the run.
  if (shouldNotify) notifications.notifyCommand(id)
  dispatch({ type: 'run-released', id, lease, outcome })
  if (outcome.kind !== 'waits') return
  // Commands may have arrived while the run was being released. A poll finds them.
  const commands = await controls.listPending([id])
  if (commands.length > 0) dispatch({ type: 'command-announced' })
}

/** Passes a command to the attempt that executes the run, and stores its result. */
export async function executeCommand(
  { store: { leases, controls }, handles, notifications, dispatch }: WorkerContext,
  { id, lease, pendingCommand }: Effect<'execute-command'>,
): Promise<void> {
  const run = handles.get(toKey({ id, lease }))!
  const { command, sealedName } = pendingCommand
  if (sealedName !== undefined && command.kind === 'decide' && command.decision.by !== undefined)
    run.names.set(command.decision.by, sealedName)
  const problem = await run.attempt!.control(command)
  const isReleased = problem?.code === 'run.not-active'
  const currentState = isReleased ? await leases.findState(id) : undefined
  if (currentState && !isFinalRunState(currentState)) {
    return dispatch({ type: 'command-returned', id, lease, commandId: pendingCommand.id })
  }
  await controls.storeResult(pendingCommand.id, isReleased ? createNotWaitingProblem(id) : problem)
  notifications.notifyCommandResult(pendingCommand.id)
}
