import { renderCode } from './rendered-event.ts'
import type { RunEvent, RunEventBody, Values } from '@aw-flow/schema'
import type { Compile, ExpressionReading } from './expressions/fill-settings.ts'
import type { Attempt, AttemptShell } from './node-arguments.ts'
import { placeOf } from './outcome-event.ts'
import { openPatience } from './patience.ts'
import { nodeSeed, turnKey } from './plan/derivation-key.ts'
import type { Identities } from './plan/identity.ts'
import type { WorkflowPlan } from './plan/workflow-plan.ts'
import { instanceKey, type NodeInstance } from './record/instance-key.ts'
import { createRecordedEffects, type KnownEffect, type KnownEffects } from './record/node-effects.ts'
import { createTableRestorer, type TableRestorer } from './record/restore-tables.ts'
import type { Results } from './results/results.ts'
import { createTableRoom, type TableRoom } from './results/table-room.ts'
import { runAttempt, runCompensation } from './run-attempt.ts'
import type { RunInbox } from './run-inbox.ts'
import type { RunWorkflowOptions } from './run-options.ts'
import type { Effect, SchedulerState } from './scheduler/step.ts'
import { followsFromKey } from './start-node.ts'

type RunNode = Extract<Effect, { type: 'run-node' }>

export interface NodeRunnerOptions {
  options: RunWorkflowOptions
  plan: WorkflowPlan
  /** The record as it grows. */
  record: readonly RunEvent[]
  /** The state before the first event. */
  initial: SchedulerState
  inbox: RunInbox
  /** Aborted when the run is cancelled, and when it has ended. */
  signal: AbortSignal
  identities: Identities
  compile: Compile
  readingOf(instance: NodeInstance, inputs: Values): ExpressionReading
  /** When a node's attempt was recorded to begin. */
  startOf(instance: NodeInstance): number
  /** Lets go of tables that nothing needs any more. */
  free(): void
}

export interface NodeRunner {
  runNode(effect: RunNode): Promise<void>
  undoNode(effect: Extract<Effect, { type: 'compensate' }>): Promise<void>
  restorer: TableRestorer
  /** To be told of every event. */
  event(event: RunEvent): void
}

/** Runs nodes, turns of loops and compensation, and posts what they come to. */
export function createNodeRunner(own: NodeRunnerOptions): NodeRunner {
  const { options, plan, record, inbox, identities, compile, readingOf, startOf } = own
  const { run, seed, clock, tables, results, ledger, forked } = options
  const { post } = inbox
  const recorded = createRecordedEffects()
  const firstStartedAt = new Map<string, number>()

  /** What a node instance that has ended did outside. */
  const pastEffects = (instance: NodeInstance): KnownEffects => {
    const past = createRecordedEffects({ keepAll: true })
    record.forEach(past.event)
    return past.of(instance)
  }

  /** What was done outside for a node before, here or in the run that this one was forked from. */
  const effectsOf = (key: string, instance: NodeInstance, mine = recorded.of(instance)): KnownEffects => {
    const before = forked?.effects(key, instance)
    return before ? { get: (id) => mine.get(id) ?? askedAnew(before.get(id)) } : mine
  }

  const attemptOf = (
    instance: NodeInstance,
    { attempt, key, inputs, filled, turn, again }: Omit<RunNode, 'type' | 'node' | 'scope'>,
    mine?: KnownEffects,
  ): Attempt => {
    const planned = plan.find(instance)!
    const isTimed = planned.policy.totalMs !== undefined
    return {
      planned,
      instance,
      attempt: again ? attempt + again.tries - 1 : attempt,
      key: turn ? turnKey(key, turn, identities) : key,
      inputs,
      filled,
      turn,
      tries: turn ? (again?.tries ?? 1) : attempt,
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
    patience: openPatience(own.signal, clock),
    json: new WeakSet(),
    compile,
    seedOf: (instance) => nodeSeed(seed, instanceKey(instance)),
    startOf,
    readingOf,
    ready: (values) => restorer.ready(values),
    record: inbox.postAndKeep,
    post,
    render: options.render ?? renderCode,
    onProgress: (told) => {
      if (!inbox.isEnded) options.onProgress?.(told)
    },
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
    initial: own.initial,
    has: (id) => tables.has(id),
    async rerun(effect) {
      const again = await runAttempt(shellAgain, attemptOf(placeOf(effect), effect, pastEffects(effect)))
      if (again.body.type === 'node-completed') return again.body.outputs
      if (again.body.type === 'iteration-started') return again.body.values
      throw again.cause
    },
  })

  const limitBytes = options.limits?.tableBytes
  const { free } = own
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

  return {
    async runNode(effect) {
      const { key } = effect
      const instance = placeOf(effect)
      const fork = effect.turn ? undefined : forked?.find(key, instance, tables)
      if (fork) return post({ type: 'node-cached', ...instance, key, from: 'fork', ...fork })
      const attempt = attemptOf(instance, effect)
      const { body, isReusable } = await (room ? runInRoom(room, attempt) : runAttempt(shell, attempt))
      if (results && isReusable && body.type === 'node-completed') keepResult(results, run, attempt, body)
      post(body)
      if (body.type === 'node-waiting' && body.waitFor.kind === 'approval') {
        const decided = forked?.decision(instance, body.waitFor.digest)
        if (decided) post(decided)
      }
    },
    /** What it does outside then is recorded with it, under an attempt of its own. */
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

/** What a person refused in an earlier run is decided anew in another. */
const askedAnew = (effect: KnownEffect | undefined): KnownEffect | undefined =>
  effect?.state === 'refused' ? { ...effect, state: 'unknown' } : effect

function keepResult(
  results: Results,
  run: string,
  { planned, key }: Attempt,
  { outputs, ms, rows, report, problems, taken }: Extract<RunEventBody, { type: 'node-completed' }>,
): void {
  const { node, definition } = planned
  if (definition!.reuse === 'never' || !followsFromKey(definition!)) return
  results.keep({
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
