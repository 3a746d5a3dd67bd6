import { maxInterruptions } from '@aw-flow/schema/internal'
import type { HeldLease } from '../../store/runs/held-lease.ts'
import type { PendingCommand } from '../../store/runs/run-controls.ts'
import type { AttemptOutcome } from '../run-executor.ts'
import type { ClaimedLease, TimedWait, WorkerEffect, WorkerEvent } from './events.ts'
import { createDraft, finishDraft, type Draft, type HeldRun, type WorkerState } from './state.ts'
import type { RecordSummary } from './summarize-record.ts'

/** How often a worker polls the database, in ms. */
export const pollIntervalMs = 2_000
/** How often a worker renews its leases, in ms. */
export const heartbeatIntervalMs = 3_000
/** How long a worker without a free slot waits before it tries to claim runs from idle workspaces, in ms. */
export const idleWorkspaceDelayMs = 200

/**
 * Computes a worker's next state and the effects to perform from its current state and an event. This pure function is
 * the core of the worker; `../SPEC.md` lists its rules.
 */
export function step(state: WorkerState, event: WorkerEvent): [WorkerState, WorkerEffect[]] {
  const draft = createDraft(state, event.elapsed)
  apply(draft, event)
  return finishDraft(draft)
}

function apply(draft: Draft, event: WorkerEvent): void {
  switch (event.type) {
    case 'opened':
      draft.effects.push({ type: 'set-timer', timer: 'heartbeat', afterMs: heartbeatIntervalMs })
      return startPoll(draft)
    case 'work-announced':
      return handleWork(draft)
    case 'command-announced':
      return schedulePoll(draft, 0)
    case 'cancel-announced':
      return handleCancel(draft, event.run)
    case 'poll-due':
      draft.nextPollAt = Infinity
      return startPoll(draft)
    case 'polled':
      return handlePolled(draft, event)
    case 'poll-failed':
      return finishPoll(draft, undefined)
    case 'heartbeat-due':
      return renewLeases(draft)
    case 'leases-renewed':
      return handleLeasesRenewed(draft, event)
    case 'claimed':
      return handleClaimed(draft, event)
    case 'claim-failed':
      if (event.reason === 'canceled') draft.cancelClaims--
      else draft.claim = undefined
      return
    case 'closing':
      return close(draft)
    default: {
      const run = draft.runs.get(event.id)
      // Ignore the event if the run has since been lost or claimed again.
      if (run?.lease !== event.lease) return
      return applyToRun(draft, run, event)
    }
  }
}

type RunEventType =
  | 'record-read'
  | 'attempt-ended'
  | 'command-returned'
  | 'run-released'
  | 'run-ended'
  | 'run-effect-failed'

function applyToRun(draft: Draft, run: HeldRun, event: Extract<WorkerEvent, { type: RunEventType }>): void {
  const { id, lease } = event
  const heldLease: HeldLease = { id, lease }
  switch (event.type) {
    case 'record-read':
      return handleRecord(draft, heldLease, run, event.record, event.commands)
    case 'attempt-ended':
      return handleAttemptEnded(draft, heldLease, run, event.outcome)
    case 'command-returned': {
      const commandIds = new Set(run.commands)
      commandIds.delete(event.commandId)
      draft.runs.set(id, { ...run, commands: commandIds })
      return
    }
    case 'run-released':
      dropRun(draft, heldLease)
      return event.outcome.kind === 'waits' ? handleWaiting(draft, run, id, event.outcome) : claimMoreRuns(draft)
    case 'run-ended':
    case 'run-effect-failed':
      dropRun(draft, heldLease)
      return claimMoreRuns(draft)
  }
}

// Claims

function handleWork(draft: Draft): void {
  draft.mayHaveQueued = true
  if (draft.claim) draft.claim = { ...draft.claim, isStale: true }
  else claimMoreRuns(draft)
}

/** Claims runs for the free slots. If no slot is free, a later poll claims runs from idle workspaces. */
function claimMoreRuns(draft: Draft): void {
  if (draft.isClosing) return
  if (draft.claim) {
    // The claim in progress may not have counted the slot that has just become free.
    if (draft.isLimited) draft.claim = { ...draft.claim, isStale: true }
  } else if (countFreeSlots(draft) > 0) claimDueRuns(draft)
  else if (countIdleWorkspaceSlots(draft) > 0) schedulePoll(draft, idleWorkspaceDelayMs)
}

const countFreeSlots = ({ maxRuns, runs }: Draft): number => Math.max(0, maxRuns - runs.size)

/** Returns the number of slots available to workspaces that have no run in progress. */
const countIdleWorkspaceSlots = ({ maxRuns, runs }: Draft): number =>
  Math.max(0, Math.min(maxRuns, 2 * maxRuns - runs.size))

/** Claims resumable runs first, then queued ones. If no slot is free, claims only runs from idle workspaces. */
function claimDueRuns(draft: Draft): void {
  const resumableIds = draft.resumable.filter((id) => !draft.runs.has(id))
  if (resumableIds.length > 0) sendClaim(draft, 'resumable', resumableIds, countFreeSlots(draft))
  else claimQueuedRuns(draft)
}

function claimQueuedRuns(draft: Draft): void {
  if (draft.mayHaveQueued || draft.isLimited) sendClaim(draft, 'queued', [], countFreeSlots(draft))
}

function sendClaim(draft: Draft, reason: 'resumable' | 'queued', ids: readonly string[], max: number): void {
  const maxIdleWorkspaces = countIdleWorkspaceSlots(draft)
  if (max + maxIdleWorkspaces === 0) return
  draft.claim = { max, isStale: false }
  draft.effects.push({ type: 'claim', reason, ids, max, maxIdleWorkspaces })
}

function handleClaimed(draft: Draft, { reason, ids, runs }: Extract<WorkerEvent, { type: 'claimed' }>): void {
  for (const run of runs) addHeldRun(draft, run)
  if (reason === 'canceled') {
    draft.cancelClaims--
    // This worker may have claimed one of these runs for another reason in the meantime.
    for (const id of ids) cancelRun(draft, id)
    return
  }
  const { max = 0, isStale = false } = draft.claim ?? {}
  draft.claim = undefined
  if (draft.isClosing) return
  if (reason === 'resumable') {
    // Runs that were not claimed because no slot was free are claimed later. Unless limits apply across processes, any
    // other run that is missing from the result has been claimed by another worker.
    const mayRemain = draft.isLimited || runs.length >= max
    draft.resumable = draft.resumable.filter(
      (id) => !runs.some((run) => run.id === id) && (mayRemain || !ids.includes(id)),
    )
    return claimQueuedRuns(draft)
  }
  if (isStale) return claimMoreRuns(draft)
  // A claim without a free slot returns only runs from idle workspaces. A slot may have become free since.
  if (max === 0) return countFreeSlots(draft) > 0 ? claimMoreRuns(draft) : undefined
  // If limits apply across processes, a claim that returned some runs may have left others queued.
  const isDrained = draft.isLimited ? runs.length === 0 : runs.length < max
  if (isDrained) draft.mayHaveQueued = false
  else if (countFreeSlots(draft) > 0) claimMoreRuns(draft)
}

function addHeldRun(draft: Draft, { id, lease, isCanceled, isFresh }: ClaimedLease): void {
  const previousRun = draft.runs.get(id)
  if (previousRun && previousRun.lease > lease) return void draft.effects.push({ type: 'drop-run', id, lease })
  if (previousRun) {
    const heldLease = { id, lease: previousRun.lease }
    if (previousRun.phase === 'executing') draft.effects.push({ type: 'stop-attempt', ...heldLease })
    dropRun(draft, heldLease)
  }
  if (lease > 1 && draft.waits.some(({ run }) => run === id)) draft.waits = draft.waits.filter(({ run }) => run !== id)
  const run: HeldRun = {
    lease,
    phase: 'reading',
    isCanceled,
    isLost: false,
    attemptNumber: 1,
    recordLength: -1,
    attemptsWithoutEvents: 0,
    problem: undefined,
    commands: new Set(),
  }
  draft.runs.set(id, run)
  if (draft.isClosing) return releaseRun(draft, { id, lease }, run, { kind: 'broken' })
  if (isFresh) return startAttempt(draft, { id, lease }, { ...run, recordLength: 0 }, false, [])
  draft.effects.push({ type: 'read-record', id, lease })
}

function dropRun(draft: Draft, heldLease: HeldLease): void {
  draft.runs.delete(heldLease.id)
  draft.effects.push({ type: 'drop-run', ...heldLease })
}

// Attempts

function handleRecord(
  draft: Draft,
  heldLease: HeldLease,
  run: HeldRun,
  record: RecordSummary,
  commands: readonly PendingCommand[],
): void {
  const hasNoNewEvents = record.length === run.recordLength
  const emptyAttemptCount = hasNoNewEvents ? run.attemptsWithoutEvents + 1 : 0
  const updatedRun = { ...run, recordLength: record.length, attemptsWithoutEvents: emptyAttemptCount }
  if (run.isLost || record.isEnded) {
    dropRun(draft, heldLease)
    return claimMoreRuns(draft)
  }
  if (run.problem) return endRun(draft, heldLease, updatedRun, 'interrupted')
  if (run.isCanceled && run.attemptNumber > 1) return endRun(draft, heldLease, updatedRun, 'canceled')
  // A run that crashes its process before the first event would do so on every retry.
  const isUnrecoverable = record.exceedsInterruptionLimit || emptyAttemptCount >= maxInterruptions
  if (isUnrecoverable && !record.isWaiting && !run.isCanceled)
    return endRun(draft, heldLease, updatedRun, 'interrupted')
  if (draft.isClosing) return releaseRun(draft, heldLease, updatedRun, { kind: 'broken' })
  startAttempt(draft, heldLease, updatedRun, run.attemptNumber > 1 || record.isResumedWithoutProgress, commands)
}

function startAttempt(
  draft: Draft,
  heldLease: HeldLease,
  run: HeldRun,
  isIsolated: boolean,
  commands: readonly PendingCommand[],
): void {
  const isFirstAttempt = heldLease.lease === 1 && run.attemptNumber === 1
  draft.effects.push({
    type: 'start-attempt',
    ...heldLease,
    isFirstAttempt,
    isIsolated,
    isCanceled: run.isCanceled,
    commands,
  })
  draft.runs.set(heldLease.id, { ...run, phase: 'executing', commands: new Set(commands.map(({ id }) => id)) })
  for (const pendingCommand of commands) draft.effects.push({ type: 'execute-command', ...heldLease, pendingCommand })
  if (run.isCanceled) draft.effects.push({ type: 'cancel-attempt', ...heldLease })
}

function handleAttemptEnded(draft: Draft, heldLease: HeldLease, run: HeldRun, outcome: AttemptOutcome): void {
  if (run.isLost || outcome.kind === 'ended') {
    dropRun(draft, heldLease)
    return claimMoreRuns(draft)
  }
  if (outcome.kind !== 'died' || draft.isClosing) return releaseRun(draft, heldLease, run, outcome)
  const retriedRun: HeldRun = {
    ...run,
    phase: 'reading',
    attemptNumber: run.attemptNumber + 1,
    problem: outcome.problem,
  }
  draft.runs.set(heldLease.id, { ...retriedRun, commands: new Set() })
  draft.effects.push({ type: 'read-record', ...heldLease })
}

function endRun(draft: Draft, heldLease: HeldLease, run: HeldRun, reason: 'canceled' | 'interrupted'): void {
  draft.runs.set(heldLease.id, { ...run, phase: 'ending' })
  draft.effects.push({ type: 'end-run', ...heldLease, reason, problem: run.problem })
}

function releaseRun(draft: Draft, heldLease: HeldLease, run: HeldRun, outcome: AttemptOutcome): void {
  draft.runs.set(heldLease.id, { ...run, phase: 'releasing' })
  draft.effects.push({ type: 'release-run', ...heldLease, outcome, shouldNotify: draft.isClosing })
}

function handleWaiting(
  draft: Draft,
  run: HeldRun,
  id: string,
  { wake }: Extract<AttemptOutcome, { kind: 'waits' }>,
): void {
  // No second notification follows for a cancellation that arrived while the run was being released.
  if (run.isCanceled) claimCanceledRun(draft, id)
  else if (wake) {
    draft.waits = [...draft.waits, { run: id, until: wake.at, endsAt: draft.elapsed + wake.afterMs }]
    schedulePoll(draft, wake.afterMs)
  }
  claimMoreRuns(draft)
}

// Cancellation and commands

function handleCancel(draft: Draft, id: string): void {
  if (draft.runs.has(id)) cancelRun(draft, id)
  // Ending a canceled run that no worker holds does not need a slot, so the limit does not apply.
  else claimCanceledRun(draft, id)
}

function claimCanceledRun(draft: Draft, id: string): void {
  if (draft.isClosing) return
  draft.cancelClaims++
  draft.effects.push({ type: 'claim', reason: 'canceled', ids: [id], max: 1, maxIdleWorkspaces: 0 })
}

function cancelRun(draft: Draft, id: string): void {
  const run = draft.runs.get(id)
  if (!run || run.isCanceled) return
  draft.runs.set(id, { ...run, isCanceled: true })
  if (run.phase === 'executing') draft.effects.push({ type: 'cancel-attempt', id, lease: run.lease })
}

function executeCommand(draft: Draft, pendingCommand: PendingCommand): void {
  const run = draft.runs.get(pendingCommand.run)
  if (run?.phase !== 'executing' || run.commands.has(pendingCommand.id)) return
  // An attempt's clock is set when the attempt starts, so the end of a wait takes effect in the next attempt.
  if (pendingCommand.command.kind === 'wait-ended') return
  draft.runs.set(pendingCommand.run, { ...run, commands: new Set(run.commands).add(pendingCommand.id) })
  draft.effects.push({ type: 'execute-command', id: pendingCommand.run, lease: run.lease, pendingCommand })
}

// Polls

function startPoll(draft: Draft): void {
  if (draft.isClosing) return
  if (draft.isPolling) {
    draft.isPollStale = true
    return
  }
  draft.isPolling = true
  const hasEnded = ({ endsAt }: TimedWait): boolean => endsAt <= draft.elapsed
  draft.effects.push({
    type: 'poll',
    heldRunIds: [...draft.runs.keys()],
    endedWaits: draft.waits.filter(hasEnded),
    waits: draft.waits.filter((wait) => !hasEnded(wait)),
  })
}

function handlePolled(
  draft: Draft,
  { resumable: resumableIds, commands, endedWaits, nextWakeMs }: Extract<WorkerEvent, { type: 'polled' }>,
): void {
  const isEndedWait = (wait: TimedWait): boolean =>
    endedWaits.some(({ run, endsAt }) => run === wait.run && endsAt === wait.endsAt)
  if (endedWaits.length > 0) draft.waits = draft.waits.filter((wait) => !isEndedWait(wait))
  draft.resumable = resumableIds
  for (const pendingCommand of commands) executeCommand(draft, pendingCommand)
  finishPoll(draft, nextWakeMs)
  draft.mayHaveQueued = true
  if (draft.claim) draft.claim = { ...draft.claim, isStale: true }
  else if (!draft.isClosing) claimDueRuns(draft)
}

function finishPoll(draft: Draft, nextWakeMs = pollIntervalMs): void {
  draft.isPolling = false
  const nextWaitMs = draft.waits.reduce((next, { endsAt }) => Math.min(next, endsAt - draft.elapsed), Infinity)
  schedulePoll(draft, draft.isPollStale ? 0 : Math.min(nextWakeMs, nextWaitMs))
  draft.isPollStale = false
}

/** Schedules a poll after the given delay or the polling interval, whichever is shorter, unless one is due earlier. */
function schedulePoll(draft: Draft, delayMs: number): void {
  const afterMs = Math.min(Math.max(0, delayMs), pollIntervalMs)
  const pollAt = draft.elapsed + afterMs
  if (draft.isClosing || pollAt >= draft.nextPollAt) return
  draft.nextPollAt = pollAt
  draft.effects.push({ type: 'set-timer', timer: 'poll', afterMs })
}

// Heartbeats

function renewLeases(draft: Draft): void {
  if (draft.isClosing) return
  draft.effects.push({ type: 'set-timer', timer: 'heartbeat', afterMs: heartbeatIntervalMs })
  if (draft.runs.size === 0) return
  const leases = [...draft.runs].map(([id, { lease }]) => ({ id, lease }))
  draft.effects.push({ type: 'renew-leases', leases })
}

function handleLeasesRenewed(
  draft: Draft,
  { requested: requestedLeases, renewed: renewedLeases }: Extract<WorkerEvent, { type: 'leases-renewed' }>,
): void {
  for (const { id, lease } of requestedLeases) {
    const run = draft.runs.get(id)
    // Ignore the result if it belongs to an earlier lease on the run.
    if (run?.lease !== lease) continue
    const renewedLease = renewedLeases.get(id)
    if (renewedLease?.isCanceled) cancelRun(draft, id)
    else if (!renewedLease && !run.isLost) {
      draft.runs.set(id, { ...run, isLost: true })
      if (run.phase === 'executing') draft.effects.push({ type: 'stop-attempt', id, lease })
    }
  }
}

// Closing

function close(draft: Draft): void {
  draft.isClosing = true
  for (const [id, { lease, phase }] of draft.runs) {
    if (phase === 'executing') draft.effects.push({ type: 'stop-attempt', id, lease })
  }
}
