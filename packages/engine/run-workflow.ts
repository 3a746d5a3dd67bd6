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
 * Runs a workflow to its end and returns its record. This is the only shell around `step`: it performs effects through
 * the provided ports and turns their outcomes into events. It never rejects for problems that users can cause; a workflow
 * that cannot run results in a failed run with the problem. It rejects if the journal does.
 *
 * @internal
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
  const releasesTables = options.hold === 'needed' || options.limits?.tableBytes !== undefined
  const unneeded = ledger && releasesTables ? trackUnneeded(plan.graph) : undefined
  let state = initial

  /** What expressions of a node can read in the current state of the run. */
  const readingOf = (instance: NodeInstance, inputs: Values): ExpressionReading => ({
    plan,
    state,
    instance,
    inputs,
    run: { id: run, workflow: workflow.name },
    now: startedAt.get(instanceKey(instance)) ?? clock.now(),
    // Lazy, because a seed is a hash and few expressions use it.
    get seed() {
      return nodeSeed(seed, instanceKey(instance))
    },
  })

  /** Releases the tables of node instances that are no longer needed. */
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

  /** Restores result tables that an earlier process computed; those that cannot be computed again stay missing. */
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
    if (wasInterrupted(state, replayed.outstanding)) post({ type: 'run-resumed' })
    const isAbort = ({ type }: Effect): boolean => type === 'abort-nodes'
    // Aborts come first: nodes that were running when the run was canceled must not start again.
    const order = [...replayed.outstanding.filter(isAbort), ...replayed.outstanding.filter((one) => !isAbort(one))]
    if (!blocking) order.forEach(performer.perform)
  }
  if (blocking) post({ type: 'run-failed', failed: [], problem: blocking })

  const cancel = (): void => post({ type: 'cancel-requested' })
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  const limit = new AbortController()
  enforceTimeLimit(options, limit.signal, post)
  const { request, whenPersisted } = inbox
  options.onControl?.(
    createRunControl({ run, clock, state: () => state, isEnded: () => inbox.isEnded, request, whenPersisted }),
  )
  try {
    // A caller that resumes a waiting run sends its request before the journal answers.
    if (whenIdle === 'leave' && record.length > 0 && inbox.isEmpty) await options.journal?.append([])
    while (state.phase !== 'ended') {
      // Of two simultaneous decisions, the first is recorded before the second is evaluated.
      if (inbox.hasRequests && state.phase !== 'new') inbox.handleRequest()
      if (inbox.isEmpty) {
        if (inbox.hasRequests) continue
        if (inbox.isQuiet && !stays()) break
        await inbox.more()
        continue
      }
      const batch: RunEvent[] = []
      const external: Effect[] = []
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
        for (const effect of effects) if (!performer.performAtOnce(effect)) external.push(effect)
      }
      // The result must exist as soon as the run has ended.
      if (state.phase === 'ended' && options.record?.length) await restoreResults()
      const keeping = options.journal?.append(batch)
      if (keeping) await keeping
      for (const event of batch) {
        const observed = options.onEvent?.(event)
        if (observed) await observed
      }
      // Callers of events that were posted meanwhile wait for the next batch; after the end none is recorded.
      if (state.phase !== 'ended') inbox.resolvePersisted(waiting)
      if (ledger && options.hold === 'needed' && batch.some(settles)) free()
      external.forEach(performer.perform)
    }
  } finally {
    signal.removeEventListener('abort', cancel)
    limit.abort(new Error('The run has ended.'))
    aborting.abort(new Error('The run has ended.'))
    await inbox.end()
  }
  return record
}

/** Stops a run that exceeds its time limit. */
function enforceTimeLimit(
  { workflow, limits, clock }: RunWorkflowOptions,
  over: AbortSignal,
  post: ReturnType<typeof createRunInbox>['post'],
): void {
  const runMs = limits?.runMs
  if (runMs === undefined) return
  const stop = (): void => post({ type: 'cancel-requested', problem: tookTooLong(workflow.name, runMs) })
  clock.sleep(runMs, over).then(stop, () => undefined)
}

/** Whether the end of the process interrupted something; false if everything was waiting. */
const wasInterrupted = (state: SchedulerState, outstanding: readonly Effect[]): boolean =>
  outstanding.some(({ type }) => type !== 'wake-at') || waitingNodes(state).length === 0

const settles = ({ type }: RunEvent): boolean =>
  type === 'node-completed' || type === 'node-failed' || type === 'node-skipped'

/** The name under which a node instance of a run holds its tables in the ledger. */
export const holderOf = (run: string, instance: NodeInstance): string => `${run}/${instanceKey(instance)}`

function timeOfStart(record: readonly RunEvent[], instance: NodeInstance): number | undefined {
  const key = instanceKey(instance)
  return record.findLast((event) => event.type === 'node-started' && instanceKey(event) === key)?.time
}
