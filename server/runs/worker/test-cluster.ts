import type { Problem } from '@aw-flow/schema'
import type { WorkerEffect, WorkerEvent, WorkerEventBody } from './events.ts'
import type { PendingCommand } from '../../store/runs/run-controls.ts'
import type { AttemptOutcome } from '../run-executor.ts'
import { createWorkerState, isClosed, type WorkerState } from './state.ts'
import { step } from './step.ts'
import { createWorkerRules, toKey } from './test-worker-rules.ts'
import type { RecordSummary } from './summarize-record.ts'

/**
 * A step of a simulated run: an effect on another system, a wait for a time in ms, a wait for approval, or a step
 * that crashes the process. A run whose first step is `crash-at-start` crashes each process before its first event.
 */
export type SimulatedStep = 'effect' | 'approval' | 'crash' | 'crash-at-start' | { waitMs: number }

type SimulatedEvent =
  | { type: 'run-started' | 'run-resumed' | 'run-completed' | 'run-cancelled' | 'run-interrupted' }
  | { type: 'effect-started' | 'step-ended'; step: number }
  | { type: 'waiting'; step: number; until: number | undefined }

/** A run's row, with its record and commands. Times are in ms; `beatAt` is on the database's clock. */
export interface SimulatedRow {
  id: string
  workspace: string
  script: readonly SimulatedStep[]
  priority: number
  status: 'queued' | 'running' | 'waiting' | 'ended'
  lease: number
  worker: string | undefined
  beatAt: number
  isCancelRequested: boolean
  wakesAt: number | undefined
  events: SimulatedEvent[]
  commands: (PendingCommand & { hasResult: boolean })[]
  /** Number of times that each effect was performed. */
  effects: number[]
  /** Number of attempts whose process died, and of servers that were killed while they held the run. */
  deaths: number
  /** Whether a process was killed because of the run. */
  hasProblem: boolean
}

interface Attempt {
  id: string
  lease: number
  record: SimulatedEvent[]
  isResumed: boolean
  isCanceled: boolean
  isWriting: boolean
  waitedUntil: number
  approvals: string[]
}

interface PendingAppend {
  type: 'append'
  id: string
  lease: number
  firstSeq: number
  event: SimulatedEvent
}

type DatabaseEffect = Exclude<
  WorkerEffect,
  { type: 'set-timer' | 'start-attempt' | 'cancel-attempt' | 'stop-attempt' | 'drop-run' }
>

/** A server process. Its notifications, statements and responses are delivered separately, in any order. */
export interface SimulatedServer {
  name: string
  state: WorkerState
  notifications: WorkerEventBody[]
  statements: (DatabaseEffect | PendingAppend)[]
  responses: WorkerEventBody[]
  timers: { poll?: number; heartbeat?: number }
  attempts: Map<string, Attempt>
  /** The most recently read record, keyed by run and lease. */
  records: Map<string, SimulatedEvent[]>
  /** Leases that were claimed beyond the limits, because the workspace had no run in progress. */
  reserved: Set<string>
  rules: ReturnType<typeof createWorkerRules>
  log: { event: WorkerEvent; state: WorkerState; serialized: string }[]
}

export interface ClusterOptions {
  servers: number
  maxRuns: number
  /** Maximum concurrent runs of all servers. 0 means unlimited. */
  maxTotalRuns: number
  /** Whether servers log their events and states. */
  shouldLog?: boolean
}

const leaseMs = 10_000
const isEndEvent = ({ type }: SimulatedEvent): boolean =>
  type === 'run-completed' || type === 'run-cancelled' || type === 'run-interrupted'

/** Serializes a state with its maps and sets, to detect mutations. */
export const serializeState = (state: WorkerState): string =>
  JSON.stringify(state, (_, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...(value as Iterable<unknown>)] : value,
  )

/**
 * Creates simulated servers that share an in-memory database. Statements mirror the SQL of `run-leases.ts`. Broken
 * rules are collected in `violations`.
 */
export function createCluster({ servers: count, maxRuns, maxTotalRuns, shouldLog = false }: ClusterOptions) {
  const rows = new Map<string, SimulatedRow>()
  const violations: string[] = []
  /** Monotonic time, and the offsets of the servers' and the database's wall clocks from it, in ms. */
  const time = { elapsed: 0, serverOffset: 1_000_000, databaseOffset: 1_000_000 }
  let serverCount = 0
  let commandCount = 0
  const wallNow = (): number => time.elapsed + time.serverOffset
  const databaseNow = (): number => time.elapsed + time.databaseOffset

  const startServer = (): SimulatedServer => {
    const server: SimulatedServer = {
      name: `server ${++serverCount}`,
      state: createWorkerState({ maxRuns, isLimited: maxTotalRuns > 0 }),
      notifications: [],
      statements: [],
      responses: [],
      timers: {},
      attempts: new Map(),
      records: new Map(),
      reserved: new Set(),
      rules: createWorkerRules(maxRuns, violations),
      log: [],
    }
    dispatch(server, { type: 'opened' })
    return server
  }

  function dispatch(server: SimulatedServer, body: WorkerEventBody): void {
    const event = { ...body, elapsed: time.elapsed }
    if (body.type === 'claimed') for (const { id, lease } of body.runs) server.records.set(toKey({ id, lease }), [])
    const previous = server.state
    server.rules.observe(body)
    const [state, effects] = step(previous, event)
    server.state = state
    if (shouldLog) server.log.push({ event, state, serialized: serializeState(state) })
    for (const effect of effects) {
      server.rules.checkEffect(state, effect)
      perform(server, effect)
    }
    server.rules.checkState(previous, body, server)
    for (const key of server.records.keys()) {
      const [id = '', lease] = key.split('#')
      if (state.runs.get(id)?.lease !== Number(lease)) violations.push(`[R4] ${server.name} does not drop ${key}.`)
    }
    const limitedRuns = [...state.runs].filter(
      ([id, { lease, isCanceled, isLost }]) => !isCanceled && !isLost && !server.reserved.has(toKey({ id, lease })),
    )
    if (limitedRuns.length > maxRuns) violations.push(`[R6] ${server.name} holds ${limitedRuns.length} runs.`)
    const heldRuns = [...state.runs].filter(([, { isCanceled, isLost }]) => !isCanceled && !isLost)
    if (heldRuns.length > 2 * maxRuns) violations.push(`[R25] ${server.name} holds ${heldRuns.length} runs.`)
  }

  function perform(server: SimulatedServer, effect: WorkerEffect): void {
    switch (effect.type) {
      case 'set-timer':
        server.timers[effect.timer] = time.elapsed + effect.afterMs
        return
      case 'start-attempt': {
        const { id, lease, isCanceled, commands: initialCommands } = effect
        if (server.state.isClosing) violations.push(`[R20] ${server.name} started run ${id} while it closed.`)
        const record = server.records.get(toKey({ id, lease }))
        if (!record) violations.push(`[R10] Run ${id} was started before its record was read.`)
        if (server.attempts.has(toKey({ id, lease }))) violations.push(`[R11] Run ${id} was started twice.`)
        const waits = initialCommands.map(({ command }) => (command.kind === 'wait-ended' ? command.until : 0))
        server.attempts.set(toKey({ id, lease }), {
          id,
          lease,
          record: [...(record ?? [])],
          isResumed: false,
          isCanceled,
          isWriting: false,
          waitedUntil: Math.max(0, ...waits),
          approvals: [],
        })
        return
      }
      case 'cancel-attempt': {
        const attempt = server.attempts.get(toKey(effect))
        if (attempt) attempt.isCanceled = true
        return
      }
      case 'stop-attempt': {
        const attempt = server.attempts.get(toKey(effect))
        if (attempt) endAttempt(server, attempt, { kind: 'broken' })
        return
      }
      case 'drop-run':
        server.records.delete(toKey(effect))
        if (server.attempts.has(toKey(effect))) violations.push(`[R11] Run ${effect.id} was dropped in progress.`)
        return
      default:
        server.statements.push(effect)
    }
  }

  const endAttempt = (server: SimulatedServer, attempt: Attempt, outcome: AttemptOutcome): void => {
    const { id, lease } = attempt
    server.attempts.delete(toKey(attempt))
    for (const commandId of attempt.approvals) server.responses.push({ type: 'command-returned', id, lease, commandId })
    server.responses.push({ type: 'attempt-ended', id, lease, outcome })
  }

  const isAlive = (row: SimulatedRow): boolean => Math.abs(databaseNow() - row.beatAt) <= leaseMs
  const isBusy = (workspace: string): boolean =>
    [...rows.values()].some((row) => row.workspace === workspace && row.worker !== undefined && isAlive(row))
  const isDue = (row: SimulatedRow, isWaitUnfinished = false): boolean =>
    row.status !== 'ended' &&
    (row.worker === undefined || !isAlive(row)) &&
    (row.status !== 'waiting' ||
      row.worker !== undefined ||
      (row.wakesAt !== undefined && row.wakesAt <= wallNow() && !isWaitUnfinished) ||
      row.isCancelRequested ||
      row.commands.some(({ hasResult }) => !hasResult))

  const store = (row: SimulatedRow, firstSeq: number, event: SimulatedEvent): void => {
    if (firstSeq !== row.events.length)
      violations.push(`[R10] Run ${row.id} stored event ${firstSeq} after a stale read.`)
    if (row.status === 'ended') violations.push(`[R14] Run ${row.id} continued after its end.`)
    row.events.push(event)
    if (isEndEvent(event)) Object.assign(row, { status: 'ended', worker: undefined })
    else if (event.type !== 'waiting' && event.type !== 'effect-started') row.status = 'running'
  }

  const claim = (
    server: SimulatedServer,
    { reason, ids, max, maxIdleWorkspaces }: Extract<DatabaseEffect, { type: 'claim' }>,
  ): void => {
    const candidates =
      reason === 'queued'
        ? [...rows.values()].filter(({ status, worker }) => status === 'queued' && worker === undefined)
        : [...rows.values()].filter((row) => ids.includes(row.id) && isDue(row))
    const heldCount = [...rows.values()].filter(({ worker }) => worker !== undefined).length
    const freeSlots = maxTotalRuns === 0 || reason === 'canceled' ? Infinity : maxTotalRuns - heldCount
    const unheldRows = candidates
      .filter(({ worker }) => worker === undefined)
      .toSorted((a, b) => b.priority - a.priority)
    const failedRows = candidates.filter(({ worker }) => worker !== undefined)
    const selectedRows = [...failedRows, ...unheldRows.slice(0, Math.max(0, freeSlots))].slice(0, max)
    const isFirst = (row: SimulatedRow): boolean =>
      [...failedRows, ...unheldRows].find(({ workspace }) => workspace === row.workspace) === row
    const reservedRows = [...failedRows, ...unheldRows]
      .filter((row) => reason !== 'canceled' && isFirst(row) && !isBusy(row.workspace) && !selectedRows.includes(row))
      .slice(0, maxIdleWorkspaces)
    for (const { id, lease } of reservedRows) server.reserved.add(toKey({ id, lease: lease + 1 }))
    const claimedRows = [...selectedRows, ...reservedRows]
    for (const row of claimedRows) {
      Object.assign(row, { lease: row.lease + 1, worker: server.name, beatAt: databaseNow(), wakesAt: undefined })
    }
    const runs = claimedRows.map(({ id, lease, isCancelRequested }) => {
      return { id, lease, isCanceled: isCancelRequested, isFresh: lease === 1 }
    })
    server.responses.push({ type: 'claimed', reason, ids, runs })
  }

  const summarize = (events: readonly SimulatedEvent[]): RecordSummary => {
    const lastEndedIndex = events.findLastIndex(({ type }) => type === 'step-ended')
    const resumeCount = events.slice(lastEndedIndex + 1).filter(({ type }) => type === 'run-resumed').length
    return {
      length: events.length,
      isEnded: events.some(isEndEvent),
      isWaiting: events.at(-1)?.type === 'waiting',
      exceedsInterruptionLimit: resumeCount >= 3,
      isResumedWithoutProgress: resumeCount > 0,
    }
  }
  const isAtApproval = ({ events, script }: SimulatedRow): boolean => {
    const last = events.at(-1)
    return last?.type === 'waiting' && script[last.step] === 'approval'
  }
  const listPendingCommands = (row: SimulatedRow) => row.commands.filter(({ hasResult }) => !hasResult)

  /** Executes a statement and queues its response. */
  const execute = (server: SimulatedServer, statement: DatabaseEffect | PendingAppend): void => {
    switch (statement.type) {
      case 'append': {
        const { id, lease, firstSeq, event } = statement
        const row = rows.get(id)!
        const attempt = server.attempts.get(toKey(statement))
        if (row.lease !== lease) return attempt && endAttempt(server, attempt, { kind: 'broken' })
        store(row, firstSeq, event)
        if (!attempt) return
        attempt.isWriting = false
        attempt.record.push(event)
        if (event.type === 'effect-started' && servers.includes(server)) {
          row.effects[event.step] = (row.effects[event.step] ?? 0) + 1
        }
        if (event.type === 'step-ended' && row.script[event.step] === 'approval') {
          for (const command of row.commands) if (attempt.approvals.includes(command.id)) command.hasResult = true
          attempt.approvals = []
        }
        if (isEndEvent(event)) endAttempt(server, attempt, { kind: 'ended' })
        return
      }
      case 'claim':
        return claim(server, statement)
      case 'poll': {
        for (const { run, until } of statement.endedWaits) {
          const row = rows.get(run)!
          if (until > wallNow() && row.status === 'waiting') addCommand(row, { kind: 'wait-ended', until })
        }
        const unfinishedWaits = statement.waits.filter(({ until }) => until <= wallNow())
        const isWaitUnfinished = ({ id, wakesAt }: SimulatedRow): boolean =>
          unfinishedWaits.some(({ run, until }) => run === id && until === wakesAt)
        const dueRows = [...rows.values()].filter(
          (row) => (row.lease > 0 || row.status !== 'queued') && isDue(row, isWaitUnfinished(row)),
        )
        const wakeTimes = [...rows.values()].flatMap((row) =>
          row.status === 'waiting' && row.wakesAt !== undefined && !isWaitUnfinished(row) ? [row.wakesAt] : [],
        )
        server.responses.push({
          type: 'polled',
          resumable: dueRows.map(({ id }) => id),
          commands: statement.heldRunIds.flatMap((id) => listPendingCommands(rows.get(id)!)),
          endedWaits: statement.endedWaits,
          nextWakeMs: wakeTimes.length > 0 ? Math.min(...wakeTimes) - wallNow() : undefined,
        })
        return
      }
      case 'renew-leases': {
        const renewedLeases = new Map<string, { isCanceled: boolean }>()
        for (const { id, lease } of statement.leases) {
          const row = rows.get(id)!
          if (row.lease !== lease) continue
          row.beatAt = databaseNow()
          renewedLeases.set(id, { isCanceled: row.isCancelRequested })
        }
        server.responses.push({ type: 'leases-renewed', requested: statement.leases, renewed: renewedLeases })
        return
      }
      case 'read-record': {
        const { id, lease } = statement
        const row = rows.get(id)!
        if (server.records.has(toKey(statement))) server.records.set(toKey(statement), [...row.events])
        const record = summarize(row.events)
        server.responses.push({ type: 'record-read', id, lease, record, commands: [...listPendingCommands(row)] })
        return
      }
      case 'execute-command': {
        const { id, lease, pendingCommand } = statement
        const row = rows.get(id)!
        const attempt = server.attempts.get(toKey(statement))
        const command = row.commands.find((stored) => stored.id === pendingCommand.id)!
        if (!attempt && row.status !== 'ended') {
          server.responses.push({ type: 'command-returned', id, lease, commandId: pendingCommand.id })
        } else if (attempt && pendingCommand.command.kind === 'signal' && isAtApproval(row)) {
          attempt.approvals.push(pendingCommand.id)
        } else command.hasResult = true
        return
      }
      case 'end-run': {
        const { id, lease, reason } = statement
        const row = rows.get(id)!
        if (row.lease !== lease) return void server.responses.push({ type: 'run-effect-failed', id, lease })
        const record = server.records.get(toKey(statement))!
        store(row, record.length, { type: reason === 'canceled' ? 'run-cancelled' : 'run-interrupted' })
        server.responses.push({ type: 'run-ended', id, lease })
        return
      }
      case 'release-run': {
        const { id, lease, outcome } = statement
        const row = rows.get(id)!
        if (row.lease === lease && row.status !== 'ended') {
          row.worker = undefined
          if (outcome.kind === 'waits') Object.assign(row, { status: 'waiting', wakesAt: outcome.wake?.at })
          else if (row.status === 'waiting') row.wakesAt = wallNow()
        }
        server.responses.push({ type: 'run-released', id, lease, outcome })
        if (statement.shouldNotify) notifyServers({ type: 'command-announced' })
        if (outcome.kind === 'waits' && listPendingCommands(row).length > 0) {
          server.notifications.push({ type: 'command-announced' })
        }
      }
    }
  }

  /** Fails a statement. With `isExecuted`, the statement is executed, and only its response is lost. */
  const fail = (server: SimulatedServer, statement: DatabaseEffect | PendingAppend, isExecuted: boolean): void => {
    if (statement.type === 'append') {
      const { id, lease, firstSeq, event } = statement
      const row = rows.get(id)!
      if (isExecuted && row.lease === lease) store(row, firstSeq, event)
      const attempt = server.attempts.get(toKey(statement))
      if (attempt) endAttempt(server, attempt, { kind: 'broken' })
      return
    }
    const responseCount = server.responses.length
    if (isExecuted) execute(server, statement)
    server.responses.length = responseCount
    switch (statement.type) {
      case 'claim':
        return void server.responses.push({ type: 'claim-failed', reason: statement.reason })
      case 'poll':
        return void server.responses.push({ type: 'poll-failed' })
      case 'renew-leases':
        return
      case 'execute-command':
        // The command still has no result, so the attempt under the next lease receives it.
        return
      default:
        server.responses.push({ type: 'run-effect-failed', id: statement.id, lease: statement.lease })
    }
  }

  /** Whether a statement can be sent: a record is read after all events that this server has written under the lease. */
  const isReady = (server: SimulatedServer, statement: DatabaseEffect | PendingAppend): boolean =>
    statement.type !== 'read-record' ||
    !server.statements.some((other) => other.type === 'append' && toKey(other) === toKey(statement))

  /** Advances an attempt by one step. */
  const advanceAttempt = (server: SimulatedServer, attempt: Attempt): void => {
    if (attempt.isWriting) return
    const { id, lease, record } = attempt
    const { script } = rows.get(id)!
    const write = (event: SimulatedEvent): void => {
      attempt.isWriting = true
      server.statements.push({ type: 'append', id, lease, firstSeq: record.length, event })
    }
    const crash = (): void => {
      rows.get(id)!.deaths++
      endAttempt(server, attempt, { kind: 'died' })
    }
    if (record.some(isEndEvent)) return endAttempt(server, attempt, { kind: 'ended' })
    if (script[0] === 'crash-at-start') return crash()
    if (attempt.isCanceled) return write({ type: 'run-cancelled' })
    if (record.length === 0) {
      attempt.isResumed = true
      return write({ type: 'run-started' })
    }
    const last = record.at(-1)!
    if (!attempt.isResumed && last.type !== 'waiting') {
      attempt.isResumed = true
      return write({ type: 'run-resumed' })
    }
    attempt.isResumed = true
    const index = record.filter(({ type }) => type === 'step-ended').length
    const next = script[index]
    if (next === undefined) return write({ type: 'run-completed' })
    if (next === 'crash' || next === 'crash-at-start') return crash()
    if (next === 'effect') {
      // An effect that has started is not repeated, because its result is unknown.
      const hasStarted = record.some((event) => event.type === 'effect-started' && event.step === index)
      return write({ type: hasStarted ? 'step-ended' : 'effect-started', step: index })
    }
    const now = Math.max(wallNow(), attempt.waitedUntil)
    const waitingEvent = record.find(
      (event): event is Extract<SimulatedEvent, { type: 'waiting' }> =>
        event.type === 'waiting' && event.step === index,
    )
    if (!waitingEvent)
      return write({ type: 'waiting', step: index, until: next === 'approval' ? undefined : now + next.waitMs })
    const isOver = waitingEvent.until === undefined ? attempt.approvals.length > 0 : waitingEvent.until <= now
    if (isOver) return write({ type: 'step-ended', step: index })
    const wake =
      waitingEvent.until === undefined ? undefined : { at: waitingEvent.until, afterMs: waitingEvent.until - now }
    endAttempt(server, attempt, { kind: 'waits', wake })
  }

  const addCommand = (row: SimulatedRow, command: PendingCommand['command']): void => {
    row.commands.push({ id: `command ${++commandCount}`, run: row.id, command, hasResult: false })
  }
  const notifyServers = (event: WorkerEventBody): void => {
    for (const server of servers) server.notifications.push(event)
  }
  const servers: SimulatedServer[] = []
  const killedServers: SimulatedServer[] = []
  for (let index = 0; index < count; index++) servers.push(startServer())
  return {
    rows,
    servers,
    killed: killedServers,
    violations,
    dispatch,
    execute,
    fail,
    isReady,
    work: advanceAttempt,
    add(script: readonly SimulatedStep[], priority: number): SimulatedRow {
      const row: SimulatedRow = {
        id: `run ${rows.size + 1}`,
        workspace: `workspace ${rows.size % 2}`,
        script,
        priority,
        status: 'queued',
        lease: 0,
        worker: undefined,
        beatAt: 0,
        isCancelRequested: false,
        wakesAt: undefined,
        events: [],
        commands: [],
        effects: [],
        deaths: 0,
        hasProblem: false,
      }
      rows.set(row.id, row)
      notifyServers({ type: 'work-announced' })
      return row
    },
    cancel(row: SimulatedRow): void {
      if (row.status === 'ended') return
      row.isCancelRequested = true
      if (row.status === 'queued' && row.lease === 0) {
        store(row, 0, { type: 'run-cancelled' })
        row.lease++
      } else notifyServers({ type: 'cancel-announced', run: row.id })
    },
    approve(row: SimulatedRow): void {
      if (!isAtApproval(row)) return
      addCommand(row, { kind: 'signal', name: 'approve' })
      notifyServers({ type: 'command-announced' })
    },
    /** Kills the process of an attempt. `problem`: the limit that the run exceeded, if any. */
    killAttempt(server: SimulatedServer, attempt: Attempt, problem?: Problem): void {
      const row = rows.get(attempt.id)!
      row.deaths++
      if (problem) row.hasProblem = true
      endAttempt(server, attempt, { kind: 'died', ...(problem && { problem }) })
    },
    /** Kills a server and starts another one. Statements that the killed server has sent may be executed later. */
    killServer(server: SimulatedServer): void {
      for (const row of rows.values()) if (row.worker === server.name) row.deaths++
      killedServers.push(server)
      servers[servers.indexOf(server)] = startServer()
    },
    /** Replaces a server that has closed. */
    restartClosed(server: SimulatedServer): void {
      if (isClosed(server.state)) servers[servers.indexOf(server)] = startServer()
    },
    /** Advances all clocks. Timers of `stalled` servers fire later. */
    advance(ms: number, stalled: readonly SimulatedServer[] = []): void {
      time.elapsed += ms
      for (const server of servers) if (!stalled.includes(server)) fireTimers(server)
    },
    setClocks(offsets: Partial<Pick<typeof time, 'serverOffset' | 'databaseOffset'>>): void {
      Object.assign(time, offsets)
    },
    /**
     * Delivers and executes everything in order, and advances the attempts, except on `stalled` servers. Returns
     * whether anything happened.
     */
    runOnce(stalled: readonly SimulatedServer[] = []): boolean {
      let isActive = false
      for (const server of servers) {
        if (stalled.includes(server)) continue
        for (const event of server.notifications.splice(0)) dispatch(server, event)
        const statements = server.statements
        for (const statement of statements.filter((other) => isReady(server, other))) {
          statements.splice(statements.indexOf(statement), 1)
          execute(server, statement)
          isActive = true
        }
        for (let count = server.responses.length; count > 0; count--) {
          dispatch(server, server.responses.shift()!)
          isActive = true
        }
        for (const attempt of server.attempts.values()) {
          // A command is delivered before the attempt detects that it has nothing left to do.
          const isAwaited = (other: (typeof statements)[number]): boolean =>
            other.type === 'execute-command' && toKey(other) === toKey(attempt)
          if (!statements.some(isAwaited)) advanceAttempt(server, attempt)
          isActive = true
        }
      }
      return isActive
    },
  }

  function fireTimers(server: SimulatedServer): void {
    for (const timer of ['poll', 'heartbeat'] as const) {
      if ((server.timers[timer] ?? Infinity) > time.elapsed) continue
      delete server.timers[timer]
      dispatch(server, { type: `${timer}-due` })
    }
  }
}

export type Cluster = ReturnType<typeof createCluster>
