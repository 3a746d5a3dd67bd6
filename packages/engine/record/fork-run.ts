import {
  defined,
  error,
  type Config,
  type NodeReport,
  type Problem,
  type RunEvent,
  type RunEventBody,
  type Values,
  type Workflow,
  failed,
  ok,
  type Result,
} from '@aw-flow/schema'
import { listTables } from '../results/results.ts'
import type { Tables } from '../tables.ts'
import { createInstanceKey, type NodeInstance } from './instance-key.ts'
import { createRecordedEffects, type KnownEffects } from './node-effects.ts'

/** The changes to apply in a fork. @internal */
export interface ForkChange {
  /** New values of settings, keyed by node id. Other settings stay unchanged. */
  settings?: Readonly<Record<string, Config>>
  /** New outputs of node instances. */
  outputs?: readonly (NodeInstance & { outputs: Values })[]
}

/**
 * The outcomes of the original run, keyed by derivation key. Nodes of a fork that have the same key are not run again.
 * @internal
 */
export type ForkedOutcomes = ReturnType<typeof indexOutcomes>

/** @internal */
export interface ForkedRun {
  record: RunEvent[]
  forkedOutcomes: ForkedOutcomes
}

/**
 * Forks a run. Returns a new record that equals the original one up to the event at `eventIndex`, with the changes
 * applied; `runWorkflow` continues from it. The record is truncated before the first event that the changes affect.
 * Later outcomes of the original run, including successful effects, are reused wherever the derivation key is the same.
 *
 * @internal
 */
export function forkRun(
  record: readonly RunEvent[],
  { eventIndex, run, settings = {}, outputs = [] }: ForkChange & { eventIndex: number; run: string },
): Result<ForkedRun> {
  const [startEvent] = record
  if (startEvent?.type !== 'run-started') return failed(error('fork.no-record', {}))
  if (!Number.isInteger(eventIndex) || eventIndex < 0 || eventIndex >= record.length) {
    return failed(error('fork.no-event', { run: startEvent.run, event: eventIndex, last: record.length - 1 }))
  }
  for (const node of Object.keys(settings)) {
    if (startEvent.workflow.nodes.some(({ id }) => id === node)) continue
    return failed(error('fork.no-node', { run: startEvent.run, node }, { where: { node } }))
  }
  const changedOutputs = new Map(outputs.map((change) => [createInstanceKey(change), change.outputs]))
  const forkedEvents: RunEvent[] = []
  const replacedKeys = new Set<string>()
  for (const event of record.slice(0, eventIndex + 1)) {
    if (isRunEnd(event) || event.type === 'cancel-requested') break
    if ((event.type === 'node-started' || event.type === 'node-cached') && Object.hasOwn(settings, event.node)) break
    const key = 'node' in event ? createInstanceKey(event) : undefined
    const newOutputs = key === undefined ? undefined : changedOutputs.get(key)
    if (newOutputs && (event.type === 'node-completed' || event.type === 'node-cached')) {
      forkedEvents.push(replaceOutputs(event, newOutputs))
      replacedKeys.add(key!)
      break
    }
    forkedEvents.push(event.type === 'run-started' ? createForkStartEvent(event, { run, settings }) : event)
  }
  for (const key of changedOutputs.keys()) {
    if (replacedKeys.has(key)) continue
    if (changedOutputs.size > 1 && replacedKeys.size > 0) {
      return failed(error('fork.several-outputs', { node: key }))
    }
    return failed(error('fork.no-output', { node: key, event: eventIndex }))
  }
  const lastSeq = forkedEvents.length - 1
  const firstEvent = forkedEvents[0] as Extract<RunEvent, { type: 'run-started' }>
  forkedEvents[0] = { ...firstEvent, forkedFrom: { run: startEvent.run, seq: lastSeq } }
  return ok({
    record: forkedEvents.map((event, seq) => ({ ...event, seq })),
    forkedOutcomes: indexOutcomes(record, changedOutputs),
  })
}

const isRunEnd = ({ type }: RunEvent): boolean =>
  type === 'run-completed' || type === 'run-failed' || type === 'run-cancelled'

function createForkStartEvent(
  event: Extract<RunEvent, { type: 'run-started' }>,
  { run, settings }: { run: string; settings: Readonly<Record<string, Config>> },
): RunEvent {
  const nodes = event.workflow.nodes.map((node) =>
    Object.hasOwn(settings, node.id)
      ? { ...node, data: { ...node.data, config: { ...node.data.config, ...settings[node.id] } } }
      : node,
  )
  const workflow: Workflow = { ...event.workflow, nodes }
  return { ...event, run, workflow }
}

function replaceOutputs(
  event: Extract<RunEvent, { type: 'node-completed' | 'node-cached' }>,
  outputs: Values,
): RunEvent {
  const { rows: _rows, report: _report, ...rest } = event
  const table = listTables(outputs)[0]
  return { ...rest, outputs, ...(table ? { rows: table.rows } : {}) }
}

/**
 * Indexes the outcomes of a record by derivation key.
 *
 * @param excludedInstanceKeys Keys of node instances whose outcomes were changed and must not be reused.
 * @internal
 */
export function indexOutcomes(
  record: readonly RunEvent[],
  excludedInstanceKeys: ReadonlyMap<string, unknown> = new Map(),
) {
  const keyByInstance = new Map<string, string>()
  // Keyed by derivation key, and by derivation key plus instance. The latter takes precedence, because two iterations
  // may have the same key.
  const outcomes = new Map<string, NonNullable<ReturnType<ForkedOutcomes['find']>>>()
  const instanceByKey = new Map<string, NodeInstance>()
  const pendingDigests = new Map<string, string>()
  const decisions = new Map<string, Extract<RunEventBody, { type: 'approval-given' }>>()
  const toInstanceResultKey = (key: string, instance: NodeInstance): string => `${key} ${createInstanceKey(instance)}`
  // Includes the effects of completed nodes.
  const effects = createRecordedEffects({ retainsAll: true })
  for (const event of record) {
    effects.handleEvent(event)
    if (!('node' in event)) continue
    const instanceKey = createInstanceKey(event)
    if (event.type === 'node-started' || event.type === 'node-cached') {
      keyByInstance.set(instanceKey, event.key)
      if (!excludedInstanceKeys.has(instanceKey))
        instanceByKey.set(event.key, event).set(toInstanceResultKey(event.key, event), event)
    }
    if (event.type === 'node-waiting') {
      const { waitFor } = event
      if (waitFor.kind === 'approval' && !waitFor.effect) pendingDigests.set(instanceKey, waitFor.digest)
    }
    // The first decision wins.
    if (event.type === 'approval-given' && pendingDigests.get(instanceKey) === event.digest) {
      pendingDigests.delete(instanceKey)
      const { seq: _seq, time: _time, ...decision } = event
      decisions.set(toInstanceResultKey(event.digest, event), decision)
    }
    const key = keyByInstance.get(instanceKey)
    if (key === undefined || excludedInstanceKeys.has(instanceKey)) continue
    if (event.type === 'node-completed' || event.type === 'node-cached') {
      const { outputs, problems, rows, report, taken } = event
      const outcome = {
        outputs,
        problems,
        ...defined({ rows }),
        ...(report ? { report } : {}),
        ...(taken ? { taken } : {}),
      }
      outcomes.set(key, outcome).set(toInstanceResultKey(key, event), outcome)
    }
  }
  return {
    find(
      key: string,
      instance: NodeInstance,
      tables: Pick<Tables, 'has'>,
    ): { outputs: Values; rows?: number; report?: NodeReport; problems: Problem[]; taken?: string[] } | undefined {
      const outcome = outcomes.get(toInstanceResultKey(key, instance)) ?? outcomes.get(key)
      return outcome && listTables(outcome.outputs).every(({ id }) => tables.has(id)) ? outcome : undefined
    },
    /** Returns the original run's decision on the same value at the same node instance. */
    findDecision: (
      instance: NodeInstance,
      digest: string,
    ): Extract<RunEventBody, { type: 'approval-given' }> | undefined =>
      decisions.get(toInstanceResultKey(digest, instance)),
    /** Returns the effects recorded in the original run for a derivation key. */
    findEffects(key: string, instance: NodeInstance): KnownEffects | undefined {
      const earlierInstance = instanceByKey.get(toInstanceResultKey(key, instance)) ?? instanceByKey.get(key)
      return earlierInstance && effects.get(earlierInstance)
    },
  }
}
