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

/** What is to be otherwise in a fork. */
export interface ForkChange {
  /** Settings that take the place of a node's, by node id; settings that are not named stay. */
  settings?: Readonly<Record<string, Config>>
  /** Outputs that take the place of what a node instance gave. */
  outputs?: readonly (NodeInstance & { outputs: Values })[]
}

/** What an earlier run came to, by derivation: a node of a fork whose derivation is the same is not run again. */
export interface ForkedOutcomes {
  find(
    key: string,
    instance: NodeInstance,
    tables: Pick<Tables, 'has'>,
  ): { outputs: Values; rows?: number; report?: NodeReport; problems: Problem[]; taken?: string[] } | undefined
  /** What a person decided about exactly this, at this node instance. */
  decision(instance: NodeInstance, digest: string): Extract<RunEventBody, { type: 'approval-given' }> | undefined
  /** What was done outside under a derivation. */
  effects(key: string, instance: NodeInstance): KnownEffects | undefined
}

export type ForkedRun =
  | { record: RunEvent[]; forked: ForkedOutcomes; problem?: undefined }
  | { problem: Problem; record?: undefined; forked?: undefined }

/**
 * A new run's record that begins as another one up to event `at`, with something changed there; `runWorkflow` goes on
 * from it. The record is cut before the first thing that the change concerns. What the earlier run did behind the cut is
 * taken over wherever its derivation is still the same, outside effects included: nothing of that is done again.
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

/** What a record's nodes came to, by derivation. `without` names instances whose outcome was changed. */
export function forkedOutcomes(
  record: readonly RunEvent[],
  without: ReadonlyMap<string, unknown> = new Map(),
): ForkedOutcomes {
  const keys = new Map<string, string>()
  // Under the derivation and, before that, under derivation and place: two turns of a loop may do the same thing.
  const outcomes = new Map<string, NonNullable<ReturnType<ForkedOutcomes['find']>>>()
  const instances = new Map<string, NodeInstance>()
  const asked = new Map<string, string>()
  const decisions = new Map<string, Extract<RunEventBody, { type: 'approval-given' }>>()
  const placed = (key: string, instance: NodeInstance): string => `${key} ${instanceKey(instance)}`
  // Kept until the end: here even completed nodes' effects are wanted.
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
      if (waitFor.kind === 'approval' && !waitFor.effect) asked.set(instance, waitFor.digest)
    }
    // Of several the first counts.
    if (event.type === 'approval-given' && asked.get(instance) === event.digest) {
      asked.delete(instance)
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
