import { error, foldRun, type RunEvent, type Value, type Values } from '@aw-flow/schema'
import { findResultTables } from '@aw-flow/schema/internal'
import { createCachedCompiler, type ExpressionContext } from './expressions/fill-settings.ts'
import { createNodeRunner } from './node/node-runner.ts'
import { createEffectPerformer } from './perform-effects.ts'
import { deriveNodeSeed } from './plan/derivation-key.ts'
import { createIdentityCache } from './plan/identity.ts'
import { prepareRun, createRunStartedEvent, createTimeLimitProblem } from './prepare-run.ts'
import { createInstanceKey, type NodeInstance } from './record/instance-key.ts'
import { createRecordSizeTracker } from './record/record-size.ts'
import { replayRecord } from './record/outstanding-effects.ts'
import { listTables } from './results/results.ts'
import { trackUnneededInstances } from './results/unneeded-instances.ts'
import { createRunMemory } from './outside/agent-memory.ts'
import { createRunBudget } from './outside/run-budget.ts'
import { createRunControl } from './run-control.ts'
import { createRunInbox } from './run-inbox.ts'
import { createNestedRunStarter } from './run-nested.ts'
import type { RunWorkflowOptions } from './run-options.ts'
import { renderEvent } from './render-event.ts'
import { isWaiting, listWaitingNodes } from './scheduler/decide-approval.ts'
import { createInitialState, step, type Effect, type SchedulerState } from './scheduler/step.ts'
import { createNodeStarter } from './start-node.ts'

/**
 * Runs a workflow to its end and returns its record. This is the only imperative code around `step`: it performs
 * effects through the services in the options and turns their outcomes into events. Problems that users can cause do
 * not reject the promise; for example, a workflow that cannot run results in a failed run with the problem. Rejects if
 * the journal rejects.
 *
 * @internal
 */
export async function runWorkflow(options: RunWorkflowOptions): Promise<RunEvent[]> {
  const { workflow, run, seed, clock, signal, results, ledger, forkedOutcomes, part, tables } = options
  const record: RunEvent[] = [...(options.record ?? [])]
  const preparedRun = prepareRun(options)
  const { plan, providedOutputs, blockingProblem } = preparedRun
  const initialState = createInitialState(plan.graph, preparedRun.maxParallelNodes)
  const abortController = new AbortController()
  const identityCache = createIdentityCache(options.digest)
  const compile = createCachedCompiler()
  const startTimes = new Map<string, number>()
  const inbox = createRunInbox()
  const { post, trackWork } = inbox
  const shouldReleaseTables = options.retainedTables === 'needed' || options.limits?.tableBytes !== undefined
  const unneededInstances = ledger && shouldReleaseTables ? trackUnneededInstances(plan.graph) : undefined
  let state = initialState

  /** Returns the values that a node's expressions can read in the current state of the run. */
  const createExpressionContext = (instance: NodeInstance, inputs: Values): ExpressionContext => ({
    plan,
    state,
    instance,
    inputs,
    run: { id: run, workflow: workflow.name },
    now: startTimes.get(createInstanceKey(instance)) ?? clock.now(),
    // Computed lazily, because deriving a seed requires hashing and few expressions use it.
    get seed() {
      return deriveNodeSeed(seed, createInstanceKey(instance))
    },
  })

  /** Releases the tables of node instances that are no longer needed. */
  const releaseTables = (): void => {
    for (const key of unneededInstances?.drain() ?? []) ledger?.release(`${run}/${key}`)
  }

  const expressionOptions = { identities: identityCache, compile, createExpressionContext }
  const getStartTime = (instance: NodeInstance): number =>
    startTimes.get(createInstanceKey(instance)) ?? findStartTime(record, instance) ?? clock.now()
  // A nested run shares the budget and memory of the outer run.
  const budget = options.getEffectScope ? undefined : createRunBudget(run, () => clock.now())
  const runMemory = options.getEffectScope ? undefined : createRunMemory()
  const models = options.services?.models
  const services =
    models && budget && runMemory
      ? { ...options.services, models: { ...models, budget, runMemory } }
      : (options.services ?? {})
  const startNestedRun = createNestedRunStarter({ ...options, workflows: preparedRun.workflows ?? {} }, runWorkflow)
  const runnerOptions = {
    options,
    plan,
    record,
    initialState,
    inbox,
    signal: abortController.signal,
    services,
    workflows: preparedRun.workflows,
    startNested: startNestedRun,
  }
  const runner = createNodeRunner({ ...runnerOptions, ...expressionOptions, getStartTime, releaseTables })
  const startNode = createNodeStarter({
    plan,
    part,
    providedOutputs,
    forked: forkedOutcomes,
    results,
    tables,
    ...expressionOptions,
    post,
    trackWork,
  })
  const performer = createEffectPerformer({ inbox, clock, runner, startNode, abortController })

  const processEvent = (event: RunEvent): void => {
    runner.handleEvent(event)
    budget?.handleEvent(event)
    runMemory?.handleEvent(event)
    performer.handleEvent(event)
    unneededInstances?.handleEvent(event)
    if (event.type === 'node-started') startTimes.set(createInstanceKey(event), event.time)
    if (event.type === 'node-completed' || event.type === 'node-cached') {
      startTimes.delete(createInstanceKey(event))
      ledger?.hold(toLedgerHolder(run, event), listTables(event.outputs))
    }
  }

  /** Restores result tables that an earlier process computed. Tables that cannot be recomputed remain missing. */
  const restoreResults = async (): Promise<void> => {
    const resultValues = findResultTables(foldRun(record)).map(({ table }): [string, Value] => [
      table.id,
      { kind: 'table', table },
    ])
    await runner.restorer.ensureTables(Object.fromEntries(resultValues))?.catch(() => undefined)
  }

  const { whenIdle = options.onControl ? 'wait' : 'wait-for-times' } = options
  const shouldWait = (): boolean => {
    if (whenIdle === 'return') return false
    const waitingNodes = listWaitingNodes(state)
    return waitingNodes.some(({ waitFor }) => waitFor.kind === 'time' || whenIdle === 'wait')
  }

  const recordSize = createRecordSizeTracker(options.limits?.record)
  /** Stops the run if its record becomes too large. */
  const enforceRecordLimit = (event: RunEvent): void => {
    const exceededLimit = recordSize.add(event)
    if (exceededLimit)
      post({ type: 'cancel-requested', problem: error('run.too-large', { workflow: workflow.name, ...exceededLimit }) })
  }

  if (record.length === 0) post(createRunStartedEvent(options, preparedRun))
  else {
    const replayResult = replayRecord(state, record)
    state = replayResult.state
    record.forEach(processEvent)
    if (state.phase === 'ended') {
      await restoreResults()
      return record
    }
    record.forEach(enforceRecordLimit)
    if (options.migratedVersions) post({ type: 'run-migrated', types: { ...options.migratedVersions } })
    if (wasInterrupted(state, replayResult.outstanding)) post({ type: 'run-resumed' })
    const isAbort = ({ type }: Effect): boolean => type === 'abort-nodes'
    // Aborts come first: nodes that were running when the run was canceled must not start again.
    const orderedEffects = [
      ...replayResult.outstanding.filter(isAbort),
      ...replayResult.outstanding.filter((effect) => !isAbort(effect)),
    ]
    if (!blockingProblem) orderedEffects.forEach(performer.perform)
  }
  if (blockingProblem) post({ type: 'run-failed', failed: [], problem: blockingProblem })

  const cancel = (): void => post({ type: 'cancel-requested' })
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  const timeLimitController = new AbortController()
  enforceTimeLimit(options, timeLimitController.signal, post)
  const { enqueue, whenPersisted } = inbox
  options.onControl?.(
    createRunControl({ run, clock, getState: () => state, hasEnded: () => inbox.isEnded, enqueue, whenPersisted }),
  )
  try {
    // A caller that resumes a waiting run can send its request while the journal processes an empty append.
    if (whenIdle === 'return' && record.length > 0 && inbox.isEmpty) await options.journal?.append([])
    while (state.phase !== 'ended') {
      // If two decisions arrive at the same time, the first is recorded before the second is evaluated.
      if (inbox.hasRequests && state.phase !== 'new') inbox.handleRequest()
      if (inbox.isEmpty) {
        if (inbox.hasRequests) continue
        if (inbox.isIdle && !shouldWait()) break
        await inbox.waitForMore()
        continue
      }
      const batch: RunEvent[] = []
      const externalEffects: Effect[] = []
      const { waitingCallerCount } = inbox
      for (let next = inbox.next(); next; next = inbox.next()) {
        const body = options.render ? renderEvent(next, options.render) : next
        if (state.phase === 'ended' || (body.type === 'wait-ended' && !isWaiting(state, body))) continue
        const event = { seq: record.length, time: clock.now(), ...body } as RunEvent
        record.push(event)
        batch.push(event)
        processEvent(event)
        enforceRecordLimit(event)
        const [nextState, effects] = step(state, body)
        state = nextState
        if (blockingProblem) continue
        for (const effect of effects) if (!performer.performSync(effect)) externalEffects.push(effect)
      }
      // The results must exist as soon as the run has ended.
      if (state.phase === 'ended' && options.record?.length) await restoreResults()
      const appendPromise = options.journal?.append(batch)
      if (appendPromise) await appendPromise
      for (const event of batch) {
        const handlerPromise = options.onEvent?.(event)
        if (handlerPromise) await handlerPromise
      }
      // Callers that posted events during the write wait for the next batch. After the end of the run, no event is
      // recorded.
      if (state.phase !== 'ended') inbox.resolvePersisted(waitingCallerCount)
      if (ledger && options.retainedTables === 'needed' && batch.some(isNodeOutcome)) releaseTables()
      externalEffects.forEach(performer.perform)
    }
  } finally {
    signal.removeEventListener('abort', cancel)
    timeLimitController.abort(new Error('The run has ended.'))
    abortController.abort(new Error('The run has ended.'))
    await inbox.end()
  }
  return record
}

/** Stops the run when it exceeds its time limit. */
function enforceTimeLimit(
  { workflow, limits, clock }: RunWorkflowOptions,
  timerSignal: AbortSignal,
  post: ReturnType<typeof createRunInbox>['post'],
): void {
  const runMs = limits?.runMs
  if (runMs === undefined) return
  const stop = (): void => post({ type: 'cancel-requested', problem: createTimeLimitProblem(workflow.name, runMs) })
  clock.sleep(runMs, timerSignal).then(stop, () => undefined)
}

/** Returns whether the end of the process interrupted any work. False if all unfinished nodes were only waiting. */
const wasInterrupted = (state: SchedulerState, outstandingEffects: readonly Effect[]): boolean =>
  outstandingEffects.some(({ type }) => type !== 'wake-at') || listWaitingNodes(state).length === 0

const isNodeOutcome = ({ type }: RunEvent): boolean =>
  type === 'node-completed' || type === 'node-failed' || type === 'node-skipped'

/** Returns the holder name under which a node instance holds tables in the table ledger. */
export const toLedgerHolder = (runId: string, instance: NodeInstance): string =>
  `${runId}/${createInstanceKey(instance)}`

function findStartTime(record: readonly RunEvent[], instance: NodeInstance): number | undefined {
  const key = createInstanceKey(instance)
  return record.findLast((event) => event.type === 'node-started' && createInstanceKey(event) === key)?.time
}
