import { isFinalRunState, type RunEvent, type RunState } from '@aw-flow/schema'
import { runWithTrace } from '../../operation/current-trace.ts'
import type { Log } from '../../operation/log.ts'
import { toRunSpan } from '../../operation/run-spans.ts'
import { sealNames } from '../../privacy/names-in-events.ts'
import { LostLeaseError } from '../journal-writer.ts'
import type { ExecutorHost } from '../run-executor.ts'
import type { SerializedEvents } from '../serialized-events.ts'
import type { RunHandle, WorkerContext } from './worker-context.ts'

/** Stores events of a run and announces them. */
export async function writeEvents(
  { writer, notifications, log }: Pick<WorkerContext, 'writer' | 'notifications' | 'log'>,
  run: RunHandle,
  unsealedEvents: SerializedEvents,
): Promise<void> {
  const events = { ...unsealedEvents, bodies: sealNames(unsealedEvents.bodies, run.names) }
  const appendPromise = runWithTrace(run.trace, () => writer.append(run, events))
  run.pendingWrites = Promise.allSettled([run.pendingWrites, appendPromise])
  await appendPromise
  if (events.status !== undefined) logState(log, run, events.status)
  if (run.hasConcurrencyKey && events.status !== undefined && isFinalRunState(events.status)) notifications.notifyWork()
  run.eventListener?.(events.bodies.map((body) => JSON.parse(body) as RunEvent))
}

function logState(log: Log, { id, workflowId, workspace, startedBy }: RunHandle, status: RunState): void {
  const level = status === 'failed' ? 'warn' : 'info'
  if (!log.isEnabled(level)) return
  const { traceId, spanId } = toRunSpan(id)
  log.write(level, `run ${status}`, {
    logger: 'runs',
    context: { user_id: startedBy, workflow_id: workflowId, execution_id: id },
    run_id: id,
    workspace,
    trace_id: traceId,
    span_id: spanId,
  })
}

/** Creates the receiver of a run's output. */
export function createHost(context: WorkerContext, run: RunHandle): ExecutorHost {
  const { store, notifications, withRetry, onError } = context
  return {
    async append(events) {
      try {
        await writeEvents(context, run, events)
      } catch (cause) {
        if (!(cause instanceof LostLeaseError)) onError(cause, run.id)
        throw cause
      }
    },
    async storeTables(tables) {
      const storedTables = await store.forWorkspace(run.workspace).results.add(run.id, run.lease, tables)
      const isStored = await runWithTrace(run.trace, () => withRetry(() => store.leases.storeTables(run, storedTables)))
      if (!isStored) throw new LostLeaseError(`Another worker holds the lease for run ${run.id}.`)
    },
    onProgress: notifications.notifyProgress,
    onError: (cause) => onError(cause, run.id),
  }
}
