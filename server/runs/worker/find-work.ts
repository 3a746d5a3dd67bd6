import { toRunSpan } from '../../operation/run-spans.ts'
import { toKey, type Effect, type WorkerContext } from './worker-context.ts'

/** Maximum number of runs that one poll returns. */
const maxListedRuns = 200

/** Claims runs. */
export async function claimRuns(
  { store: { leases }, name, capacity, spans, handles, dispatch }: WorkerContext,
  { reason, ids, max, maxIdleWorkspaces }: Effect<'claim'>,
): Promise<void> {
  const runs =
    reason === 'queued'
      ? await leases.claimQueued(max, name, { maxIdleWorkspaces, capacity })
      : await leases.claim(ids, name, {
          max,
          maxIdleWorkspaces,
          capacity: reason === 'canceled' ? undefined : capacity,
        })
  for (const run of runs) {
    handles.set(toKey(run), {
      ...run,
      record: [],
      names: new Map(),
      originalRecord: undefined,
      attempt: undefined,
      trace: spans && { ...toRunSpan(run.id), sampled: true },
      eventListener: undefined,
      pendingWrites: Promise.resolve(),
    })
  }
  const claimedLeases = runs.map(({ id, lease, isCanceled, retryOf }) => {
    return { id, lease, isCanceled, isFresh: lease === 1 && retryOf === undefined }
  })
  dispatch({ type: 'claimed', reason, ids, runs: claimedLeases })
}

/**
 * Finds work that no notification has announced: abandoned runs, runs that are due, and commands without a result.
 */
export async function findWork(
  { store: { leases, controls }, clock, dispatch }: WorkerContext,
  { heldRunIds, endedWaits, waits }: Effect<'poll'>,
): Promise<void> {
  for (const { run: runId, until } of endedWaits) {
    // If the wall clock was set back, the wait has ended on the monotonic clock but not on the wall clock.
    const isPendingOnWallClock = until > clock.now() && (await leases.findState(runId)) === 'waiting'
    if (isPendingOnWallClock) await controls.add(runId, { kind: 'wait-ended', until })
  }
  // If the wall clock was set forward, these waits have ended on the wall clock but not on the monotonic clock.
  const unfinishedWaits = waits.filter(({ until }) => until <= clock.now())
  const resumableIds = await leases.listResumable(maxListedRuns, unfinishedWaits)
  const commands = await controls.listPending(heldRunIds)
  const wakeTime = await leases.findNextWakeTime(unfinishedWaits)
  const nextWakeMs = wakeTime === undefined ? undefined : wakeTime - clock.now()
  dispatch({ type: 'polled', resumable: resumableIds, commands, endedWaits, nextWakeMs })
}
