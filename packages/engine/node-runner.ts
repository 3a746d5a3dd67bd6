import type { RunEvent, RunEventBody, Values } from '@aw-flow/schema'
import type { Compile, ExpressionReading } from './expressions/fill-settings.ts'
import type { Attempt, AttemptShell } from './node-arguments.ts'
import { placeOf } from './outcome-event.ts'
import { createGracePeriod } from './grace-period.ts'
import { nodeSeed, continuationKey } from './plan/derivation-key.ts'
import type { Identities } from './plan/identity.ts'
import type { WorkflowPlan } from './plan/workflow-plan.ts'
import { instanceKey, type NodeInstance } from './record/instance-key.ts'
import { createRecordedEffects, type KnownEffect, type KnownEffects } from './record/node-effects.ts'
import { createTableRestorer, type TableRestorer } from './record/restore-tables.ts'
import type { Results } from './results/results.ts'
import { createMemoryGate, type MemoryGate } from './results/memory-gate.ts'
import { runAttempt, runCompensation } from './run-attempt.ts'
import type { RunInbox } from './run-inbox.ts'
import type { RunWorkflowOptions } from './run-options.ts'
import type { Effect, SchedulerState } from './scheduler/step.ts'
import { renderCode } from './rendered-event.ts'
import { followsFromKey } from './start-node.ts'

type RunNode = Extract<Effect, { type: 'run-node' }>

export interface NodeRunnerOptions {
  options: RunWorkflowOptions
  plan: WorkflowPlan
  /** The record of the run, which grows. */
  record: readonly RunEvent[]
  /** The state before the first event. */
  initial: SchedulerState
  inbox: RunInbox
  /** Aborted when the run is canceled or has ended. */
  signal: AbortSignal
  identities: Identities
  compile: Compile
  readingOf(instance: NodeInstance, inputs: Values): ExpressionReading
  /** The recorded start time of a node's attempt. */
  startOf(instance: NodeInstance): number
  /** Releases tables that are no longer needed. */
  free(): void
}

export interface NodeRunner {
  runNode(effect: RunNode): Promise<void>
  undoNode(effect: Extract<Effect, { type: 'compensate' }>): Promise<void>
  restorer: TableRestorer
  /** Processes an event of the run; call it for each one. */
  event(event: RunEvent): void
}

/** Creates the runner of nodes, iterations and compensations. It posts their outcomes as events. */
export function createNodeRunner(own: NodeRunnerOptions): NodeRunner {
  const { options, plan, record, inbox, identities, compile, readingOf, startOf } = own
  const { run, seed, clock, tables, results, ledger, forked } = options
  const { post } = inbox
  const recorded = createRecordedEffects()
  const firstStartedAt = new Map<string, number>()

  /** The effects of a node instance that has ended. */
  const pastEffects = (instance: NodeInstance): KnownEffects => {
    const past = createRecordedEffects({ keepAll: true })
    record.forEach(past.event)
    return past.of(instance)
  }

  /** Earlier effects of a node, in this run or in the run from which it was forked. */
  const effectsOf = (key: string, instance: NodeInstance, mine = recorded.of(instance)): KnownEffects => {
    const before = forked?.effects(key, instance)
    return before ? { get: (id) => mine.get(id) ?? decidedAgain(before.get(id)) } : mine
  }

  const attemptOf = (
    instance: NodeInstance,
    { attempt, key, inputs, filled, continuation, again }: Omit<RunNode, 'type' | 'node' | 'scope'>,
    mine?: KnownEffects,
  ): Attempt => {
    const planned = plan.find(instance)!
    const isTimed = planned.policy.totalMs !== undefined
    return {
      planned,
      instance,
      attempt: again ? attempt + again.tries - 1 : attempt,
      key: continuation ? continuationKey(key, continuation, identities) : key,
      inputs,
      filled,
      continuation,
      tries: continuation ? (again?.tries ?? 1) : attempt,
      spentMs: isTimed ? clock.now() - (firstStartedAt.get(instanceKey(instance)) ?? clock.now()) : 0,
      knownEffects: effectsOf(key, instance, mine),
    }
  }

  const shell: AttemptShell = {
    run,
    tables,
    files: options.files,
    outside: options.outside ?? {},
    sandbox: options.sandbox,
    clock,
    signal: own.signal,
    gracePeriod: createGracePeriod(own.signal, clock),
    json: new WeakSet(),
    compile,
    seedOf: (instance) => nodeSeed(seed, instanceKey(instance)),
    startOf,
    readingOf,
    ready: (values) => restorer.ready(values),
    record: inbox.postAndPersist,
    post,
    render: options.render ?? renderCode,
    onProgress: (progress) => {
      if (!inbox.isEnded) options.onProgress?.(progress)
    },
  }
  /** For replays: performs no effects and reports nothing. */
  const replayShell: AttemptShell = {
    ...shell,
    ready: () => undefined,
    record: undefined,
    post: () => undefined,
    onProgress: undefined,
  }

  const restorer = createTableRestorer({
    record,
    initial: own.initial,
    has: (id) => tables.has(id),
    async rerun(effect) {
      const again = await runAttempt(replayShell, attemptOf(placeOf(effect), effect, pastEffects(effect)))
      if (again.body.type === 'node-completed') return again.body.outputs
      if (again.body.type === 'iteration-started') return again.body.values
      throw again.cause
    },
  })

  const limitBytes = options.limits?.tableBytes
  const { free } = own
  const gate = ledger && limitBytes !== undefined ? createMemoryGate({ limitBytes, ledger, results, free }) : undefined

  const runGated = async ({ enter, leave }: MemoryGate, attempt: Attempt): ReturnType<typeof runAttempt> => {
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

  return {
    async runNode(effect) {
      const { key } = effect
      const instance = placeOf(effect)
      const fork = effect.continuation ? undefined : forked?.find(key, instance, tables)
      if (fork) return post({ type: 'node-cached', ...instance, key, from: 'fork', ...fork })
      const attempt = attemptOf(instance, effect)
      const { body, isReusable } = await (gate ? runGated(gate, attempt) : runAttempt(shell, attempt))
      if (results && isReusable && body.type === 'node-completed') storeResult(results, run, attempt, body)
      post(body)
      if (body.type === 'node-waiting' && body.waitFor.kind === 'approval') {
        const decided = forked?.decision(instance, body.waitFor.digest)
        if (decided) post(decided)
      }
    },
    /** Effects of the compensation are recorded under a separate attempt. */
    async undoNode(effect) {
      const instance = placeOf(effect)
      const attempt = attemptOf(instance, { ...effect, attempt: 0 })
      const failure = await runCompensation(shell, attempt, effect.outputs)
      post({ type: 'compensation-ended', ...instance, ...(failure ? { error: failure } : {}) })
    },
    restorer,
    event(event) {
      recorded.event(event)
      if (event.type !== 'node-started' || event.attempt !== 1) return
      if (plan.find(event)?.policy.totalMs !== undefined) firstStartedAt.set(instanceKey(event), event.time)
    },
  }
}

/**
 * Removes the decision about an effect that was refused in an earlier run, because another run requires a new decision.
 */
const decidedAgain = (effect: KnownEffect | undefined): KnownEffect | undefined =>
  effect?.state === 'refused' ? { ...effect, state: 'unknown' } : effect

function storeResult(
  results: Results,
  run: string,
  { planned, key }: Attempt,
  { outputs, ms, rows, report, problems, taken }: Extract<RunEventBody, { type: 'node-completed' }>,
): void {
  const { node, definition } = planned
  if (definition!.reuse === 'never' || !followsFromKey(definition!)) return
  results.add({
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
