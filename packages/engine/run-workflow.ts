import {
  error,
  foldRun,
  resultTables,
  runEventVersion,
  type Problem,
  type RunEvent,
  type RunEventBody,
  type Value,
  type Values,
} from '@aw-flow/schema'
import { expressionCache, type ExpressionReading } from './expressions/fill-settings.ts'
import type { Attempt, AttemptShell } from './node-arguments.ts'
import { placeOf } from './outcome-event.ts'
import { nodeSeed, turnKey } from './plan/derivation-key.ts'
import { planWorkflow, type WorkflowPlan } from './plan/plan-workflow.ts'
import { instanceKey, type NodeInstance } from './record/instance-key.ts'
import { createRecordedEffects, type KnownEffects } from './record/node-effects.ts'
import { replayRecord } from './record/outstanding.ts'
import { createTableRestorer } from './record/restore-tables.ts'
import { restrictPlan } from './results/plan-part.ts'
import { tablesOf, type Results } from './results/results.ts'
import { createTableRoom, type TableRoom } from './results/table-room.ts'
import { unneededInstances } from './results/unneeded-instances.ts'
import { runAttempt, runCompensation } from './run-attempt.ts'
import { createRunControl, type Kept } from './run-control.ts'
import type { RunWorkflowOptions } from './run-options.ts'
import { isWaiting, waitingNodes } from './scheduler/decide-approval.ts'
import { initialState, step, type Effect } from './scheduler/step.ts'
import { createNodeStarter, followsFromKey } from './start-node.ts'

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
  let kept: Kept[] = []
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

  /** Two nodes of equal derivation would make the same tables at the same time: one after the other. */
  const inTurn = (key: string, work: () => Promise<void>): Promise<void> => {
    const before = turns.get(key)
    const turn = before ? before.then(work) : work()
    turns.set(key, turn)
    return turn
  }

  const startNode = createNodeStarter({
    plan,
    part: options.part,
    given,
    forked: options.forked,
    results,
    tables: options.tables,
    known,
    compile,
    readingOf,
    post,
    background,
  })

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

  const control = createRunControl({
    run,
    clock,
    state: () => state,
    isEnded: () => ended,
    request(ask) {
      if (ended) return void ask()
      requests.push(ask)
      wake()
    },
    whenKept: (one) => void kept.push(one),
  })
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

type RunNode = Extract<Effect, { type: 'run-node' }>

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

/** The name under which a node instance of a run holds its tables. */
export const holderOf = (run: string, instance: NodeInstance): string => `${run}/${instanceKey(instance)}`

function timeOfStart(record: readonly RunEvent[], instance: NodeInstance): number | undefined {
  const key = instanceKey(instance)
  return record.findLast((event) => event.type === 'node-started' && instanceKey(event) === key)?.time
}
