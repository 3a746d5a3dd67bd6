import { expect, test } from 'vitest'
import type { PendingCommand } from '../../store/runs/run-controls.ts'
import type { AttemptOutcome } from '../run-executor.ts'
import type { WorkerEffect, WorkerEventBody } from './events.ts'
import { createWorkerState, isClosed, type WorkerState } from './state.ts'
import { heartbeatIntervalMs, idleWorkspaceDelayMs, pollIntervalMs, step } from './step.ts'
import type { RecordSummary } from './summarize-record.ts'

const unended: RecordSummary = {
  length: 3,
  isEnded: false,
  isWaiting: false,
  exceedsInterruptionLimit: false,
  isResumedWithoutProgress: false,
}
const leaseOf = (id: string, lease = 1) => ({ id, lease })
const claimed = (...ids: string[]): WorkerEventBody => ({
  type: 'claimed',
  reason: 'queued',
  ids: [],
  runs: ids.map((id) => ({ ...leaseOf(id), isCanceled: false, isFresh: true })),
})
const claimedAgain = (id: string, lease: number, isCanceled = false): WorkerEventBody => ({
  type: 'claimed',
  reason: 'resumable',
  ids: [id],
  runs: [{ id, lease, isCanceled, isFresh: false }],
})
const polled = (event: Partial<Extract<WorkerEventBody, { type: 'polled' }>> = {}): WorkerEventBody => ({
  type: 'polled',
  resumable: [],
  commands: [],
  endedWaits: [],
  nextWakeMs: undefined,
  ...event,
})
const attemptEnded = (id: string, outcome: AttemptOutcome, lease = 1): WorkerEventBody => {
  return { type: 'attempt-ended', ...leaseOf(id, lease), outcome }
}
const command = (id: string, run: string, kind: 'signal' | 'wait-ended' = 'signal'): PendingCommand => {
  return { id, run, command: kind === 'signal' ? { kind, name: 'go' } : { kind, until: 5 } }
}

/** A worker that has received these events. `receive` returns the effects of further ones. */
function createWorker({ maxRuns = 2, isLimited = false } = {}) {
  let state: WorkerState = createWorkerState({ maxRuns, isLimited })
  return {
    state: () => state,
    receive(...events: (WorkerEventBody & { elapsed?: number })[]): WorkerEffect[] {
      return events.flatMap((event) => {
        const [next, effects] = step(state, { elapsed: 0, ...event })
        state = next
        return effects
      })
    },
  }
}
/** A worker that executes the run `a`. */
const createBusyWorker = (options?: Parameters<typeof createWorker>[0]) => {
  const worker = createWorker(options)
  worker.receive({ type: 'opened' }, polled(), claimed('a'))
  return worker
}

test('[R1] an announcement or a timer only leads to reads and claims', () => {
  const worker = createWorker()
  expect(worker.receive({ type: 'opened' })).toEqual([
    { type: 'set-timer', timer: 'heartbeat', afterMs: heartbeatIntervalMs },
    { type: 'poll', heldRunIds: [], endedWaits: [], waits: [] },
  ])
  expect(worker.receive({ type: 'work-announced' })).toEqual([
    { type: 'claim', reason: 'queued', ids: [], max: 2, maxIdleWorkspaces: 2 },
  ])
  expect(worker.receive({ type: 'work-announced' }, { type: 'work-announced' })).toEqual([])
  expect(worker.receive({ type: 'command-announced' })).toEqual([{ type: 'set-timer', timer: 'poll', afterMs: 0 }])
  expect(worker.receive({ type: 'cancel-announced', run: 'a' })).toEqual([
    { type: 'claim', reason: 'canceled', ids: ['a'], max: 1, maxIdleWorkspaces: 0 },
  ])
})

test('[R1] a poll is followed by the next one, even after a failure', () => {
  const worker = createWorker()
  const nextPoll = { type: 'set-timer', timer: 'poll', afterMs: pollIntervalMs }
  worker.receive({ type: 'opened' })
  expect(worker.receive({ type: 'poll-failed' })).toContainEqual(nextPoll)
  expect(worker.receive({ type: 'poll-due', elapsed: pollIntervalMs })).toMatchObject([{ type: 'poll' }])
  // Requested while the poll was in progress, so the poll may have missed the reason.
  expect(worker.receive({ type: 'poll-due', elapsed: pollIntervalMs })).toEqual([])
  expect(worker.receive({ ...polled(), elapsed: pollIntervalMs })).toContainEqual({ ...nextPoll, afterMs: 0 })
})

test('[R4] an answer about an earlier lease changes nothing', () => {
  const worker = createBusyWorker()
  worker.receive(claimedAgain('a', 2))
  const state = worker.state()
  const stale: WorkerEventBody[] = [
    attemptEnded('a', { kind: 'ended' }),
    { type: 'record-read', ...leaseOf('a'), record: unended, commands: [] },
    { type: 'run-released', ...leaseOf('a'), outcome: { kind: 'broken' } },
    { type: 'run-ended', ...leaseOf('a') },
    { type: 'run-effect-failed', ...leaseOf('a') },
    { type: 'command-returned', ...leaseOf('a'), commandId: 'c' },
    { type: 'leases-renewed', requested: [leaseOf('a')], renewed: new Map() },
  ]
  expect(worker.receive(...stale)).toEqual([])
  expect(worker.state()).toEqual(state)
})

test('[R5] a run whose lease is lost is stopped, and nothing is stored for it', () => {
  const worker = createBusyWorker()
  const lost: WorkerEventBody = { type: 'leases-renewed', requested: [leaseOf('a')], renewed: new Map() }
  expect(worker.receive(lost)).toEqual([{ type: 'stop-attempt', ...leaseOf('a') }])
  expect(worker.receive(lost)).toEqual([])
  expect(worker.receive(attemptEnded('a', { kind: 'broken' }))).toContainEqual({ type: 'drop-run', ...leaseOf('a') })
  expect(worker.state().runs.size).toBe(0)
})

test('[R5] a lease that is lost while the record is read starts no attempt', () => {
  const worker = createBusyWorker()
  worker.receive(attemptEnded('a', { kind: 'died' }))
  worker.receive({ type: 'leases-renewed', requested: [leaseOf('a')], renewed: new Map() })
  const effects = worker.receive({ type: 'record-read', ...leaseOf('a'), record: unended, commands: [] })
  expect(effects.map(({ type }) => type)).not.toContain('start-attempt')
  expect(worker.state().runs.size).toBe(0)
})

test('[R6] claims no more runs than it has places, and a canceled run beyond them', () => {
  const worker = createBusyWorker({ maxRuns: 1 })
  const effects = worker.receive({ type: 'work-announced' }, polled({ resumable: ['b'] }))
  expect(effects.filter(({ type }) => type === 'claim')).toEqual([
    { type: 'claim', reason: 'resumable', ids: ['b'], max: 0, maxIdleWorkspaces: 1 },
  ])
  expect(worker.receive({ type: 'cancel-announced', run: 'b' })).toMatchObject([{ type: 'claim', reason: 'canceled' }])
})

test('[R25] a worker without a free slot soon looks for runs of workspaces that have none in progress', () => {
  const worker = createBusyWorker({ maxRuns: 1 })
  const soon = { type: 'set-timer', timer: 'poll', afterMs: idleWorkspaceDelayMs }
  expect(worker.receive({ type: 'work-announced', elapsed: 10 })).toEqual([soon])
  // Further announcements do not lead to further polls.
  expect(worker.receive({ type: 'work-announced', elapsed: 20 })).toEqual([])
  expect(worker.receive({ type: 'poll-due', elapsed: 210 })).toMatchObject([{ type: 'poll' }])
  const ofIdleWorkspaces = { type: 'claim', reason: 'queued', ids: [], max: 0, maxIdleWorkspaces: 1 }
  expect(worker.receive({ ...polled(), elapsed: 211 })).toContainEqual(ofIdleWorkspaces)
  expect(worker.receive({ ...claimed('b'), elapsed: 212 })).toMatchObject([{ type: 'start-attempt', id: 'b' }])
  // It holds twice as many runs as it has slots, which is the most.
  expect(worker.receive({ type: 'work-announced', elapsed: 212 })).toEqual([])
  // Its workspace may have another queued run, but this worker still has no free slot.
  const ended = worker.receive({ ...attemptEnded('b', { kind: 'ended' }), elapsed: 213 })
  expect(ended).toEqual([
    { type: 'drop-run', ...leaseOf('b') },
    { ...soon, afterMs: idleWorkspaceDelayMs },
  ])
  // The claim without a free slot did not show that no run is queued, whether its answer arrives before or after that.
  worker.receive({ type: 'poll-due', elapsed: 413 }, { ...polled(), elapsed: 413 })
  worker.receive({ ...attemptEnded('a', { kind: 'ended' }), elapsed: 414 })
  expect(worker.receive({ ...claimed(), elapsed: 415 })).toContainEqual({ ...ofIdleWorkspaces, max: 1 })
})

test('[R7] claims interrupted runs before queued ones, and keeps those without a place', () => {
  const worker = createBusyWorker({ maxRuns: 1, isLimited: true })
  const noneOfIdleWorkspaces: WorkerEventBody = { type: 'claimed', reason: 'resumable', ids: ['b', 'c'], runs: [] }
  worker.receive(polled({ resumable: ['b', 'c'] }), noneOfIdleWorkspaces, claimed())
  const ended = worker.receive(attemptEnded('a', { kind: 'ended' }))
  expect(ended).toContainEqual({ type: 'claim', reason: 'resumable', ids: ['b', 'c'], max: 1, maxIdleWorkspaces: 1 })
  const none: WorkerEventBody = { type: 'claimed', reason: 'resumable', ids: ['b', 'c'], runs: [] }
  expect(worker.receive(none)).toEqual([{ type: 'claim', reason: 'queued', ids: [], max: 1, maxIdleWorkspaces: 1 }])
  worker.receive(claimed('d'))
  expect(worker.receive(attemptEnded('d', { kind: 'ended' }))).toContainEqual({
    type: 'claim',
    reason: 'resumable',
    ids: ['b', 'c'],
    max: 1,
    maxIdleWorkspaces: 1,
  })
})

test('[R9] claims until no run is queued, and again after work was announced', () => {
  const worker = createWorker({ maxRuns: 4 })
  const claimRest = { type: 'claim', reason: 'queued', ids: [], max: 2, maxIdleWorkspaces: 4 }
  worker.receive({ type: 'opened' }, polled())
  expect(worker.receive({ type: 'work-announced' })).toEqual([])
  expect(worker.receive(claimed('a', 'b'))).toContainEqual(claimRest)
  expect(worker.receive(claimed()).map(({ type }) => type)).toEqual([])
  expect(worker.receive(attemptEnded('a', { kind: 'ended' })).map(({ type }) => type)).toEqual(['drop-run'])
  expect(worker.receive({ type: 'work-announced' })).toEqual([{ ...claimRest, max: 3 }])
})

test('[R10] a run that was never executed starts at once, and any other after its record was read', () => {
  const worker = createWorker()
  worker.receive({ type: 'opened' }, polled())
  const start = { type: 'start-attempt', isFirstAttempt: true, isIsolated: false, isCanceled: false, commands: [] }
  expect(worker.receive(claimed('a'))).toContainEqual({ ...start, ...leaseOf('a') })
  expect(worker.receive(claimedAgain('b', 2))).toEqual([{ type: 'read-record', ...leaseOf('b', 2) }])
  expect(worker.receive({ type: 'record-read', ...leaseOf('b', 2), record: unended, commands: [] })).toEqual([
    { ...start, ...leaseOf('b', 2), isFirstAttempt: false },
  ])
})

test('[R11] a run that is claimed again while it executes is stopped first', () => {
  const worker = createBusyWorker()
  expect(
    worker.receive(claimedAgain('a', 2)).map(({ type, ...effect }) => [type, 'lease' in effect && effect.lease]),
  ).toEqual([
    ['stop-attempt', 1],
    ['drop-run', 1],
    ['read-record', 2],
  ])
})

test('[R12] a run whose process died continues in a process of its own, three times', () => {
  const worker = createBusyWorker()
  const read: WorkerEventBody = {
    type: 'record-read',
    ...leaseOf('a'),
    record: { ...unended, length: 0 },
    commands: [],
  }
  for (let death = 1; death <= 2; death++) {
    expect(worker.receive(attemptEnded('a', { kind: 'died' }))).toEqual([{ type: 'read-record', ...leaseOf('a') }])
    expect(worker.receive(read)).toMatchObject([{ type: 'start-attempt', isFirstAttempt: false, isIsolated: true }])
  }
  worker.receive(attemptEnded('a', { kind: 'died' }))
  expect(worker.receive(read)).toEqual([
    { type: 'end-run', ...leaseOf('a'), reason: 'interrupted', problem: undefined },
  ])
})

test.each([
  ['ends', {}, 'end-run'],
  ['continues if it waits', { isWaiting: true }, 'start-attempt'],
])('[R12] a run that was interrupted too often %s', (_, record, effect) => {
  const worker = createWorker()
  worker.receive(claimedAgain('a', 5))
  const summary = { ...unended, exceedsInterruptionLimit: true, ...record }
  const effects = worker.receive({ type: 'record-read', ...leaseOf('a', 5), record: summary, commands: [] })
  expect(effects).toMatchObject([{ type: effect }])
})

test('[R13] a run whose process was killed because of it ends with the problem', () => {
  const worker = createBusyWorker()
  const problem = { code: 'run.too-long', severity: 'error', message: 'Too long.' } as const
  worker.receive(attemptEnded('a', { kind: 'died', problem }))
  expect(worker.receive({ type: 'record-read', ...leaseOf('a'), record: unended, commands: [] })).toEqual([
    { type: 'end-run', ...leaseOf('a'), reason: 'interrupted', problem },
  ])
})

test('[R14] a run whose record has ended is dropped', () => {
  const worker = createBusyWorker()
  worker.receive(attemptEnded('a', { kind: 'died' }))
  const record = { ...unended, isEnded: true }
  expect(worker.receive({ type: 'record-read', ...leaseOf('a'), record, commands: [] })).toEqual([
    { type: 'drop-run', ...leaseOf('a') },
  ])
})

test('[R15] a canceled run whose process died ends as canceled', () => {
  const worker = createBusyWorker()
  expect(worker.receive({ type: 'cancel-announced', run: 'a' }, { type: 'cancel-announced', run: 'a' })).toEqual([
    { type: 'cancel-attempt', ...leaseOf('a') },
  ])
  worker.receive(attemptEnded('a', { kind: 'died' }))
  expect(worker.receive({ type: 'record-read', ...leaseOf('a'), record: unended, commands: [] })).toEqual([
    { type: 'end-run', ...leaseOf('a'), reason: 'canceled', problem: undefined },
  ])
})

test('[R16] a cancellation arrives with the next heartbeat if its announcement was lost', () => {
  const worker = createBusyWorker()
  expect(worker.receive({ type: 'heartbeat-due' })).toEqual([
    { type: 'set-timer', timer: 'heartbeat', afterMs: heartbeatIntervalMs },
    { type: 'renew-leases', leases: [leaseOf('a')] },
  ])
  const renewed = new Map([['a', { isCanceled: true }]])
  expect(worker.receive({ type: 'leases-renewed', requested: [leaseOf('a')], renewed })).toEqual([
    { type: 'cancel-attempt', ...leaseOf('a') },
  ])
})

test('[R16] a run that is canceled while it is released is claimed again', () => {
  const worker = createBusyWorker()
  const waits: AttemptOutcome = { kind: 'waits', wake: undefined }
  expect(worker.receive(attemptEnded('a', waits))).toMatchObject([{ type: 'release-run', outcome: waits }])
  expect(worker.receive({ type: 'cancel-announced', run: 'a' })).toEqual([])
  expect(worker.receive({ type: 'run-released', ...leaseOf('a'), outcome: waits })).toContainEqual({
    type: 'claim',
    reason: 'canceled',
    ids: ['a'],
    max: 1,
    maxIdleWorkspaces: 0,
  })
})

test('[R17] a command is executed once per lease, and again if the attempt had left', () => {
  const worker = createBusyWorker()
  const control = command('c', 'a')
  const execution = { type: 'execute-command', ...leaseOf('a'), pendingCommand: control }
  expect(worker.receive(polled({ commands: [control] }))).toContainEqual(execution)
  worker.receive({ type: 'poll-due', elapsed: pollIntervalMs })
  expect(worker.receive(polled({ commands: [control] }))).not.toContainEqual(execution)
  worker.receive({ type: 'command-returned', ...leaseOf('a'), commandId: 'c' })
  expect(worker.receive(polled({ commands: [control] }))).toContainEqual(execution)
})

test('[R18] a wait of a released run ends on the monotonic clock', () => {
  const worker = createBusyWorker()
  const outcome: AttemptOutcome = { kind: 'waits', wake: { at: 90_000, afterMs: 1_000 } }
  worker.receive(attemptEnded('a', outcome))
  const released = worker.receive({ type: 'run-released', ...leaseOf('a'), outcome, elapsed: 500 })
  expect(released).toContainEqual({ type: 'set-timer', timer: 'poll', afterMs: 1_000 })
  const wait = { run: 'a', until: 90_000, endsAt: 1_500 }
  const poll = (elapsed: number, endedWaits: (typeof wait)[], waits: (typeof wait)[] = []) =>
    expect(worker.receive({ type: 'poll-due', elapsed })).toEqual([{ type: 'poll', heldRunIds: [], endedWaits, waits }])
  poll(1_499, [], [wait])
  // The next poll is at the end of the wait, whatever the wall clock shows.
  expect(worker.receive({ ...polled(), elapsed: 1_499 })).toContainEqual({
    type: 'set-timer',
    timer: 'poll',
    afterMs: 1,
  })
  poll(1_500, [wait])
  // The wait is repeated until a poll succeeds.
  worker.receive({ type: 'poll-failed' })
  poll(1_600, [wait])
  worker.receive(polled({ endedWaits: [wait] }))
  expect(worker.state().waits).toEqual([])
})

test('[R19] the end of a wait is left to the next attempt, whose clock starts there', () => {
  const worker = createBusyWorker()
  const ended = command('c', 'a', 'wait-ended')
  expect(worker.receive(polled({ commands: [ended] })).map(({ type }) => type)).not.toContain('execute-command')
  worker.receive(claimedAgain('b', 2))
  expect(
    worker.receive({
      type: 'record-read',
      ...leaseOf('b', 2),
      record: unended,
      commands: [command('d', 'b', 'wait-ended')],
    }),
  ).toMatchObject([{ type: 'start-attempt', commands: [{ id: 'd' }] }, { type: 'execute-command' }])
})

test('[R20] a closing worker stops and releases what it holds, and what a claim in progress brings', () => {
  const worker = createBusyWorker()
  worker.receive({ type: 'work-announced' })
  expect(worker.receive({ type: 'closing' })).toEqual([{ type: 'stop-attempt', ...leaseOf('a') }])
  expect(worker.receive({ type: 'work-announced' }, polled(), { type: 'cancel-announced', run: 'x' })).toEqual([])
  const release = { type: 'release-run', outcome: { kind: 'broken' }, shouldNotify: true }
  expect(worker.receive(attemptEnded('a', { kind: 'broken' }))).toEqual([{ ...release, ...leaseOf('a') }])
  expect(worker.receive(claimed('b'))).toEqual([{ ...release, ...leaseOf('b') }])
  expect(isClosed(worker.state())).toBe(false)
  for (const id of ['a', 'b']) worker.receive({ type: 'run-released', ...leaseOf(id), outcome: { kind: 'broken' } })
  expect(isClosed(worker.state())).toBe(true)
})
