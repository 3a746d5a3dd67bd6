import {
  foldRun,
  resultTables,
  runEventVersion,
  type GivenOutputs,
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
import { derivationKey, nodeSeed } from './plan/derivation-key.ts'
import { planWorkflow, type PlannedNode } from './plan/plan-workflow.ts'
import type { ForkedOutcomes } from './record/fork-run.ts'
import { instanceKey, type NodeInstance } from './record/instance-key.ts'
import { createRecordedEffects, type KnownEffects } from './record/node-effects.ts'
import { replayRecord } from './record/outstanding.ts'
import { createTableRestorer } from './record/restore-tables.ts'
import { pinKey, restrictPlan } from './results/plan-part.ts'
import { tablesOf, type Results } from './results/results.ts'
import type { TableLedger } from './results/table-ledger.ts'
import { runAttempt } from './run-attempt.ts'
import { defaultRetryPolicy } from './scheduler/after-failure.ts'
import { createGraph, initialState, step, type Effect } from './scheduler/step.ts'
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
  /** Nodes at a time. */
  parallel?: number
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
}

/**
 * Runs a workflow to its end and answers its record. The only shell around `step`: it performs effects through the
 * ports that it is given and turns their outcomes into events. Never rejects for what a user can cause; a workflow that
 * cannot run gives a run that failed with the problem. Rejects when the journal does.
 */
export async function runWorkflow(options: RunWorkflowOptions): Promise<RunEvent[]> {
  const { workflow, run, inputs = {}, seed, catalogue, clock, signal, results, ledger, parallel = 4 } = options
  const plan = planWorkflow(workflow, catalogue)
  const byId = new Map(plan.nodes.map((planned) => [planned.node.id, planned]))
  const { nodes, leftOut, given } = restrictPlan(plan.nodes, options.part, options.given)
  const graph = createGraph(
    nodes.map(({ node, inputs: ports, successors }) => ({ id: node.id, inputs: ports, successors })),
  )
  const record: RunEvent[] = [...(options.record ?? [])]
  const aborting = new AbortController()
  const running = new Set<Promise<void>>()
  const known = new WeakMap<Value, string>()
  const turns = new Map<string, Promise<void>>()
  const recorded = createRecordedEffects()
  const startedAt = new Map<string, number>()
  let inbox: RunEventBody[] = []
  let kept: { fulfil(): void; reject(cause: unknown): void }[] = []
  let wake = (): void => {}
  let ended = false

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
    const { node, attempt, inputs: values } = effect
    const place = { node }
    const standIn = given[node]
    if (leftOut.has(node)) {
      return post({ type: 'node-skipped', ...place, reason: leftOut.get(node)!, because: [] })
    }
    if (standIn) {
      const { from, outputs, rows, key = pinKey(outputs) } = standIn
      return post({ type: 'node-cached', ...place, key, from, outputs, problems: [], ...rowsOf(outputs, rows) })
    }
    const planned = byId.get(node)!
    const key = derivationKey(planned.definition!, planned.settings, values, known)
    const reused = attempt === 1 ? findResult(planned, key) : undefined
    post(reused ? { type: 'node-cached', ...place, ...reused } : { type: 'node-started', ...place, attempt, key })
  }

  const findResult = ({ node, definition }: PlannedNode, key: string): Reused | undefined => {
    if (options.part?.kind !== 'to' && options.part?.node === node.id) return undefined
    const fork = options.forked?.find(key, { node: node.id }, options.tables)
    const found = fork ?? (definition!.reuse === 'never' ? undefined : results?.find(key))
    if (!found) return undefined
    const { outputs, rows, report, problems } = found
    return {
      key,
      from: fork ? 'fork' : 'result',
      outputs,
      problems,
      ...rowsOf(outputs, rows),
      ...(report ? { report } : {}),
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

  const attemptOf = (planned: PlannedNode, instance: NodeInstance, attempt: number, key: string, values: Values) => ({
    run,
    planned,
    instance,
    attempt,
    key,
    inputs: values,
    policy: { ...defaultRetryPolicy, ...workflow.settings.retry },
    seed: () => nodeSeed(seed, instanceKey(instance)),
    tables: options.tables,
    files: options.files,
    clock: {
      now: () => startedAt.get(instanceKey(instance)) ?? timeOfStart(record, instance) ?? clock.now(),
      elapsed: clock.elapsed,
      sleep: clock.sleep,
    },
    signal: aborting.signal,
  })

  const restorer = createTableRestorer({
    record,
    initial: initialState(graph, parallel),
    has: (id) => options.tables.has(id),
    async rerun({ start, key, attempt }) {
      const planned = byId.get(start.node)!
      const again = await runAttempt({
        ...attemptOf(planned, { node: start.node }, attempt, key, start.inputs),
        knownEffects: effectsOf(key, { node: start.node }, pastEffects(start)),
        record: undefined,
        ready: () => undefined,
        post: () => undefined,
        onProgress: undefined,
      })
      if (again.body.type === 'node-completed') return again.body.outputs
      throw again.cause
    },
  })

  const runNode = async (planned: PlannedNode, effect: Extract<Effect, { type: 'run-node' }>): Promise<void> => {
    const { node, attempt, key, inputs: values } = effect
    const instance: NodeInstance = { node }
    const fork = options.forked?.find(key, instance, options.tables)
    if (fork) return post({ type: 'node-cached', node, key, from: 'fork', ...fork })
    const outcome = await runAttempt({
      ...attemptOf(planned, instance, attempt, key, values),
      knownEffects: effectsOf(key, instance),
      ready: () => restorer.ready(values),
      record: postAndKeep,
      post,
      onProgress: options.onProgress,
    })
    if (outcome.body.type === 'node-completed' && outcome.isReusable && planned.definition!.reuse !== 'never') {
      const { outputs, ms, rows, report, problems } = outcome.body
      const { type, data } = planned.node
      results?.keep({
        key,
        type,
        label: data.label || node,
        outputs,
        ms,
        run,
        problems,
        ...(rows === undefined ? {} : { rows }),
        ...(report ? { report } : {}),
      })
    }
    post(outcome.body)
  }

  /** Performs what follows from the state alone, whose events join those that are about to be recorded. */
  const performAtOnce = (effect: Effect): boolean => {
    if (effect.type === 'emit') post(effect.event)
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
        return background(inTurn(effect.key, () => runNode(byId.get(effect.node)!, effect)))
      case 'start-later':
        return background(
          clock.sleep(effect.delayMs, aborting.signal).then(
            () => startNode({ ...effect, type: 'start-node' }),
            () => post({ type: 'node-cancelled', node: effect.node }),
          ),
        )
      case 'abort-nodes':
        return aborting.abort(new Error('The run was cancelled.'))
    }
  }

  /** What a run came to is wanted, also where a process before made it; what cannot be made again is not there. */
  const restoreResults = async (events: readonly RunEvent[]): Promise<void> => {
    const found = resultTables(foldRun(events)).map(({ table }): [string, Value] => [table.id, { kind: 'table', table }])
    await restorer.ready(Object.fromEntries(found))?.catch(() => undefined)
  }

  const follow = (event: RunEvent): void => {
    recorded.event(event)
    if (event.type === 'node-started') startedAt.set(instanceKey(event), event.time)
    if (event.type === 'node-completed' || event.type === 'node-cached') {
      startedAt.delete(instanceKey(event))
      ledger?.hold(holderOf(run, event), tablesOf(event.outputs))
    }
  }

  const cancel = (): void => post({ type: 'cancel-requested' })
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
      types: Object.fromEntries(
        plan.nodes.flatMap(({ definition }) => (definition ? [[definition.type, definition.version]] : [])),
      ),
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
  try {
    while (state.phase !== 'ended') {
      if (inbox.length === 0) {
        if (running.size === 0) break
        await new Promise<void>((resolve) => (wake = resolve))
        continue
      }
      const batch: RunEvent[] = []
      const reaching: Effect[] = []
      const waiting = kept.length
      for (let next = 0; next < inbox.length && state.phase !== 'ended'; next++) {
        const body = inbox[next]!
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
      reaching.forEach(perform)
    }
  } finally {
    ended = true
    signal.removeEventListener('abort', cancel)
    aborting.abort(new Error('The run has ended.'))
    for (const { reject } of kept) reject(new Error('The run has ended.'))
    await Promise.all(running)
  }
  return record
}

type Reused = Omit<Extract<RunEventBody, { type: 'node-cached' }>, 'type' | 'node' | 'scope'>

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
