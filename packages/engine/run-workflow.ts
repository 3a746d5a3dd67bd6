import { error, foldRun, type RunEvent, type Value, type Values } from '@aw-flow/schema'
import { findResultTables } from '@aw-flow/schema/internal'
import { createCachedCompiler, type ExpressionContext } from './expressions/fill-settings.ts'
import { createNodeRunner, type NodeRunner } from './node/node-runner.ts'
import { createEffectPerformer } from './perform-effects.ts'
import { deriveNodeSeed } from './plan/derivation-key.ts'
import { createIdentityCache } from './plan/identity.ts'
import { prepareRun, createRunStartedEvent, createTimeLimitProblem, type PreparedRun } from './prepare-run.ts'
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
 * Runs a workflow to its end and returns its record. Problems that users can cause do not reject the promise; for
 * example, a workflow that cannot run results in a failed run with the problem. Rejects if the journal rejects.
 *
 * @internal
 */
export async function runWorkflow(options: RunWorkflowOptions): Promise<RunEvent[]> {
  return new WorkflowRun(options).perform()
}

/**
 * A run of a workflow. This is the only imperative code around `step`: it performs effects through the services in the
 * options and turns their outcomes into events.
 */
class WorkflowRun {
  readonly #options: RunWorkflowOptions
  readonly #record: RunEvent[]
  readonly #preparedRun: PreparedRun
  readonly #abortController = new AbortController()
  readonly #startTimes = new Map<string, number>()
  readonly #inbox = createRunInbox()
  readonly #runner: NodeRunner
  readonly #performer: ReturnType<typeof createEffectPerformer>
  readonly #recordSize: ReturnType<typeof createRecordSizeTracker>
  readonly #unneededInstances: ReturnType<typeof trackUnneededInstances> | undefined
  /** Parts of the run that process each event. */
  readonly #listeners: readonly { handleEvent(event: RunEvent): void }[]
  readonly #whenIdle: 'return' | 'wait' | 'wait-for-times'
  #state: SchedulerState

  constructor(options: RunWorkflowOptions) {
    const { run, clock, results, ledger, part, tables } = options
    this.#options = options
    this.#record = [...(options.record ?? [])]
    this.#preparedRun = prepareRun(options)
    this.#recordSize = createRecordSizeTracker(options.limits?.record)
    this.#whenIdle = options.whenIdle ?? (options.onControl ? 'wait' : 'wait-for-times')
    const { plan, providedOutputs, maxParallelNodes, workflows } = this.#preparedRun
    const initialState = createInitialState(plan.graph, maxParallelNodes)
    this.#state = initialState
    const shouldReleaseTables = options.retainedTables === 'needed' || options.limits?.tableBytes !== undefined
    this.#unneededInstances = ledger && shouldReleaseTables ? trackUnneededInstances(plan.graph) : undefined
    // A nested run shares the budget and memory of the outer run.
    const budget = options.getEffectScope ? undefined : createRunBudget(run, () => clock.now())
    const runMemory = options.getEffectScope ? undefined : createRunMemory()
    const { models } = options.services ?? {}
    const inbox = this.#inbox
    const expressionOptions = {
      identities: createIdentityCache(options.digest),
      compile: createCachedCompiler(),
      createExpressionContext: this.#createExpressionContext.bind(this),
    }
    this.#runner = createNodeRunner({
      options,
      plan,
      record: this.#record,
      initialState,
      inbox,
      signal: this.#abortController.signal,
      services: {
        ...options.services,
        ...(models && budget && runMemory && { models: { ...models, budget, runMemory } }),
      },
      workflows,
      startNested: createNestedRunStarter({ ...options, workflows: workflows ?? {} }, runWorkflow),
      ...expressionOptions,
      getStartTime: (instance) =>
        this.#startTimes.get(createInstanceKey(instance)) ?? findStartTime(this.#record, instance) ?? clock.now(),
      releaseTables: () => this.#releaseTables(),
    })
    const startNode = createNodeStarter({
      plan,
      part,
      providedOutputs,
      forked: options.forkedOutcomes,
      results,
      tables,
      ...expressionOptions,
      post: inbox.post,
      trackWork: inbox.trackWork,
    })
    this.#performer = createEffectPerformer({
      inbox,
      clock,
      runner: this.#runner,
      startNode,
      abortController: this.#abortController,
    })
    const listeners = [this.#runner, budget, runMemory, this.#performer, this.#unneededInstances]
    this.#listeners = listeners.filter((listener) => listener !== undefined)
  }

  async perform(): Promise<RunEvent[]> {
    const { run, clock, signal } = this.#options
    const inbox = this.#inbox
    this.#begin()
    if (this.#hasEnded) {
      await this.#restoreResults()
      return this.#record
    }
    const cancel = (): void => inbox.post({ type: 'cancel-requested' })
    signal.addEventListener('abort', cancel, { once: true })
    if (signal.aborted) cancel()
    const timeLimitController = new AbortController()
    enforceTimeLimit(this.#options, timeLimitController.signal, inbox.post)
    const { enqueue, whenPersisted } = inbox
    const getState = (): SchedulerState => this.#state
    this.#options.onControl?.(
      createRunControl({ run, clock, getState, hasEnded: () => inbox.isEnded, enqueue, whenPersisted }),
    )
    try {
      // A caller that resumes a waiting run can send its request while the journal processes an empty append.
      if (this.#whenIdle === 'return' && this.#record.length > 0 && inbox.isEmpty)
        await this.#options.journal?.append([])
      while (!this.#hasEnded) {
        // If two decisions arrive at the same time, the first is recorded before the second is evaluated.
        if (inbox.hasRequests && this.#state.phase !== 'new') inbox.handleRequest()
        if (inbox.isEmpty) {
          if (inbox.hasRequests) continue
          if (inbox.isIdle && !this.#shouldWait()) break
          await inbox.waitForMore()
          continue
        }
        await this.#processBatch()
      }
    } finally {
      signal.removeEventListener('abort', cancel)
      timeLimitController.abort(new Error('The run has ended.'))
      this.#abortController.abort(new Error('The run has ended.'))
      await inbox.end()
    }
    return this.#record
  }

  get #hasEnded(): boolean {
    return this.#state.phase === 'ended'
  }

  /** Starts or resumes the run, unless its record is already complete. */
  #begin(): void {
    const { blockingProblem } = this.#preparedRun
    const { post } = this.#inbox
    const record = this.#record
    if (record.length === 0) post(createRunStartedEvent(this.#options, this.#preparedRun))
    else {
      const { state, outstanding } = replayRecord(this.#state, record)
      this.#state = state
      for (const event of record) this.#handleEvent(event)
      if (state.phase === 'ended') return
      for (const event of record) this.#enforceRecordLimit(event)
      const { migratedVersions } = this.#options
      if (migratedVersions) post({ type: 'run-migrated', types: { ...migratedVersions } })
      if (wasInterrupted(state, outstanding)) post({ type: 'run-resumed' })
      const isAbort = ({ type }: Effect): boolean => type === 'abort-nodes'
      // Aborts come first: nodes that were running when the run was canceled must not start again.
      const orderedEffects = outstanding.toSorted((left, right) => Number(isAbort(right)) - Number(isAbort(left)))
      if (!blockingProblem) orderedEffects.forEach(this.#performer.perform)
    }
    if (blockingProblem) post({ type: 'run-failed', failed: [], problem: blockingProblem })
  }

  /** Records the events in the inbox, and then performs their effects. */
  async #processBatch(): Promise<void> {
    const { clock, render, journal, onEvent, ledger, retainedTables } = this.#options
    const inbox = this.#inbox
    const batch: RunEvent[] = []
    const externalEffects: Effect[] = []
    const { waitingCallerCount } = inbox
    for (let next = inbox.next(); next; next = inbox.next()) {
      const body = render ? renderEvent(next, render) : next
      if (this.#hasEnded || (body.type === 'wait-ended' && !isWaiting(this.#state, body))) continue
      const event = { seq: this.#record.length, time: clock.now(), ...body } as RunEvent
      this.#record.push(event)
      batch.push(event)
      this.#handleEvent(event)
      this.#enforceRecordLimit(event)
      const [nextState, effects] = step(this.#state, body)
      this.#state = nextState
      if (this.#preparedRun.blockingProblem) continue
      for (const effect of effects) if (!this.#performer.performSync(effect)) externalEffects.push(effect)
    }
    // The results must exist as soon as the run has ended.
    if (this.#hasEnded && this.#options.record?.length) await this.#restoreResults()
    const appendPromise = journal?.append(batch)
    if (appendPromise) await appendPromise
    for (const event of batch) {
      const handlerPromise = onEvent?.(event)
      if (handlerPromise) await handlerPromise
    }
    // Callers that posted events during the write wait for the next batch. After the end of the run, no event is
    // recorded.
    if (!this.#hasEnded) inbox.resolvePersisted(waitingCallerCount)
    if (ledger && retainedTables === 'needed' && batch.some(isNodeOutcome)) this.#releaseTables()
    externalEffects.forEach(this.#performer.perform)
  }

  #handleEvent(event: RunEvent): void {
    for (const listener of this.#listeners) listener.handleEvent(event)
    if (event.type === 'node-started') this.#startTimes.set(createInstanceKey(event), event.time)
    if (event.type === 'node-completed' || event.type === 'node-cached') {
      this.#startTimes.delete(createInstanceKey(event))
      this.#options.ledger?.hold(toLedgerHolder(this.#options.run, event), listTables(event.outputs))
    }
  }

  /** Returns the values that a node's expressions can read in the current state of the run. */
  #createExpressionContext(instance: NodeInstance, inputs: Values): ExpressionContext {
    const { run, seed, workflow, clock } = this.#options
    return {
      plan: this.#preparedRun.plan,
      state: this.#state,
      instance,
      inputs,
      run: { id: run, workflow: workflow.name },
      now: this.#startTimes.get(createInstanceKey(instance)) ?? clock.now(),
      // Computed lazily, because deriving a seed requires hashing and few expressions use it.
      get seed() {
        return deriveNodeSeed(seed, createInstanceKey(instance))
      },
    }
  }

  /** Releases the tables of node instances that are no longer needed. */
  #releaseTables(): void {
    const { ledger, run } = this.#options
    for (const key of this.#unneededInstances?.drain() ?? []) ledger?.release(`${run}/${key}`)
  }

  /** Restores result tables that an earlier process computed. Tables that cannot be recomputed remain missing. */
  async #restoreResults(): Promise<void> {
    const resultValues = findResultTables(foldRun(this.#record)).map(({ table }): [string, Value] => [
      table.id,
      { kind: 'table', table },
    ])
    await this.#runner.restorer.ensureTables(Object.fromEntries(resultValues))?.catch(() => undefined)
  }

  #shouldWait(): boolean {
    if (this.#whenIdle === 'return') return false
    return listWaitingNodes(this.#state).some(({ waitFor }) => waitFor.kind === 'time' || this.#whenIdle === 'wait')
  }

  /** Stops the run if its record becomes too large. */
  #enforceRecordLimit(event: RunEvent): void {
    const exceededLimit = this.#recordSize.add(event)
    if (!exceededLimit) return
    const problem = error('run.too-large', { workflow: this.#options.workflow.name, ...exceededLimit })
    this.#inbox.post({ type: 'cancel-requested', problem })
  }
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
