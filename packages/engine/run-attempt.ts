import {
  error,
  type NodeReport,
  type Problem,
  type RetryPolicy,
  type RunEventBody,
  type RunProgress,
  type Values,
} from '@aw-flow/schema'
import type { Clock } from './clock.ts'
import type { NodeResult } from './define-node.ts'
import type { Files } from './files.ts'
import { NodeError } from './node-error.ts'
import type { PlannedNode } from './plan/plan-workflow.ts'
import type { NodeInstance } from './record/instance-key.ts'
import { nodeEffects, type KnownEffects } from './record/node-effects.ts'
import { afterFailure } from './scheduler/after-failure.ts'
import type { Tables } from './tables.ts'

export interface AttemptOptions {
  run: string
  planned: PlannedNode
  instance: NodeInstance
  attempt: number
  key: string
  inputs: Values
  policy: RetryPolicy
  seed: () => number
  tables: Tables
  files: Files
  /** Its `now` is the time at which the attempt was recorded to begin. */
  clock: Clock
  signal: AbortSignal
  /** What the record says of effects that this node has done before. */
  knownEffects: KnownEffects
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
  const { run, planned, instance, attempt, key, inputs, policy, clock, signal, post, onProgress } = options
  const { node } = instance
  const place = placeOf(instance)
  const begin = clock.elapsed()
  const limit = policy.timeoutMs === undefined ? undefined : AbortSignal.timeout(policy.timeoutMs)
  const nodeSignal = limit ? AbortSignal.any([signal, limit]) : signal
  const effects = nodeEffects({
    run,
    instance,
    attempt,
    known: options.knownEffects,
    signal: nodeSignal,
    ...(options.record ? { record: options.record } : {}),
  })
  try {
    nodeSignal.throwIfAborted()
    const missing = options.ready()
    if (missing) await missing
    const result = await planned.definition!.run({
      node,
      label: planned.node.data.label || node,
      attempt,
      settings: planned.settings,
      inputs,
      key,
      tables: options.tables,
      files: options.files,
      clock,
      get seed() {
        return options.seed()
      },
      signal: nodeSignal,
      effect: effects.effect,
      progress: (done, total, unit, message) =>
        onProgress?.({
          run,
          node,
          done,
          unit,
          ...(total === undefined ? {} : { total }),
          ...(message === undefined ? {} : { message }),
        }),
      log: (level, message) => post({ type: 'node-logged', ...place, level, message }),
    })
    return { body: completed(instance, result, clock.elapsed() - begin), isReusable: !effects.used }
  } catch (thrown) {
    const ms = clock.elapsed() - begin
    if (signal.aborted) return { body: { type: 'node-cancelled', ...place }, isReusable: false, cause: thrown }
    const cause = limit?.aborted ? timedOut(planned, policy.timeoutMs!) : thrown
    const random = (options.seed() % 1000) / 1000
    return {
      body: { ...afterFailure(cause, { node, attempt, ms, policy, random }), ...place },
      isReusable: false,
      cause,
    }
  }
}

const placeOf = ({ node, scope }: NodeInstance): { node: string; scope?: string[] } =>
  scope?.length ? { node, scope: [...scope] } : { node }

function completed(instance: NodeInstance, { outputs, report, problems = [] }: NodeResult, ms: number): RunEventBody {
  const table = Object.values(outputs).find((value) => value.kind === 'table')
  return {
    type: 'node-completed',
    ...placeOf(instance),
    outputs,
    ms,
    problems: problems.map((problem): Problem => ({ ...problem, where: { node: instance.node, ...problem.where } })),
    ...(table?.kind === 'table' ? { rows: table.table.rows } : {}),
    ...(report ? { report: report satisfies NodeReport } : {}),
  }
}

const timedOut = ({ node }: PlannedNode, timeoutMs: number): NodeError =>
  new NodeError(
    'transient',
    error('node.timeout', `"${node.data.label || node.id}" took longer than ${timeoutMs} ms.`, {
      hint: 'Raise the timeout in the workflow settings, or give the node less to do.',
    }),
  )
