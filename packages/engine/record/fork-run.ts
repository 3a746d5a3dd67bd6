import {
  error,
  type Config,
  type NodeReport,
  type Problem,
  type RunEvent,
  type RunEventBody,
  type Values,
  type Workflow,
} from '@aw-flow/schema'
import { tablesOf } from '../results/results.ts'
import type { Tables } from '../tables.ts'
import { instanceKey, type NodeInstance } from './instance-key.ts'
import { createRecordedEffects, type KnownEffects } from './node-effects.ts'

/** The changes of a fork. @internal */
export interface ForkChange {
  /** New values of settings, by node id; other settings stay unchanged. */
  settings?: Readonly<Record<string, Config>>
  /** New outputs of node instances. */
  outputs?: readonly (NodeInstance & { outputs: Values })[]
}

/** Outcomes of an earlier run by derivation key: nodes of a fork with the same key are not run again. @internal */
export interface ForkedOutcomes {
  find(
    key: string,
    instance: NodeInstance,
    tables: Pick<Tables, 'has'>,
  ): { outputs: Values; rows?: number; report?: NodeReport; problems: Problem[]; taken?: string[] } | undefined
  /** The decision about the same value at the same node instance. */
  decision(instance: NodeInstance, digest: string): Extract<RunEventBody, { type: 'approval-given' }> | undefined
  /** The effects of a derivation key. */
  effects(key: string, instance: NodeInstance): KnownEffects | undefined
}

/** @internal */
export type ForkedRun =
  | { record: RunEvent[]; forked: ForkedOutcomes; problem?: undefined }
  | { problem: Problem; record?: undefined; forked?: undefined }

/**
 * Forks a run: returns a new record that equals another one up to event `at`, with changes; `runWorkflow` continues it. The
 * record is cut before the first event that the changes affect. Later outcomes of the earlier run, including effects, are
 * reused wherever the derivation key is the same.
 *
 * @internal
 */
export function forkRun(
  record: readonly RunEvent[],
  { at, run, settings = {}, outputs = [] }: ForkChange & { at: number; run: string },
): ForkedRun {
  const [begin] = record
  if (begin?.type !== 'run-started') return { problem: error('fork.no-record', {}) }
  if (!Number.isInteger(at) || at < 0 || at >= record.length) {
    return { problem: error('fork.no-event', { run: begin.run, event: at, last: record.length - 1 }) }
  }
  for (const node of Object.keys(settings)) {
    if (begin.workflow.nodes.some(({ id }) => id === node)) continue
    return { problem: error('fork.no-node', { run: begin.run, node }, { where: { node } }) }
  }
  const changed = new Map(outputs.map((change) => [instanceKey(change), change.outputs]))
  const kept: RunEvent[] = []
  const replaced = new Set<string>()
  for (const event of record.slice(0, at + 1)) {
    if (isEnd(event) || event.type === 'cancel-requested') break
    if ((event.type === 'node-started' || event.type === 'node-cached') && Object.hasOwn(settings, event.node)) break
    const key = 'node' in event ? instanceKey(event) : undefined
    const output = key === undefined ? undefined : changed.get(key)
    if (output && (event.type === 'node-completed' || event.type === 'node-cached')) {
      kept.push(withOutputs(event, output))
      replaced.add(key!)
      break
    }
    kept.push(event.type === 'run-started' ? forkedStart(event, { run, at, settings }) : event)
  }
  for (const key of changed.keys()) {
    if (replaced.has(key)) continue
    if (changed.size > 1 && replaced.size > 0) {
      return { problem: error('fork.several-outputs', { node: key }) }
    }
    return { problem: error('fork.no-output', { node: key, event: at }) }
  }
  const last = kept.length - 1
  const first = kept[0] as Extract<RunEvent, { type: 'run-started' }>
  kept[0] = { ...first, forkedFrom: { run: begin.run, seq: last } }
  return { record: kept.map((event, seq) => ({ ...event, seq })), forked: forkedOutcomes(record, changed) }
}

const isEnd = ({ type }: RunEvent): boolean =>
  type === 'run-completed' || type === 'run-failed' || type === 'run-cancelled'

function forkedStart(
  event: Extract<RunEvent, { type: 'run-started' }>,
  { run, settings }: { run: string; at: number; settings: Readonly<Record<string, Config>> },
): RunEvent {
  const nodes = event.workflow.nodes.map((node) =>
    Object.hasOwn(settings, node.id)
      ? { ...node, data: { ...node.data, config: { ...node.data.config, ...settings[node.id] } } }
      : node,
  )
  const workflow: Workflow = { ...event.workflow, nodes }
  return { ...event, run, workflow }
}

function withOutputs(event: Extract<RunEvent, { type: 'node-completed' | 'node-cached' }>, outputs: Values): RunEvent {
  const { rows: _rows, report: _report, ...rest } = event
  const table = tablesOf(outputs)[0]
  return { ...rest, outputs, ...(table ? { rows: table.rows } : {}) }
}

/**
 * Indexes the outcomes of a record by derivation key, except for the instances of `without`, whose outcome was changed.
 *
 * @internal
 */
export function forkedOutcomes(
  record: readonly RunEvent[],
  without: ReadonlyMap<string, unknown> = new Map(),
): ForkedOutcomes {
  const keys = new Map<string, string>()
  // By key, and by key and place, which takes precedence: two iterations may have the same key.
  const outcomes = new Map<string, NonNullable<ReturnType<ForkedOutcomes['find']>>>()
  const instances = new Map<string, NodeInstance>()
  const undecided = new Map<string, string>()
  const decisions = new Map<string, Extract<RunEventBody, { type: 'approval-given' }>>()
  const placed = (key: string, instance: NodeInstance): string => `${key} ${instanceKey(instance)}`
  // Includes effects of completed nodes.
  const effects = createRecordedEffects({ keepAll: true })
  for (const event of record) {
    effects.event(event)
    if (!('node' in event)) continue
    const instance = instanceKey(event)
    if (event.type === 'node-started' || event.type === 'node-cached') {
      keys.set(instance, event.key)
      if (!without.has(instance)) instances.set(event.key, event).set(placed(event.key, event), event)
    }
    if (event.type === 'node-waiting') {
      const { waitFor } = event
      if (waitFor.kind === 'approval' && !waitFor.effect) undecided.set(instance, waitFor.digest)
    }
    // The first decision wins.
    if (event.type === 'approval-given' && undecided.get(instance) === event.digest) {
      undecided.delete(instance)
      const { seq: _seq, time: _time, ...decision } = event
      decisions.set(placed(event.digest, event), decision)
    }
    const key = keys.get(instance)
    if (key === undefined || without.has(instance)) continue
    if (event.type === 'node-completed' || event.type === 'node-cached') {
      const { outputs, problems, rows, report, taken } = event
      const outcome = {
        outputs,
        problems,
        ...(rows === undefined ? {} : { rows }),
        ...(report ? { report } : {}),
        ...(taken ? { taken } : {}),
      }
      outcomes.set(key, outcome).set(placed(key, event), outcome)
    }
  }
  return {
    find(key, instance, tables) {
      const outcome = outcomes.get(placed(key, instance)) ?? outcomes.get(key)
      return outcome && tablesOf(outcome.outputs).every(({ id }) => tables.has(id)) ? outcome : undefined
    },
    decision: (instance, digest) => decisions.get(placed(digest, instance)),
    effects(key, instance) {
      const same = instances.get(placed(key, instance)) ?? instances.get(key)
      return same && effects.of(same)
    },
  }
}
