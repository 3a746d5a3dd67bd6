import {
  error,
  type Config,
  type RetryPolicy,
  type RunError,
  type RunEventBody,
  type RunProgress,
  type Values,
} from '@aw-flow/schema'
import type { Clock } from './clock.ts'
import type { RunArguments } from './define-node.ts'
import type { Files } from './files.ts'
import { NodeError } from './node-error.ts'
import { outcomeEvent, placeOf } from './outcome-event.ts'
import type { PlannedNode } from './plan/plan-workflow.ts'
import type { NodeInstance } from './record/instance-key.ts'
import { nodeEffects, type KnownEffects, type PerformEffect } from './record/node-effects.ts'
import { afterFailure, toRunError } from './scheduler/after-failure.ts'
import type { Turn } from './scheduler/effects.ts'
import type { Tables } from './tables.ts'

export interface AttemptOptions {
  run: string
  planned: PlannedNode
  instance: NodeInstance
  attempt: number
  key: string
  inputs: Values
  /** The settings after `{{…}}` were filled, where there were some. */
  filled: Config | undefined
  turn: Turn | undefined
  policy: RetryPolicy
  /** Since its first attempt began. */
  spentMs: number
  seed: () => number
  tables: Tables
  files: Files
  /** Its `now` is the time at which the attempt was recorded to begin. */
  clock: Clock
  signal: AbortSignal
  /** What the record says of effects that this node has done before. */
  knownEffects: KnownEffects
  evaluate: RunArguments<unknown>['evaluate']
  /** Fulfilled when the inputs' tables are there. */
  ready(): Promise<void> | undefined
  /** Records an event; fulfilled when it is kept. Absent where nothing may be done anew. */
  record: ((body: RunEventBody) => Promise<void>) | undefined
  post(body: RunEventBody): void
  onProgress: ((progress: RunProgress) => void) | undefined
}

export interface AttemptOutcome {
  /** The event that it came to. */
  body: RunEventBody
  /** Whether the outcome follows from the node's key alone. */
  isReusable: boolean
  /** What was thrown, where it was not completed. */
  cause?: unknown
}

/** One attempt of a node: runs it through the ports that it is given, and answers what it came to. Never rejects. */
export async function runAttempt(options: AttemptOptions): Promise<AttemptOutcome> {
  const { planned, instance, attempt, turn, policy, clock, signal } = options
  const { node } = instance
  const place = placeOf(instance)
  const begin = clock.elapsed()
  const leftMs = policy.totalMs === undefined ? undefined : Math.max(0, policy.totalMs - options.spentMs)
  const limitMs = Math.min(policy.timeoutMs ?? Infinity, leftMs ?? Infinity)
  const limit = limitMs === Infinity ? undefined : AbortSignal.timeout(limitMs)
  const nodeSignal = limit ? AbortSignal.any([signal, limit]) : signal
  const effects = effectsOf(options, nodeSignal)
  try {
    nodeSignal.throwIfAborted()
    const missing = options.ready()
    if (missing) {
      await missing
      nodeSignal.throwIfAborted()
    }
    const result = await planned.definition!.run(runArguments(options, nodeSignal, effects.effect))
    const body = outcomeEvent(instance, result, { turn, ms: clock.elapsed() - begin })
    return { body, isReusable: !effects.used && !turn }
  } catch (thrown) {
    const ms = clock.elapsed() - begin
    if (signal.aborted)
      return { body: notBegun(turn, place) ?? { type: 'node-cancelled', ...place }, isReusable: false, cause: thrown }
    const outOfTime = limit?.aborted === true && leftMs === limitMs
    const cause = outOfTime
      ? tookTooLong('permanent', planned, policy.totalMs!, 'node.out-of-time')
      : limit?.aborted
        ? tookTooLong('transient', planned, policy.timeoutMs!, 'node.timeout')
        : thrown
    const body = notBegun(turn, place, toRunError(cause, node)) ?? {
      ...afterFailure(cause, {
        node,
        attempt: turn ? Infinity : attempt,
        ms,
        policy,
        random: (options.seed() % 1000) / 1000,
        leftMs: leftMs === undefined ? Infinity : leftMs - ms,
        isHandled: planned.node.onError !== undefined && planned.node.onError !== 'stop',
      }),
      ...place,
    }
    return { body, isReusable: false, cause }
  }
}

/** What a node is run with. */
function runArguments(
  options: AttemptOptions,
  signal: AbortSignal,
  effect: PerformEffect = effectsOf(options, signal).effect,
): RunArguments<unknown> {
  const { run, planned, instance, attempt, key, inputs, turn, clock, post, onProgress } = options
  const { node } = instance
  const place = placeOf(instance)
  return {
    node,
    label: planned.node.data.label || node,
    attempt,
    scope: instance.scope ?? [],
    settings: settingsOf(planned, options.filled),
    inputs,
    key,
    tables: options.tables,
    files: options.files,
    clock,
    get seed() {
      return options.seed()
    },
    signal,
    turn,
    evaluate: options.evaluate,
    effect,
    progress: (done, total, unit, message) =>
      onProgress?.({
        run,
        ...place,
        done,
        unit,
        ...(total === undefined ? {} : { total }),
        ...(message === undefined ? {} : { message }),
      }),
    log: (level, message) => post({ type: 'node-logged', ...place, level, message }),
  }
}

const effectsOf = ({ run, instance, attempt, knownEffects, record }: AttemptOptions, signal: AbortSignal) =>
  nodeEffects({ run, instance, attempt, known: knownEffects, signal, ...(record ? { record } : {}) })

/** A loop's turn that could not begin; without an error, because it was cancelled. */
function notBegun(
  turn: Turn | undefined,
  place: ReturnType<typeof placeOf>,
  error?: RunError,
): RunEventBody | undefined {
  if (turn?.kind !== 'next') return undefined
  const state = error ? 'failed' : 'cancelled'
  return {
    type: 'iteration-ended',
    ...place,
    iteration: turn.iteration,
    state,
    values: {},
    ...(error ? { error } : {}),
  }
}

/** Filled settings are checked when they are known. */
function settingsOf({ node, definition, settings }: PlannedNode, filled: Config | undefined): unknown {
  if (!filled) return settings
  const parsed = definition!.settings.safeParse(filled)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const setting = issue?.path.map(String).join('.') ?? ''
  const message = `Setting "${setting}" of "${node.data.label || node.id}", as filled: ${issue?.message}.`.replace(
    '..',
    '.',
  )
  const hint = 'Look at what its {{…}} came to.'
  throw new NodeError('permanent', error('node.invalid-setting', message, { where: { node: node.id, setting }, hint }))
}

const tookTooLong = (
  kind: 'transient' | 'permanent',
  { node }: PlannedNode,
  limitMs: number,
  code: string,
): NodeError =>
  new NodeError(
    kind,
    error(
      code,
      `"${node.data.label || node.id}" took longer than ${limitMs} ms${kind === 'permanent' ? ', all attempts together' : ''}.`,
      {
        hint: 'Raise the timeout in the workflow settings, or give the node less to do.',
      },
    ),
  )

/** Undoes what a node did. Answers the error where that failed; never rejects. */
export async function runCompensation(
  options: Omit<AttemptOptions, 'attempt' | 'turn'> & { outputs: Values },
): Promise<RunError | undefined> {
  const { planned, instance, outputs } = options
  try {
    const missing = options.ready()
    if (missing) await missing
    const { attempt: _, turn: __, ...given } = runArguments({ ...options, attempt: 0, turn: undefined }, options.signal)
    await planned.definition!.compensate!({ ...given, outputs })
    return undefined
  } catch (thrown) {
    return toRunError(thrown, instance.node)
  }
}
