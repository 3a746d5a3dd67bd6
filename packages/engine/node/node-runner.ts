import { defined, type RunEvent, type RunEventBody, type Values, type Workflow } from '@aw-flow/schema'
import type { CachedCompiler, ExpressionContext } from '../expressions/fill-settings.ts'
import type { DataKind } from '../data-flow.ts'
import type { Attempt, AttemptEnvironment } from './node-arguments.ts'
import { toInstanceFields } from '../outcome-event.ts'
import { createGracePeriod } from '../grace-period.ts'
import { deriveNodeSeed, computeContinuationKey } from '../plan/derivation-key.ts'
import type { IdentityCache } from '../plan/identity.ts'
import type { ExternalServices } from '../outside/outside.ts'
import { createWorkflowFinder, findInputReads, type InputReads } from '../plan/data-reads.ts'
import type { PlannedNode, WorkflowPlan } from '../plan/workflow-plan.ts'
import { createInstanceKey, type NodeInstance } from '../record/instance-key.ts'
import { createRecordedEffects, type KnownEffect, type KnownEffects } from '../record/node-effects.ts'
import { createTableRestorer } from '../record/restore-tables.ts'
import type { ResultCache } from '../results/results.ts'
import { createMemoryGate, type MemoryGate } from '../results/memory-gate.ts'
import { runAttempt, runCompensation } from '../run-attempt.ts'
import type { RunInbox } from '../run-inbox.ts'
import type { StartNestedRun } from '../run-nested.ts'
import type { RunWorkflowOptions } from '../run-options.ts'
import type { Effect, SchedulerState } from '../scheduler/step.ts'
import { renderCode } from '../render-event.ts'
import { isDeterminedByKey } from '../start-node.ts'

type RunNodeEffect = Extract<Effect, { type: 'run-node' }>

export interface NodeRunnerOptions {
  options: RunWorkflowOptions
  plan: WorkflowPlan
  /** The run's record, to which events are appended during the run. */
  record: readonly RunEvent[]
  /** The state before the run's first event. */
  initialState: SchedulerState
  inbox: RunInbox
  /** Aborted when the run is canceled or has ended. */
  signal: AbortSignal
  identities: IdentityCache
  compile: CachedCompiler
  createExpressionContext(instance: NodeInstance, inputs: Values): ExpressionContext
  /** Returns the recorded start time of a node's attempt. */
  getStartTime(instance: NodeInstance): number
  /** Releases tables that are no longer needed. */
  releaseTables(): void
  /** The external services, which charge the run's budget. */
  services: ExternalServices
  /** The named workflows, as they were when the run started. */
  workflows: Readonly<Record<string, Workflow>> | undefined
  startNested: StartNestedRun
}

export type NodeRunner = ReturnType<typeof createNodeRunner>

/** Creates the runner for nodes, iterations and compensations. It posts their outcomes as events. */
export function createNodeRunner(runnerOptions: NodeRunnerOptions) {
  const { options, plan, record, inbox, identities } = runnerOptions
  const { run, clock, tables, results, ledger, forkedOutcomes } = options
  const { post } = inbox
  const effectIndex = createRecordedEffects()
  const firstStartTimes = new Map<string, number>()

  /** Returns the effects of a node instance that has already ended. */
  const readPastEffects = (instance: NodeInstance): KnownEffects => {
    const pastEffects = createRecordedEffects({ retainsAll: true })
    record.forEach(pastEffects.handleEvent)
    return pastEffects.get(instance)
  }

  /** Returns a node's earlier effects, from this run or from the run that it was forked from. */
  const findEffects = (
    key: string,
    instance: NodeInstance,
    recordedEffects = effectIndex.get(instance),
  ): KnownEffects => {
    const earlierEffects = forkedOutcomes?.findEffects(key, instance)
    return earlierEffects
      ? { get: (id) => recordedEffects.get(id) ?? toForkedEffect(earlierEffects.get(id)) }
      : recordedEffects
  }

  const createAttempt = (
    instance: NodeInstance,
    { attempt, key, inputs, filled, continuation, retry }: Omit<RunNodeEffect, 'type' | 'node' | 'scope'>,
    recordedEffects?: KnownEffects,
  ): Attempt => {
    const planned = plan.find(instance)!
    const hasTotalTimeout = planned.policy.totalMs !== undefined
    return {
      planned,
      instance,
      attempt: retry ? attempt + retry.attempt - 1 : attempt,
      key: continuation ? computeContinuationKey(key, continuation, identities) : key,
      inputs,
      filled,
      continuation,
      retryAttempt: continuation ? (retry?.attempt ?? 1) : attempt,
      elapsedMs: hasTotalTimeout ? clock.now() - (firstStartTimes.get(createInstanceKey(instance)) ?? clock.now()) : 0,
      knownEffects: findEffects(key, instance, recordedEffects),
    }
  }

  const environment = createEnvironment(runnerOptions, (values) => restorer.ensureTables(values))
  /** The environment for replays, which perform no effects and report nothing. */
  const replayEnvironment: AttemptEnvironment = {
    ...environment,
    ensureTables: () => undefined,
    record: undefined,
    post: () => undefined,
    onProgress: undefined,
  }

  const restorer = createTableRestorer({
    record,
    initialState: runnerOptions.initialState,
    hasTable: (id) => tables.has(id),
    async rerun(effect) {
      const replayOutcome = await runAttempt(
        replayEnvironment,
        createAttempt(toInstanceFields(effect), effect, readPastEffects(effect)),
      )
      if (replayOutcome.body.type === 'node-completed') return replayOutcome.body.outputs
      if (replayOutcome.body.type === 'iteration-started') return replayOutcome.body.values
      throw replayOutcome.cause
    },
  })

  const limitBytes = options.limits?.tableBytes
  const { releaseTables } = runnerOptions
  const memoryGate =
    ledger && limitBytes !== undefined ? createMemoryGate({ limitBytes, ledger, results, releaseTables }) : undefined

  return {
    async runNode(effect: RunNodeEffect): Promise<void> {
      const { key } = effect
      const instance = toInstanceFields(effect)
      const forkedOutcome = effect.continuation ? undefined : forkedOutcomes?.find(key, instance, tables)
      if (forkedOutcome) return post({ type: 'node-cached', ...instance, key, from: 'fork', ...forkedOutcome })
      const attempt = createAttempt(instance, effect)
      const { body, isReusable } = await (memoryGate
        ? runWithMemoryGate(memoryGate, environment, attempt)
        : runAttempt(environment, attempt))
      if (results && isReusable && body.type === 'node-completed') storeResult(results, run, attempt, body)
      post(body)
      if (body.type === 'node-waiting' && body.waitFor.kind === 'approval') {
        const earlierDecision = forkedOutcomes?.findDecision(instance, body.waitFor.digest)
        if (earlierDecision) post(earlierDecision)
      }
    },
    /** The effects of a compensation are recorded under attempt number 0. */
    async compensateNode(effect: Extract<Effect, { type: 'compensate' }>): Promise<void> {
      const instance = toInstanceFields(effect)
      const attempt = createAttempt(instance, { ...effect, attempt: 0 })
      const failure = await runCompensation(environment, attempt, effect.outputs)
      post({ type: 'compensation-ended', ...instance, ...defined({ error: failure }) })
    },
    restorer,
    /** Processes an event of the run. Must be called for every event. */
    handleEvent(event: RunEvent): void {
      effectIndex.handleEvent(event)
      if (event.type !== 'node-started' || event.attempt !== 1) return
      if (plan.find(event)?.policy.totalMs !== undefined) firstStartTimes.set(createInstanceKey(event), event.time)
    },
  }
}

/** Creates what the attempts of a run have in common. */
function createEnvironment(
  runnerOptions: NodeRunnerOptions,
  ensureTables: AttemptEnvironment['ensureTables'],
): AttemptEnvironment {
  const { options, plan, inbox, compile, createExpressionContext, getStartTime, signal, workflows } = runnerOptions
  const { run, seed, clock, tables, catalog } = options
  const { post } = inbox
  let inputReads: InputReads | undefined
  const findReads = (planned: PlannedNode): readonly DataKind[] =>
    (inputReads ??= findInputReads(plan, { catalog, workflows })).get(planned) ?? []
  return {
    run,
    tables,
    files: options.files,
    services: runnerOptions.services,
    findInputDataKinds: findReads,
    findWorkflow: createWorkflowFinder(plan.workflow, workflows),
    getNodeType: (type) => catalog.get(type),
    startNested: runnerOptions.startNested,
    getEffectScope: options.getEffectScope,
    sandbox: options.sandbox,
    clock,
    signal,
    gracePeriod: createGracePeriod(signal, clock),
    validatedJson: new WeakSet(),
    compile,
    deriveSeed: (instance) => deriveNodeSeed(seed, createInstanceKey(instance)),
    getStartTime,
    createExpressionContext,
    ensureTables,
    record: inbox.postAndPersist,
    post,
    render: options.render ?? renderCode,
    onProgress: (progress) => {
      if (!inbox.isEnded) options.onProgress?.(progress)
    },
  }
}

/** Runs an attempt that waits for memory before its tables are restored. */
async function runWithMemoryGate(
  { acquire, release }: MemoryGate,
  environment: AttemptEnvironment,
  attempt: Attempt,
): ReturnType<typeof runAttempt> {
  let hasAcquired = false
  const ensureTables = async (values: Values): Promise<void> => {
    await acquire(attempt.instance.node)
    hasAcquired = true
    await environment.ensureTables(values)
  }
  const outcome = await runAttempt({ ...environment, ensureTables }, attempt)
  if (hasAcquired) release()
  return outcome
}

/**
 * Converts an effect recorded in the original run for use in its fork. A failed effect is performed again. A rejected
 * effect needs a new decision, because each run requires its own decisions.
 */
function toForkedEffect(effect: KnownEffect | undefined): KnownEffect | undefined {
  if (effect?.state === 'failed') return undefined
  return effect?.state === 'refused' ? { ...effect, state: 'unknown' } : effect
}

function storeResult(
  results: ResultCache,
  runId: string,
  { planned, key }: Attempt,
  { outputs, ms, rows, report, problems, taken }: Extract<RunEventBody, { type: 'node-completed' }>,
): void {
  const { node, definition } = planned
  if (definition!.reuse === 'never' || !isDeterminedByKey(definition!)) return
  results.add(
    defined({
      key,
      type: node.type,
      label: node.data.label || node.id,
      outputs,
      ms,
      run: runId,
      problems,
      rows,
      report,
      taken,
    }),
  )
}
