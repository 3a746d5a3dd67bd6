import {
  error,
  foldRun,
  resultTables,
  runEventVersion,
  type Config,
  type GivenOutputs,
  type Json,
  type Problem,
  type RetryOverride,
  type RunEvent,
  type RunEventBody,
  type RunPart,
  type RunProgress,
  type Value,
  type Values,
  type Workflow,
} from '@aw-flow/schema'
import type { Catalogue } from './catalogue.ts'
import type { Clock } from './clock.ts'
import type { Files } from './files.ts'
import type { Journal } from './journal.ts'
import type { NodeDefinition } from './define-node.ts'
import { expressionCache, fillSettings, readsOf, type ExpressionReading } from './expressions/fill-settings.ts'
import { placeOf } from './outcome-event.ts'
import { derivationKey, nodeSeed, turnKey } from './plan/derivation-key.ts'
import { planWorkflow, type PlannedNode, type WorkflowPlan } from './plan/plan-workflow.ts'
import type { ForkedOutcomes } from './record/fork-run.ts'
import { instanceKey, type NodeInstance } from './record/instance-key.ts'
import { createRecordedEffects, type KnownEffects } from './record/node-effects.ts'
import { replayRecord } from './record/outstanding.ts'
import { createTableRestorer } from './record/restore-tables.ts'
import { pinKey, restrictPlan } from './results/plan-part.ts'
import { tablesOf, type Results } from './results/results.ts'
import type { TableLedger } from './results/table-ledger.ts'
import { createTableRoom, type TableRoom } from './results/table-room.ts'
import { unneededInstances } from './results/unneeded-instances.ts'
import type { Attempt, AttemptShell } from './node-arguments.ts'
import { runAttempt, runCompensation } from './run-attempt.ts'
import { toRunError } from './scheduler/after-failure.ts'
import { decideApproval, isWaiting, waitingNodes, type Decision } from './scheduler/decide-approval.ts'
import { initialState, step, type Effect } from './scheduler/step.ts'
import type { Tables } from './tables.ts'

export interface RunWorkflowOptions {
  workflow: Workflow
  workflowId?: string
  /** The run's id. */
  run: string
  /** What is given from outside, by node id and port: the file that a Load node reads. */
  inputs?: Record<string, Values>
  /** Seeds everything random in the run. */
  seed: number
  catalogue: Catalogue
  tables: Tables
  files: Files
  clock: Clock
  /** Aborting it cancels the run; what is in flight is told to stop. */
  signal: AbortSignal
  /** Where the record is kept. Nothing that follows from an event begins before the journal has it. */
  journal?: Journal
  /** Told of every event in order, after the journal. Where it answers a promise, nothing that follows begins before. */
  onEvent?(event: RunEvent): void | Promise<void>
  onProgress?(progress: RunProgress): void
  /** Nodes at a time; 4 where it is not said. */
  parallel?: number
  /** Workflows that sub-workflow nodes name. */
  workflows?: Readonly<Record<string, Workflow>>
  /** Retries of transient errors, where neither workflow nor node says otherwise. */
  retry?: RetryOverride
  /** Told, before the first event, how to reach the run from outside. */
  onControl?(control: RunControl): void
  /**
   * What is done when all that is left of the run waits. `leave`: it answers; nothing of the run stays in memory, and
   * `resumeRun` goes on with it. `times`: it waits for delays, and leaves where people or events are waited for. `stay`:
   * it waits for everything. Without it, it stays where `onControl` is given, and waits for delays elsewhere.
   */
  whenIdle?: 'leave' | 'times' | 'stay'
  /** The record so far, of a run that goes on; `resumeRun` and `forkRun` bring it. */
  record?: readonly RunEvent[]
  /** Outcomes of the run that this one was forked from. */
  forked?: ForkedOutcomes
  /** The part that is run, and the outputs that stand in for nodes; `planPart` works them out. */
  part?: RunPart
  given?: Readonly<Record<string, GivenOutputs>>
  /** Results of earlier runs: a node whose derivation is known is not run again. */
  results?: Results
  /** Told which tables the run's nodes hold, so that those that nobody needs are dropped. */
  ledger?: TableLedger
  /**
   * `all`: the tables of all nodes stay held, for people to look at. `needed`: only those that nodes to come and the
   * run's result need; any other is made again when somebody asks for it.
   */
  hold?: 'all' | 'needed'
  limits?: RunLimits
}

/** What a run may take. */
export interface RunLimits {
  /** While it is at work in one process; waiting for people, time and events does not count once nothing else goes on. */
  runMs?: number
  /** Of all tables that the ledger knows, about; needs `ledger`. Nodes wait, or fail where waiting would not help. */
  tableBytes?: number
}

/** What reaches a run from outside while it goes on. */
export interface RunControl {
  /** Decides an approval; answers why the decision does not count, where it does not. */
  decide(decision: Decision): Promise<Problem | undefined>
  /** Tells of an event; answers how many nodes waited for it. */
  signal(name: string, value?: Json): Promise<number>
}

/**
 * Runs a workflow to its end and answers its record. The only shell around `step`: it performs effects through the
 * ports that it is given and turns their outcomes into events. Never rejects for what a user can cause; a workflow that
 * cannot run gives a run that failed with the problem. Rejects when the journal does.
 */
export async function runWorkflow(options: RunWorkflowOptions): Promise<RunEvent[]> {
  const { workflow, run, inputs = {}, seed, catalogue, clock, signal, results, ledger } = options
  const record: RunEvent[] = [...(options.record ?? [])]
  const began = record[0]?.type === 'run-started' ? record[0] : undefined
  const parallel = began?.parallel ?? options.parallel ?? 4
  const workflows = began?.workflows ?? options.workflows
  const planOptions = { workflows, versions: began?.types, retry: options.retry }
  const whole = planWorkflow(workflow, catalogue, planOptions)
  const { leftOut, given } = restrictPlan(whole.nodes, options.part, options.given)
  const isPart = leftOut.size > 0 || Object.keys(given).length > 0
  const restriction = { leaveOut: leftOut, given: new Set(Object.keys(given)) }
  const plan = isPart ? planWorkflow(workflow, catalogue, { ...planOptions, ...restriction }) : whole
  const { graph } = plan
  const aborting = new AbortController()
  const running = new Set<Promise<void>>()
  const known = new WeakMap<Value, string>()
  const compile = expressionCache()
  const turns = new Map<string, Promise<void>>()
  const recorded = createRecordedEffects()
  const startedAt = new Map<string, number>()
  const firstStartedAt = new Map<string, number>()
  const timers = new Map<string, AbortController>()
  /** What is asked from outside: answered when the state is at rest, by the events that it comes to. */
  const requests: (() => RunEventBody[])[] = []
  let inbox: RunEventBody[] = []
  let kept: { fulfil(): void; reject(cause: unknown): void }[] = []
  let wake = (): void => {}
  let ended = false
  let stopped: Problem | undefined

  const post = (body: RunEventBody): void => {
    inbox.push(body)
    wake()
  }
  /** Posts an event; fulfilled when the journal has it. */
  const postAndKeep = (body: RunEventBody): Promise<void> =>
    new Promise((fulfil, reject) => {
      if (ended) return reject(new Error('The run has ended.'))
      kept.push({ fulfil, reject })
      post(body)
    })
  const background = (work: Promise<void>): void => {
    const settled = work.finally(() => {
      running.delete(settled)
      if (running.size === 0) wake()
    })
    running.add(settled)
  }

  /** What becomes of a node that may start follows from the record and what is kept: no outside is asked. */
  const startNode = (effect: Extract<Effect, { type: 'start-node' }>): void => {
    const { attempt, inputs: values } = effect
    const place = placeOf(effect)
    const standIn = effect.scope ? undefined : given[effect.node]
    if (standIn) {
      const { from, outputs, rows, key = pinKey(outputs) } = standIn
      return post({ type: 'node-cached', ...place, key, from, outputs, problems: [], ...rowsOf(outputs, rows) })
    }
    const planned = plan.find(effect)!
    const begin = (filled: Config | undefined): void => {
      const reads = readsOf(planned.definition!, filled ?? planned.settings, () => readingOf(place, values), compile)
      const key = derivationKey(planned.definition!, filled ?? planned.settings, values, known, reads)
      const reused = attempt === 1 ? findResult(planned, place, key) : undefined
      const more = filled ? { filled } : {}
      post(
        reused
          ? { type: 'node-cached', ...place, ...reused, ...more }
          : { type: 'node-started', ...place, attempt, key, ...more },
      )
    }
    if (!planned.template) return begin(undefined)
    const fail = (thrown: unknown): void => {
      const handled = isHandled(planned) ? { handled: true } : {}
      post({ type: 'node-failed', ...place, error: toRunError(thrown, place.node), ms: 0, ...handled })
    }
    try {
      const filled = fillSettings(planned.template, readingOf(place, values))
      if (filled instanceof Promise) background(filled.then(begin, fail))
      else begin(filled)
    } catch (thrown) {
      fail(thrown)
    }
  }

  /** What expressions of a node read, as the run stands now. */
  const readingOf = (instance: NodeInstance, values: Values): ExpressionReading => ({
    plan,
    state,
    instance,
    inputs: values,
    run: { id: run, workflow: workflow.name },
    now: startedAt.get(instanceKey(instance)) ?? clock.now(),
    // Most expressions draw no number, and a seed is a hash.
    get seed() {
      return nodeSeed(seed, instanceKey(instance))
    },
  })

  const findResult = ({ node, definition }: PlannedNode, instance: NodeInstance, key: string): Reused | undefined => {
    if (options.part?.kind !== 'to' && options.part?.node === node.id) return undefined
    if (!followsFromKey(definition!)) return undefined
    const fork = options.forked?.find(key, instance, options.tables)
    const found = fork ?? (definition!.reuse === 'never' ? undefined : results?.find(key))
    if (!found) return undefined
    const { outputs, rows, report, problems, taken } = found
    return {
      key,
      from: fork ? 'fork' : 'result',
      outputs,
      problems,
      ...rowsOf(outputs, rows),
      ...(report ? { report } : {}),
      ...(taken ? { taken: [...taken] } : {}),
    }
  }

  /** Two nodes of equal derivation would make the same tables at the same time: one after the other. */
  const inTurn = (key: string, work: () => Promise<void>): Promise<void> => {
    const before = turns.get(key)
    const turn = before ? before.then(work) : work()
    turns.set(key, turn)
    return turn
  }

  /** What a node instance that has ended did outside. */
  const pastEffects = (instance: NodeInstance): KnownEffects => {
    const past = createRecordedEffects({ keepAll: true })
    record.forEach(past.event)
    return past.of(instance)
  }

  /** What was done outside for a node before, here or in the run that this one was forked from. */
  const effectsOf = (key: string, instance: NodeInstance, own = recorded.of(instance)): KnownEffects => {
    const forked = options.forked?.effects(key, instance)
    return forked ? { get: (id) => own.get(id) ?? forked.get(id) } : own
  }

  const attemptOf = (
    instance: NodeInstance,
    { attempt, key, inputs: values, filled, turn }: Pick<RunNode, 'attempt' | 'key' | 'inputs' | 'filled' | 'turn'>,
    own?: KnownEffects,
  ): Attempt => {
    const planned = plan.find(instance)!
    const isTimed = planned.policy.totalMs !== undefined
    return {
      planned,
      instance,
      attempt,
      key: turn ? turnKey(key, turn, known) : key,
      inputs: values,
      filled,
      turn,
      spentMs: isTimed ? clock.now() - (firstStartedAt.get(instanceKey(instance)) ?? clock.now()) : 0,
      knownEffects: effectsOf(key, instance, own),
    }
  }

  const shell: AttemptShell = {
    run,
    tables: options.tables,
    files: options.files,
    clock,
    signal: aborting.signal,
    compile,
    seedOf: (instance) => nodeSeed(seed, instanceKey(instance)),
    startOf: (instance) => startedAt.get(instanceKey(instance)) ?? timeOfStart(record, instance) ?? clock.now(),
    readingOf,
    ready: (values) => restorer.ready(values),
    record: postAndKeep,
    post,
    onProgress: options.onProgress,
  }
  /** Runs again what was run, doing nothing anew and telling nobody. */
  const shellAgain: AttemptShell = {
    ...shell,
    ready: () => undefined,
    record: undefined,
    post: () => undefined,
    onProgress: undefined,
  }

  const restorer = createTableRestorer({
    record,
    initial: initialState(graph, parallel),
    has: (id) => options.tables.has(id),
    async rerun(effect) {
      const again = await runAttempt(shellAgain, attemptOf(placeOf(effect), effect, pastEffects(effect)))
      if (again.body.type === 'node-completed') return again.body.outputs
      if (again.body.type === 'iteration-started') return again.body.values
      throw again.cause
    },
  })

  /** Lets go of the tables of node instances that nothing needs any more. */
  const free = (): void => {
    const { instances, scopes } = unneededInstances(state)
    for (const key of instances) ledger?.release(`${run}/${key}`)
    for (const prefix of scopes) ledger?.releaseAll(`${run}/${prefix}`)
  }
  const limitBytes = options.limits?.tableBytes
  const room = ledger && limitBytes !== undefined ? createTableRoom({ limitBytes, ledger, results, free }) : undefined

  const runInRoom = async ({ enter, leave }: TableRoom, attempt: Attempt): ReturnType<typeof runAttempt> => {
    let isIn = false
    const ready = async (values: Values): Promise<void> => {
      await enter(attempt.instance.node)
      isIn = true
      await restorer.ready(values)
    }
    const outcome = await runAttempt({ ...shell, ready }, attempt)
    if (isIn) leave()
    return outcome
  }

  const runNode = async (effect: RunNode): Promise<void> => {
    const { key } = effect
    const instance = placeOf(effect)
    const fork = effect.turn ? undefined : options.forked?.find(key, instance, options.tables)
    if (fork) return post({ type: 'node-cached', ...instance, key, from: 'fork', ...fork })
    const attempt = attemptOf(instance, effect)
    const { body, isReusable } = await (room ? runInRoom(room, attempt) : runAttempt(shell, attempt))
    if (results && isReusable && body.type === 'node-completed') keepResult(results, attempt, body)
    post(body)
  }

  const keepResult = (
    kept: Results,
    { planned, key }: Attempt,
    { outputs, ms, rows, report, problems, taken }: Extract<RunEventBody, { type: 'node-completed' }>,
  ): void => {
    const { node, definition } = planned
    if (definition!.reuse === 'never' || !followsFromKey(definition!)) return
    kept.keep({
      key,
      type: node.type,
      label: node.data.label || node.id,
      outputs,
      ms,
      run,
      problems,
      ...(rows === undefined ? {} : { rows }),
      ...(report ? { report } : {}),
      ...(taken ? { taken } : {}),
    })
  }

  /** Undoes what a node did. What it does outside then is recorded with it, under an attempt of its own. */
  const undoNode = async (effect: Extract<Effect, { type: 'compensate' }>): Promise<void> => {
    const instance = placeOf(effect)
    const attempt = attemptOf(instance, { ...effect, attempt: 0 })
    const failure = await runCompensation(shell, attempt, effect.outputs)
    post({ type: 'compensation-ended', ...instance, ...(failure ? { error: failure } : {}) })
  }

  /** Wakes a node when its time has come, however far off that is. */
  const wakeAt = ({ at, reason, ...place }: Extract<Effect, { type: 'wake-at' }>): void => {
    const timer = new AbortController()
    const key = instanceKey(place)
    timers.get(key)?.abort()
    timers.set(key, timer)
    const stop = AbortSignal.any([aborting.signal, timer.signal])
    const woken = async (): Promise<void> => {
      await clock.sleep(Math.max(0, at - clock.now()), stop)
      timers.delete(key)
      post({ type: 'wait-ended', ...placeOf(place), reason })
    }
    woken().catch(() => undefined)
  }

  /** Performs what follows from the state alone, whose events join those that are about to be recorded. */
  const performAtOnce = (effect: Effect): boolean => {
    // A limit has stopped the run, and no person.
    if (effect.type === 'emit' && effect.event.type === 'run-cancelled' && stopped) {
      post({ type: 'run-failed', failed: [], problem: stopped })
    } else if (effect.type === 'emit') post(effect.event)
    else if (effect.type === 'start-node') startNode(effect)
    else return false
    return true
  }

  /** Performs what reaches outside. Everything that it follows from is recorded. */
  const perform = (effect: Effect): void => {
    switch (effect.type) {
      case 'emit':
      case 'start-node':
        performAtOnce(effect)
        return
      case 'run-node':
        return background(effect.turn ? runNode(effect) : inTurn(effect.key, () => runNode(effect)))
      case 'start-later':
        return background(
          clock.sleep(effect.delayMs, aborting.signal).then(
            () => startNode({ ...effect, type: 'start-node' }),
            () => post({ type: 'node-cancelled', ...placeOf(effect) }),
          ),
        )
      case 'wake-at':
        return wakeAt(effect)
      case 'compensate':
        return background(undoNode(effect))
      case 'abort-nodes':
        return aborting.abort(new Error('The run was cancelled.'))
    }
  }

  /** What a run came to is wanted, also where a process before made it; what cannot be made again is not there. */
  const restoreResults = async (events: readonly RunEvent[]): Promise<void> => {
    const found = resultTables(foldRun(events)).map(({ table }): [string, Value] => [
      table.id,
      { kind: 'table', table },
    ])
    await restorer.ready(Object.fromEntries(found))?.catch(() => undefined)
  }

  const follow = (event: RunEvent): void => {
    recorded.event(event)
    if (event.type === 'cancel-requested') stopped ??= event.problem
    if (event.type === 'node-started') {
      const key = instanceKey(event)
      startedAt.set(key, event.time)
      if (plan.find(event)?.policy.totalMs !== undefined && event.attempt === 1) firstStartedAt.set(key, event.time)
    }
    if (event.type === 'approval-given' || event.type === 'wait-ended' || event.type === 'node-cancelled') {
      timers.get(instanceKey(event))?.abort()
      timers.delete(instanceKey(event))
    }
    if (event.type === 'node-completed' || event.type === 'node-cached') {
      startedAt.delete(instanceKey(event))
      ledger?.hold(holderOf(run, event), tablesOf(event.outputs))
    }
  }

  const control: RunControl = {
    decide: (decision) =>
      new Promise((fulfil) => {
        const ask = (): RunEventBody[] => {
          if (ended) fulfil(runIsGone(run))
          const { event, problem } = decideApproval(state, decision, clock.now())
          if (!event) fulfil(problem)
          else kept.push({ fulfil: () => fulfil(undefined), reject: () => fulfil(runIsGone(run)) })
          return event ? [event] : []
        }
        if (ended) return void ask()
        requests.push(ask)
        wake()
      }),
    signal: (name, value) =>
      new Promise((fulfil) => {
        const ask = (): RunEventBody[] => {
          const waiting = ended
            ? []
            : waitingNodes(state).filter(({ waitFor: w }) => w.kind === 'event' && w.name === name)
          fulfil(waiting.length)
          const brought = value === undefined ? {} : { value }
          return waiting.map((one) => ({ type: 'wait-ended', ...placeOf(one), reason: 'event', ...brought }))
        }
        if (ended) return void ask()
        requests.push(ask)
        wake()
      }),
  }
  const { whenIdle = options.onControl ? 'stay' : 'times' } = options
  const stays = (): boolean => {
    if (whenIdle === 'leave') return false
    const waiting = waitingNodes(state)
    return waiting.some(({ waitFor }) => waitFor.kind === 'time' || whenIdle === 'stay')
  }

  const cancel = (): void => post({ type: 'cancel-requested' })
  const { runMs } = options.limits ?? {}
  const limit = new AbortController()
  const stopInTime = async (): Promise<void> => {
    if (runMs === undefined) return
    await clock.sleep(runMs, limit.signal)
    post({ type: 'cancel-requested', problem: tookTooLong(workflow.name, runMs) })
  }
  stopInTime().catch(() => undefined)
  signal.addEventListener('abort', cancel, { once: true })
  const blocking = plan.problems.find(({ severity }) => severity === 'error')
  let state = initialState(graph, parallel)
  if (record.length === 0) {
    post({
      type: 'run-started',
      version: runEventVersion,
      run,
      ...(options.workflowId === undefined ? {} : { workflowId: options.workflowId }),
      workflow,
      inputs,
      seed,
      types: typesOf(plan),
      ...(options.parallel === undefined ? {} : { parallel }),
      ...(workflows ? { workflows: { ...workflows } } : {}),
      ...(options.part ? { part: options.part } : {}),
      ...(options.given ? { given: options.given } : {}),
    })
  } else {
    const replayed = replayRecord(state, record)
    state = replayed.state
    record.forEach(follow)
    if (state.phase === 'ended') {
      await restoreResults(record)
      return record
    }
    post({ type: 'run-resumed' })
    const isAbort = ({ type }: Effect): boolean => type === 'abort-nodes'
    // What is in flight when a run is cancelled must not begin again.
    const order = [...replayed.outstanding.filter(isAbort), ...replayed.outstanding.filter((one) => !isAbort(one))]
    if (!blocking) order.forEach(perform)
  }
  if (blocking) post({ type: 'run-failed', failed: [], problem: blocking })
  if (signal.aborted) cancel()
  options.onControl?.(control)
  try {
    while (state.phase !== 'ended') {
      // The first of two decisions at once is recorded before the second is asked about.
      if (requests.length > 0 && state.phase !== 'new') inbox = [...requests.shift()!(), ...inbox]
      if (inbox.length === 0) {
        if (requests.length > 0) continue
        if (running.size === 0 && !stays()) break
        await new Promise<void>((resolve) => (wake = resolve))
        continue
      }
      const batch: RunEvent[] = []
      const reaching: Effect[] = []
      const waiting = kept.length
      for (let next = 0; next < inbox.length && state.phase !== 'ended'; next++) {
        const body = inbox[next]!
        if (body.type === 'wait-ended' && !isWaiting(state, body)) continue
        const event = { seq: record.length, time: clock.now(), ...body } as RunEvent
        record.push(event)
        batch.push(event)
        follow(event)
        const [after, effects] = step(state, body)
        state = after
        if (blocking) continue
        for (const effect of effects) if (!performAtOnce(effect)) reaching.push(effect)
      }
      inbox = []
      // Whoever asks for a run's result as soon as it has ended must find it.
      if (state.phase === 'ended' && options.record?.length) await restoreResults(record)
      const keeping = options.journal?.append(batch)
      if (keeping) await keeping
      for (const event of batch) {
        const told = options.onEvent?.(event)
        if (told) await told
      }
      // Those of events that came in meanwhile wait for the next batch; after the end none is recorded.
      if (state.phase !== 'ended') for (const { fulfil } of kept.splice(0, waiting)) fulfil()
      if (ledger && options.hold === 'needed' && batch.some(settles)) free()
      reaching.forEach(perform)
    }
  } finally {
    ended = true
    signal.removeEventListener('abort', cancel)
    limit.abort(new Error('The run has ended.'))
    aborting.abort(new Error('The run has ended.'))
    for (const { reject } of kept) reject(new Error('The run has ended.'))
    for (const ask of requests) ask()
    await Promise.all(running)
  }
  return record
}

type Reused = Omit<Extract<RunEventBody, { type: 'node-cached' }>, 'type' | 'node' | 'scope'>

type RunNode = Extract<Effect, { type: 'run-node' }>

/** Whether what comes of a node follows from its key: neither from people, time or failures nor from nodes within it. */
const followsFromKey = ({ control }: NodeDefinition): boolean =>
  control === undefined || ['condition', 'switch', 'merge', 'variable'].includes(control)

const isHandled = ({ node }: PlannedNode): boolean => node.onError !== undefined && node.onError !== 'stop'

/** The versions of all node types that a run has, in sub-workflows too. */
function typesOf({ nodes }: WorkflowPlan): Record<string, number> {
  const types: Record<string, number> = {}
  for (const { definition, inside } of nodes) {
    if (definition) types[definition.type] = definition.version
    if (inside) Object.assign(types, typesOf(inside))
  }
  return types
}

const settles = ({ type }: RunEvent): boolean =>
  type === 'node-completed' || type === 'node-failed' || type === 'node-skipped'

const tookTooLong = (workflow: string, runMs: number): Problem =>
  error('run.too-long', `The run of "${workflow}" took longer than ${runMs} ms and was stopped.`, {
    hint: 'Allow it more time, or give it less to do.',
  })

const runIsGone = (run: string): Problem =>
  error('run.not-here', `Run "${run}" is not at work here any more.`, { hint: 'Resume it, and decide then.' })

/** The name under which a node instance of a run holds its tables. */
export const holderOf = (run: string, instance: NodeInstance): string => `${run}/${instanceKey(instance)}`

function timeOfStart(record: readonly RunEvent[], instance: NodeInstance): number | undefined {
  const key = instanceKey(instance)
  return record.findLast((event) => event.type === 'node-started' && instanceKey(event) === key)?.time
}

function rowsOf(outputs: Values, rows: number | undefined): { rows?: number } {
  const count = rows ?? tablesOf(outputs)[0]?.rows
  return count === undefined ? {} : { rows: count }
}
