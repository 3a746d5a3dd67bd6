import { foldRun, resultTables, type RunEvent, type Value, type Values } from '@aw-flow/schema'
import { expressionCache, type ExpressionReading } from './expressions/fill-settings.ts'
import { createNodeRunner } from './node-runner.ts'
import { createEffectPerformer } from './perform-effects.ts'
import { nodeSeed } from './plan/derivation-key.ts'
import { createIdentities } from './plan/identity.ts'
import { planOfRun, startOfRun, tookTooLong } from './plan-of-run.ts'
import { instanceKey, type NodeInstance } from './record/instance-key.ts'
import { replayRecord } from './record/outstanding.ts'
import { tablesOf } from './results/results.ts'
import { trackUnneeded } from './results/unneeded-instances.ts'
import { createRunControl } from './run-control.ts'
import { createRunInbox } from './run-inbox.ts'
import type { RunWorkflowOptions } from './run-options.ts'
import { renderedEvent } from './rendered-event.ts'
import { isWaiting, waitingNodes } from './scheduler/decide-approval.ts'
import { initialState, step, type Effect, type SchedulerState } from './scheduler/step.ts'
import { createNodeStarter } from './start-node.ts'

/**
 * Runs a workflow to its end and answers its record. The only shell around `step`: it performs effects through the
 * ports that it is given and turns their outcomes into events. Never rejects for what a user can cause; a workflow that
 * cannot run gives a run that failed with the problem. Rejects when the journal does.
 */
export async function runWorkflow(options: RunWorkflowOptions): Promise<RunEvent[]> {
  const { workflow, run, seed, clock, signal, results, ledger, forked, part, tables } = options
  const record: RunEvent[] = [...(options.record ?? [])]
  const planned = planOfRun(options)
  const { plan, given, blocking } = planned
  const initial = initialState(plan.graph, planned.parallel)
  const aborting = new AbortController()
  const identities = createIdentities(options.digest)
  const compile = expressionCache()
  const startedAt = new Map<string, number>()
  const inbox = createRunInbox()
  const { post, background } = inbox
  const frees = options.hold === 'needed' || options.limits?.tableBytes !== undefined
  const unneeded = ledger && frees ? trackUnneeded(plan.graph) : undefined
  let state = initial

  /** What expressions of a node read, as the run stands now. */
  const readingOf = (instance: NodeInstance, inputs: Values): ExpressionReading => ({
    plan,
    state,
    instance,
    inputs,
    run: { id: run, workflow: workflow.name },
    now: startedAt.get(instanceKey(instance)) ?? clock.now(),
    // Most expressions draw no number, and a seed is a hash.
    get seed() {
      return nodeSeed(seed, instanceKey(instance))
    },
  })

  /** Lets go of the tables of node instances that nothing needs any more. */
  const free = (): void => {
    for (const key of unneeded?.take() ?? []) ledger?.release(`${run}/${key}`)
  }

  const expressions = { identities, compile, readingOf }
  const startOf = (instance: NodeInstance): number =>
    startedAt.get(instanceKey(instance)) ?? timeOfStart(record, instance) ?? clock.now()
  const shared = { options, plan, record, initial, inbox, signal: aborting.signal }
  const runner = createNodeRunner({ ...shared, ...expressions, startOf, free })
  const startNode = createNodeStarter({ plan, part, given, forked, results, tables, ...expressions, post, background })
  const performer = createEffectPerformer({ inbox, clock, runner, startNode, aborting })

  const follow = (event: RunEvent): void => {
    runner.event(event)
    performer.event(event)
    unneeded?.event(event)
    if (event.type === 'node-started') startedAt.set(instanceKey(event), event.time)
    if (event.type === 'node-completed' || event.type === 'node-cached') {
      startedAt.delete(instanceKey(event))
      ledger?.hold(holderOf(run, event), tablesOf(event.outputs))
    }
  }

  /** What a run came to is wanted, also where a process before made it; what cannot be made again is not there. */
  const restoreResults = async (): Promise<void> => {
    const found = resultTables(foldRun(record)).map(({ table }): [string, Value] => [
      table.id,
      { kind: 'table', table },
    ])
    await runner.restorer.ready(Object.fromEntries(found))?.catch(() => undefined)
  }

  const { whenIdle = options.onControl ? 'stay' : 'times' } = options
  const stays = (): boolean => {
    if (whenIdle === 'leave') return false
    const waiting = waitingNodes(state)
    return waiting.some(({ waitFor }) => waitFor.kind === 'time' || whenIdle === 'stay')
  }

  if (record.length === 0) post(startOfRun(options, planned))
  else {
    const replayed = replayRecord(state, record)
    state = replayed.state
    record.forEach(follow)
    if (state.phase === 'ended') {
      await restoreResults()
      return record
    }
    if (options.migrated) post({ type: 'run-migrated', types: { ...options.migrated } })
    if (wasUnderWay(state, replayed.outstanding)) post({ type: 'run-resumed' })
    const isAbort = ({ type }: Effect): boolean => type === 'abort-nodes'
    // What is in flight when a run is cancelled must not begin again.
    const order = [...replayed.outstanding.filter(isAbort), ...replayed.outstanding.filter((one) => !isAbort(one))]
    if (!blocking) order.forEach(performer.perform)
  }
  if (blocking) post({ type: 'run-failed', failed: [], problem: blocking })

  const cancel = (): void => post({ type: 'cancel-requested' })
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  const limit = new AbortController()
  stopInTime(options, limit.signal, post)
  const { request, whenKept } = inbox
  options.onControl?.(
    createRunControl({ run, clock, state: () => state, isEnded: () => inbox.isEnded, request, whenKept }),
  )
  try {
    // Who takes up a run that waits has something to ask of it, which comes no later than the journal answers.
    if (whenIdle === 'leave' && record.length > 0 && inbox.isEmpty) await options.journal?.append([])
    while (state.phase !== 'ended') {
      // The first of two decisions at once is recorded before the second is asked about.
      if (inbox.hasRequests && state.phase !== 'new') inbox.answerRequest()
      if (inbox.isEmpty) {
        if (inbox.hasRequests) continue
        if (inbox.isQuiet && !stays()) break
        await inbox.more()
        continue
      }
      const batch: RunEvent[] = []
      const reaching: Effect[] = []
      const { waiting } = inbox
      for (let next = inbox.next(); next; next = inbox.next()) {
        const body = options.render ? renderedEvent(next, options.render) : next
        if (state.phase === 'ended' || (body.type === 'wait-ended' && !isWaiting(state, body))) continue
        const event = { seq: record.length, time: clock.now(), ...body } as RunEvent
        record.push(event)
        batch.push(event)
        follow(event)
        const [after, effects] = step(state, body)
        state = after
        if (blocking) continue
        for (const effect of effects) if (!performer.performAtOnce(effect)) reaching.push(effect)
      }
      // Whoever asks for a run's result as soon as it has ended must find it.
      if (state.phase === 'ended' && options.record?.length) await restoreResults()
      const keeping = options.journal?.append(batch)
      if (keeping) await keeping
      for (const event of batch) {
        const told = options.onEvent?.(event)
        if (told) await told
      }
      // Those of events that came in meanwhile wait for the next batch; after the end none is recorded.
      if (state.phase !== 'ended') inbox.keptUpTo(waiting)
      if (ledger && options.hold === 'needed' && batch.some(settles)) free()
      reaching.forEach(performer.perform)
    }
  } finally {
    signal.removeEventListener('abort', cancel)
    limit.abort(new Error('The run has ended.'))
    aborting.abort(new Error('The run has ended.'))
    await inbox.end()
  }
  return record
}

/** Stops a run that takes longer than it may. */
function stopInTime(
  { workflow, limits, clock }: RunWorkflowOptions,
  over: AbortSignal,
  post: ReturnType<typeof createRunInbox>['post'],
): void {
  const runMs = limits?.runMs
  if (runMs === undefined) return
  const stop = (): void => post({ type: 'cancel-requested', problem: tookTooLong(workflow.name, runMs) })
  clock.sleep(runMs, over).then(stop, () => undefined)
}

/** Whether a process that ended has interrupted something: of a run of which everything waits it held nothing. */
const wasUnderWay = (state: SchedulerState, outstanding: readonly Effect[]): boolean =>
  outstanding.some(({ type }) => type !== 'wake-at') || waitingNodes(state).length === 0

const settles = ({ type }: RunEvent): boolean =>
  type === 'node-completed' || type === 'node-failed' || type === 'node-skipped'

/** The name under which a node instance of a run holds its tables. */
export const holderOf = (run: string, instance: NodeInstance): string => `${run}/${instanceKey(instance)}`

function timeOfStart(record: readonly RunEvent[], instance: NodeInstance): number | undefined {
  const key = instanceKey(instance)
  return record.findLast((event) => event.type === 'node-started' && instanceKey(event) === key)?.time
}
