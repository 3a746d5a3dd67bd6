import { maxInterruptions } from '@aw-flow/schema/internal'
import type { HeldLease } from '../../store/runs/held-lease.ts'
import type { WorkerEffect, WorkerEventBody } from './events.ts'
import type { WorkerState } from './state.ts'
import { idleWorkspaceDelayMs, pollIntervalMs } from './step.ts'
import type { RecordSummary } from './summarize-record.ts'

/** A simulated worker, as seen by the rules: its state, its pending requests and its attempts. */
export interface ObservedWorker {
  state: WorkerState
  /** Requests that have not been executed yet. */
  statements: readonly { type: string; id?: string; lease?: number; reason?: string }[]
  /** Events that have not been delivered yet. */
  responses: readonly WorkerEventBody[]
  /** Times of the timers on the monotonic clock, in ms. */
  timers: { poll?: number; heartbeat?: number }
  attempts: ReadonlyMap<string, HeldLease & { isCanceled: boolean }>
}

export const toKey = ({ id, lease }: HeldLease): string => `${id}#${lease}`

/** Attempts of one run under one lease. */
interface AttemptHistory {
  /** Number of attempts whose process died. */
  deathCount: number
  /** Whether a process was killed because of the run. */
  hasProblem: boolean
  record: RecordSummary | undefined
  /** Number of consecutive attempts that started with the same number of events. */
  starts: { recordLength: number; count: number }
  /** Commands that the attempt in progress has received. */
  commands: Set<string>
  /** Commands that the attempt in progress must receive when it starts. */
  commandsAtStart: string[]
}

/**
 * Checks what a single worker does against the rules of `../SPEC.md` that do not depend on other workers. The database
 * rejects most wrong requests, so a cluster would end its runs even if a worker broke such a rule.
 */
export function createWorkerRules(maxRuns: number, violations: string[]) {
  const histories = new Map<string, AttemptHistory>()
  /** Whether work was announced during the claim in progress, and whether a poll became due during the current one. */
  const missedTriggers = { work: false, poll: false }
  const getHistory = (held: HeldLease): AttemptHistory => {
    const key = toKey(held)
    const history = histories.get(key) ?? {
      deathCount: 0,
      hasProblem: false,
      record: undefined,
      starts: { recordLength: -1, count: 0 },
      commands: new Set(),
      commandsAtStart: [],
    }
    histories.set(key, history)
    return history
  }
  const check = (isMet: boolean, rule: string, message: string): void => {
    if (!isMet) violations.push(`[${rule}] ${message}`)
  }

  /** Records an event before it is delivered. */
  const observe = (event: WorkerEventBody): void => {
    if (event.type === 'record-read') getHistory(event).record = event.record
    if (event.type === 'command-returned') {
      const history = getHistory(event)
      history.commands.delete(event.commandId)
      history.commandsAtStart = history.commandsAtStart.filter((id) => id !== event.commandId)
    }
    if (event.type !== 'attempt-ended') return
    const history = getHistory(event)
    history.commands.clear()
    if (event.outcome.kind !== 'died') return
    history.deathCount++
    if (event.outcome.problem) history.hasProblem = true
  }

  /** Checks an effect. Effects must be passed in order. */
  const checkEffect = (state: WorkerState, effect: WorkerEffect): void => {
    if (effect.type === 'claim' || effect.type === 'poll')
      check(!state.isClosing, 'R20', `${effect.type} while closing`)
    if (effect.type === 'claim') {
      const isForHeldRun = effect.reason === 'resumable' && effect.ids.some((id) => state.runs.has(id))
      check(!isForHeldRun, 'R2', 'a claim of a run that the worker holds')
      const freeSlots = Math.max(0, maxRuns - state.runs.size)
      check(
        effect.reason === 'canceled' || effect.max === freeSlots,
        'R6',
        `a claim of ${effect.max} runs, ${freeSlots} free`,
      )
      const idleSlots = effect.reason === 'canceled' ? 0 : Math.max(0, Math.min(maxRuns, 2 * maxRuns - state.runs.size))
      check(effect.maxIdleWorkspaces === idleSlots, 'R25', `a claim for ${effect.maxIdleWorkspaces} idle workspaces`)
    }
    if (effect.type === 'renew-leases') {
      const expected = [...state.runs].map(([id, { lease }]) => toKey({ id, lease }))
      check(
        effect.leases.map(toKey).join() === expected.join(),
        'R2',
        'renews leases that it does not hold, or omits some',
      )
    }
    if (effect.type === 'poll') {
      check(effect.heldRunIds.join() === [...state.runs.keys()].join(), 'R17', 'requests commands for other runs')
      check(
        effect.endedWaits.every(({ endsAt }) => endsAt <= state.elapsed),
        'R18',
        'a wait ends early',
      )
      check(
        effect.waits.every(({ endsAt }) => endsAt > state.elapsed),
        'R18',
        'a wait does not end',
      )
    }
    if (effect.type === 'start-attempt') {
      const { deathCount: deaths, hasProblem, record, starts } = getHistory(effect)
      const run = state.runs.get(effect.id)
      const recordLength = record?.length ?? 0
      const count = starts.recordLength === recordLength ? starts.count + 1 : 1
      getHistory(effect).starts = { recordLength, count }
      getHistory(effect).commands = new Set()
      getHistory(effect).commandsAtStart = effect.commands.map(({ id }) => id)
      check(count <= maxInterruptions, 'R12', `${count} attempts without an event`)
      check(!hasProblem, 'R13', 'another attempt of a run that exceeded a limit')
      check(!(effect.isCanceled && deaths > 0), 'R15', 'another attempt of a canceled run')
      check(effect.isCanceled === run?.isCanceled, 'R16', 'an attempt with the wrong cancellation state')
      check(
        effect.isFirstAttempt === (effect.lease === 1 && deaths === 0),
        'R12',
        'an attempt with the wrong isFirstAttemptAttempt',
      )
      const isIsolated = deaths > 0 || record?.isResumedWithoutProgress === true
      check(effect.isIsolated === isIsolated, 'R12', `an attempt with isIsolated ${effect.isIsolated}`)
      check(!run?.isLost && !record?.isEnded, 'R5', 'an attempt of a run that is lost or has ended')
    }
    if (effect.type === 'execute-command') {
      const { commands } = getHistory(effect)
      check(!commands.has(effect.pendingCommand.id), 'R17', 'a command is passed to an attempt twice')
      commands.add(effect.pendingCommand.id)
      check(state.runs.get(effect.id)?.phase === 'executing', 'R17', 'a command without an attempt')
      const isAtStart = getHistory(effect).commandsAtStart.includes(effect.pendingCommand.id)
      const isDuringAttempt = effect.pendingCommand.command.kind === 'wait-ended' && !isAtStart
      check(!isDuringAttempt, 'R19', 'the end of a wait is passed to an attempt in progress')
    }
    if (effect.type === 'release-run' || effect.type === 'end-run')
      check(!state.runs.get(effect.id)?.isLost, 'R5', `${effect.type} of a lost run`)
    if (effect.type === 'release-run')
      check(effect.shouldNotify === state.isClosing, 'R20', `a release with shouldNotify ${effect.shouldNotify}`)
    if (effect.type === 'end-run') {
      const { hasProblem, record } = getHistory(effect)
      const isCanceled = state.runs.get(effect.id)?.isCanceled === true
      if (effect.reason === 'canceled') check(isCanceled && !hasProblem, 'R15', 'a run ends as canceled')
      else check(hasProblem || (!isCanceled && !record?.isWaiting), 'R12', 'a run ends as interrupted')
    }
  }

  /** Checks the state after an event and its effects. */
  const checkState = (previous: WorkerState, event: WorkerEventBody, worker: ObservedWorker): void => {
    const { state, statements, responses, timers, attempts } = worker
    const isPending = (held: HeldLease, ...types: string[]): boolean =>
      [...statements, ...responses].some(
        (other) => types.includes(other.type) && 'lease' in other && other.id === held.id && other.lease === held.lease,
      )
    const isRequested = (type: string): boolean => statements.some((statement) => statement.type === type)
    if ('lease' in event && previous.runs.get(event.id)?.lease !== event.lease) {
      const stateWithPreviousTime = { ...state, elapsed: previous.elapsed }
      check(
        JSON.stringify(toPlain(stateWithPreviousTime)) === JSON.stringify(toPlain(previous)),
        'R4',
        `${event.type} of an old lease`,
      )
    }
    if (event.type === 'leases-renewed') {
      for (const { id, lease } of event.requested) {
        const run = state.runs.get(id)
        if (run?.lease !== lease) {
          const isUnchanged = JSON.stringify(toPlain(run)) === JSON.stringify(toPlain(previous.runs.get(id)))
          check(isUnchanged, 'R4', 'a heartbeat of an old lease')
          continue
        }
        const renewed = event.renewed.get(id)
        check(renewed !== undefined || run.isLost, 'R5', 'a lost lease is not detected')
        check(!renewed?.isCanceled || run.isCanceled, 'R16', 'a heartbeat does not cancel')
      }
    }
    if (event.type === 'heartbeat-due' && !state.isClosing && state.runs.size > 0)
      check(isRequested('renew-leases'), 'R2', 'a heartbeat renews no lease')
    if (event.type === 'cancel-announced') {
      const run = state.runs.get(event.run)
      const isHandled = run ? run.isCanceled : state.isClosing || state.cancelClaims > previous.cancelClaims
      check(isHandled, 'R16', 'an announced cancellation is ignored')
    }
    if (event.type === 'claimed' && event.reason === 'canceled')
      check(
        event.ids.every((id) => state.runs.get(id)?.isCanceled !== false),
        'R16',
        'a held run is not canceled',
      )
    if (event.type === 'run-released' && event.outcome.kind === 'waits' && !state.isClosing) {
      const isCanceled = previous.runs.get(event.id)?.lease === event.lease && previous.runs.get(event.id)!.isCanceled
      check(!isCanceled || state.cancelClaims > previous.cancelClaims, 'R16', 'a canceled run keeps waiting')
    }
    for (const [id, { lease }] of previous.runs)
      check((state.runs.get(id)?.lease ?? lease) >= lease, 'R4', 'an older lease replaces a newer one')
    for (const [id, run] of state.runs) {
      const held = { id, lease: run.lease }
      const attempt = attempts.get(toKey(held))
      const isInProgress = {
        reading: () => isPending(held, 'read-record', 'record-read', 'run-effect-failed'),
        executing: () => attempt !== undefined || isPending(held, 'attempt-ended'),
        ending: () => isPending(held, 'end-run', 'run-ended', 'run-effect-failed'),
        releasing: () => isPending(held, 'release-run', 'run-released', 'run-effect-failed'),
      }[run.phase]()
      check(isInProgress, 'R10', `a run stays ${run.phase}`)
      const { commands, commandsAtStart } = getHistory(held)
      if (attempt)
        check(
          commandsAtStart.every((command) => commands.has(command)),
          'R17',
          'a command is not passed',
        )
      if (attempt) check(attempt.isCanceled || !run.isCanceled, 'R16', 'an attempt is not canceled')
    }
    for (const { id, lease } of attempts.values()) {
      const run = state.runs.get(id)
      const isExpected = run?.lease === lease && run.phase === 'executing' && !run.isLost && !state.isClosing
      check(isExpected, 'R5', 'an attempt continues without its lease')
    }
    const runIds = [...attempts.values()].map(({ id }) => id)
    check(new Set(runIds).size === runIds.length, 'R11', 'two attempts of a run')

    const countPending = (isCanceled: boolean): number =>
      [...statements, ...responses].filter(
        (other) =>
          ['claim', 'claimed', 'claim-failed'].includes(other.type) &&
          'reason' in other &&
          (other.reason === 'canceled') === isCanceled,
      ).length
    check(countPending(true) === state.cancelClaims, 'R20', 'the wrong number of claims of canceled runs')
    check(countPending(false) === (state.claim ? 1 : 0), 'R9', 'the wrong number of claims')
    const polls = [...statements, ...responses].filter(({ type }) => ['poll', 'polled', 'poll-failed'].includes(type))
    check(polls.length === (state.isPolling ? 1 : 0), 'R1', 'the wrong number of polls')
    if (state.isClosing) return

    const pollAt = timers.poll ?? Infinity
    const hasFreeSlot = state.runs.size < maxRuns
    const isClaimed = event.type === 'claimed' && event.reason !== 'canceled'
    if (isClaimed && missedTriggers.work && hasFreeSlot)
      check(state.claim !== undefined, 'R9', 'work that was announced during a claim is ignored')
    if (isClaimed || (event.type === 'claim-failed' && event.reason !== 'canceled')) missedTriggers.work = false
    if ((event.type === 'work-announced' || event.type === 'polled') && previous.claim) missedTriggers.work = true
    if (event.type === 'polled' || event.type === 'poll-failed') {
      check(!missedTriggers.poll || pollAt <= state.elapsed, 'R1', 'a poll that was due during another one is ignored')
      missedTriggers.poll = false
    }
    if (event.type === 'poll-due' && previous.isPolling) missedTriggers.poll = true
    if (event.type === 'polled') {
      const nextWakeMs = Math.max(0, event.nextWakeMs ?? Infinity)
      check(pollAt <= state.elapsed + nextWakeMs, 'R18', 'a poll is too late for a waiting run')
      const isEndedWait = (runId: string, endedAt: number): boolean =>
        event.endedWaits.some(({ run, endsAt }) => run === runId && endsAt === endedAt)
      check(!state.waits.some(({ run, endsAt }) => isEndedWait(run, endsAt)), 'R18', 'a wait that has ended is kept')
    }
    check(!state.waits.some(({ run }) => state.runs.has(run)), 'R18', 'a wait of a held run is kept')
    if (event.type === 'claimed' && event.reason === 'resumable') {
      const mayRemain = state.isLimited || event.runs.length >= (previous.claim?.max ?? 0)
      const claimedIds = new Set(event.runs.map(({ id }) => id))
      const remaining = previous.resumable.filter((id) => !claimedIds.has(id))
      const areRetained = remaining.every((id) => state.resumable.includes(id))
      check(!mayRemain || areRetained, 'R9', 'runs for which no slot was free are forgotten')
    }
    const isPartial = event.type === 'claimed' && event.reason === 'queued' && event.runs.length > 0
    if (isPartial && state.isLimited && hasFreeSlot && previous.claim!.max > 0)
      check(state.claim !== undefined, 'R9', 'queued runs may remain within the limits')
    if (event.type === 'work-announced' && !previous.claim && !hasFreeSlot && state.runs.size < 2 * maxRuns) {
      const isPollDueSoon = state.isPolling || pollAt <= state.elapsed + idleWorkspaceDelayMs
      check(isPollDueSoon, 'R25', 'a worker without a free slot does not look for runs in idle workspaces')
    }
    check(timers.heartbeat !== undefined, 'R2', 'no heartbeat')
    if (!state.isPolling) {
      check(pollAt <= state.elapsed + pollIntervalMs, 'R1', 'no poll within the interval')
      const isInTime = state.waits.every(({ endsAt }) => pollAt <= Math.max(endsAt, state.elapsed))
      check(isInTime, 'R18', 'a poll is too late for the end of a wait')
    }
    const mustClaim =
      event.type === 'work-announced' ||
      event.type === 'polled' ||
      (event.type === 'claimed' && event.reason !== 'canceled') ||
      state.runs.size < previous.runs.size
    if (mustClaim && hasFreeSlot && state.mayHaveQueued)
      check(state.claim !== undefined, 'R9', 'no claim of queued runs')
    if (event.type === 'work-announced' || event.type === 'polled')
      check(state.mayHaveQueued, 'R9', 'announced work is forgotten')
    const isFull =
      event.type === 'claimed' && event.reason === 'queued' && event.runs.length >= (previous.claim?.max ?? 0)
    if (isFull && hasFreeSlot && previous.claim!.max > 0)
      check(state.claim !== undefined, 'R9', 'queued runs may remain')
  }

  return { observe, checkEffect, checkState }
}

/** Replaces maps and sets with arrays, to compare states. */
const toPlain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value ?? null, (_, nested: unknown) =>
      nested instanceof Map || nested instanceof Set ? [...(nested as Iterable<unknown>)] : nested,
    ),
  )
