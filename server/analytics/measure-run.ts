import { parseAppliedAgent } from '@aw-flow/nodes'
import { defined, type RunEvent, type Workflow } from '@aw-flow/schema'
import { addBuckets, getDurationBucket } from './duration-buckets.ts'

/** Kinds of subjects that runs are aggregated by. `all` represents the entire workspace. */
export const dimensions = ['all', 'workflow', 'node', 'model', 'agent', 'person', 'trigger'] as const
export type Dimension = (typeof dimensions)[number]

/** Sums over runs, node executions or model calls. */
export interface Sums {
  executions: number
  completed: number
  failed: number
  cancelled: number
  retries: number
  /** Number of durations included in `totalMs`. */
  durationCount: number
  totalMs: number
  maxMs: number
  /** Total execution time of runs, excluding time spent waiting. */
  activeMs: number
  apiCalls: number
  apiErrors: number
  inputTokens: number
  outputTokens: number
  /** Total cost of calls whose price is known, in US dollars. */
  cost: number
  /** Number of calls whose price is unknown. */
  unpricedCalls: number
  /** Number of durations per bucket. See `getDurationBucket`. */
  durations: readonly number[]
}

/** A run's contribution to the sums of one subject. */
export interface Measurement extends Sums {
  dimension: Dimension
  workflowId: string
  key: string
  label: string
}

/** An ended run. Times are in ms since the Unix epoch. */
export interface EndedRun {
  workflowId: string
  workflowName: string
  status: 'completed' | 'failed' | 'cancelled'
  startedAt: number | undefined
  endedAt: number
  /** Execution time excluding waits, in ms. */
  activeMs: number
  /** ID of the caller who started the run. Empty for triggers. */
  startedBy: string
  triggerType: string
}

/** Maximum length of keys and labels, in characters. They are indexed, so they must be short. */
const maxKeyCharacters = 300

/** The columns of the sums that are added together. `maxMs` and `durations` are combined differently. */
export const sumColumns = {
  executions: 'executions',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  retries: 'retries',
  durationCount: 'timed',
  totalMs: 'total_ms',
  activeMs: 'active_ms',
  apiCalls: 'api_calls',
  apiErrors: 'api_errors',
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  cost: 'cost',
  unpricedCalls: 'unpriced_calls',
} as const

export const sumNames = Object.keys(sumColumns) as (keyof typeof sumColumns)[]

export const zeroSums: Sums = {
  ...(Object.fromEntries(sumNames.map((name) => [name, 0])) as Record<keyof typeof sumColumns, number>),
  maxMs: 0,
  durations: [],
}

/** Mutable sums to which other sums are added. */
export type RunningSums = { -readonly [Name in keyof Sums]: Sums[Name] } & { durations: number[] }

export const createSums = (): RunningSums => ({ ...zeroSums, durations: [] })

/** Adds `addedSums` to `sums` in place. This avoids allocations: a busy server adds many sums per second. */
export function addSums(sums: RunningSums, addedSums: Partial<Sums>): void {
  for (const name of sumNames) sums[name] += addedSums[name] ?? 0
  sums.maxMs = Math.max(sums.maxMs, addedSums.maxMs ?? 0)
  if (addedSums.durations) addBuckets(sums.durations, addedSums.durations)
}

/** Usage of a model call, as recorded in the effect's outcome. */
interface RecordedUsage {
  requests?: number
  inputTokens?: number
  outputTokens?: number
  cost?: number
  unpriced?: number
}

/**
 * Measures an ended run, based on its events: the run itself, its node executions and its model calls. For a forked
 * run, events copied from the original run are not counted again.
 *
 * @param events The run's events, oldest first. Events other than those about nodes and model calls can be omitted.
 */
export function measureRun(run: EndedRun, events: Iterable<RunEvent>): Measurement[] {
  const measurements = new Map<string, Measurement & RunningSums>()
  const add = (dimension: Dimension, workflowId: string, fullKey: string, label: string, sums: Partial<Sums>): void => {
    const key = fullKey.slice(0, maxKeyCharacters)
    const id = JSON.stringify([dimension, workflowId, key])
    let measurement = measurements.get(id)
    if (!measurement) {
      measurement = { dimension, workflowId, key, label: '', ...createSums() }
      measurements.set(id, measurement)
    }
    if (label) measurement.label = label.slice(0, maxKeyCharacters)
    addSums(measurement, sums)
  }
  const { workflowId } = run
  const addToRun = (sums: Partial<Sums>): void => {
    add('all', '', '', '', sums)
    add('workflow', workflowId, '', run.workflowName, sums)
    add('person', '', run.startedBy, '', sums)
    add('trigger', '', run.triggerType, '', sums)
  }
  const labels = new Map<string, string>()
  /** Model agent IDs, keyed by node ID. */
  const agentIds = new Map<string, string>()
  const addAgents = ({ nodes }: Workflow): void => {
    for (const { id, data } of nodes) {
      const agent = parseAppliedAgent(data.config.agent)
      if (agent) agentIds.set(id, agent.id)
    }
  }
  /** Names of the models and web tools called, keyed by effect. */
  const modelNames = new Map<string, string>()
  let lastCommonSeq = -1
  addToRun({
    executions: 1,
    [run.status]: 1,
    activeMs: run.activeMs,
    ...(run.startedAt === undefined ? {} : measureDuration(run.endedAt - run.startedAt)),
  })
  for (const event of events) {
    if (event.type === 'run-started') {
      lastCommonSeq = event.forkedFrom?.seq ?? -1
      for (const { id, type, data } of event.workflow.nodes) labels.set(id, data.label || type)
      for (const subWorkflow of Object.values(event.workflows ?? {})) addAgents(subWorkflow)
      addAgents(event.workflow)
      continue
    }
    if (event.seq <= lastCommonSeq) continue
    const addToNode = (sums: Partial<Sums>): void => {
      if (!('node' in event)) return
      const path = [
        ...(event.scope ?? []).map((segment) => segment.slice(0, segment.lastIndexOf('#'))),
        event.node,
      ].join('/')
      add('node', workflowId, path, labels.get(event.node) ?? event.node, sums)
    }
    const addToAgent = (agentId: string | undefined, sums: Partial<Sums>): void => {
      if (agentId !== undefined) add('agent', '', agentId, '', sums)
    }
    const addExecution = (sums: Partial<Sums>): void => {
      addToNode(sums)
      if ('node' in event) addToAgent(agentIds.get(event.node), sums)
    }
    switch (event.type) {
      case 'node-completed':
        addExecution({ executions: 1, completed: 1, ...measureDuration(event.ms) })
        break
      case 'node-failed':
        addExecution({ executions: 1, failed: 1, ...measureDuration(event.ms) })
        break
      case 'node-cancelled':
        addExecution({ executions: 1, cancelled: 1 })
        break
      case 'node-retrying':
        addExecution({ retries: 1 })
        addToRun({ retries: 1 })
        break
      case 'effect-started': {
        if (event.kind !== 'ask-model' && event.kind !== 'web-tool') break
        const { model = '', tool = '' } = (event.request ?? {}) as { model?: string; tool?: string }
        modelNames.set(getEffectKey(event), model || tool)
        break
      }
      case 'effect-ended': {
        const model = modelNames.get(getEffectKey(event))
        if (model === undefined) break
        const call = measureCall(event.outcome, event.error !== undefined)
        if (!call) break
        addToRun(call.sums)
        addToNode(call.sums)
        addToAgent(findAgentId(agentIds, event), call.sums)
        const states = call.sums.apiErrors ? { failed: 1 } : { completed: 1 }
        const duration = call.ms === undefined ? {} : measureDuration(call.ms)
        add('model', workflowId, call.model ?? model, '', { executions: 1, ...states, ...call.sums, ...duration })
        break
      }
    }
  }
  return [...measurements.values()]
}

/**
 * Determines which agent a call is attributed to. This is the outermost agent, which is charged for its sub-agents'
 * calls.
 */
function findAgentId(
  agentIds: ReadonlyMap<string, string>,
  { node, scope = [] }: Extract<RunEvent, { type: 'effect-ended' }>,
): string | undefined {
  const path = [...scope.map((segment) => segment.split('#')[0]!), node]
  return path.map((id) => agentIds.get(id)).find((agent) => agent !== undefined)
}

const measureDuration = (ms: number): Pick<Sums, 'durationCount' | 'totalMs' | 'maxMs' | 'durations'> => {
  const durations = Array<number>(getDurationBucket(ms) + 1).fill(0)
  durations[durations.length - 1] = 1
  return { durationCount: 1, totalMs: Math.max(0, ms), maxMs: Math.max(0, ms), durations }
}

const getEffectKey = ({ node, scope = [], effect }: Extract<RunEvent, { type: 'effect-started' | 'effect-ended' }>) =>
  JSON.stringify([scope, node, effect])

/** Measures a model call from its outcome. Returns `undefined` if no request was made. */
function measureCall(
  outcome: unknown,
  hasFailed: boolean,
): { model?: string | undefined; ms?: number; sums: Pick<Sums, UsageName> } | undefined {
  if (hasFailed) return { sums: { ...zeroUsage, apiErrors: 1 } }
  if (typeof outcome !== 'object' || outcome === null || 'exceeded' in outcome) return undefined
  const { usage, lost, ms, timedOut, reply, provider, model } = outcome as {
    provider?: string
    model?: string
    usage?: RecordedUsage
    lost?: RecordedUsage
    ms?: number
    timedOut?: boolean
    reply?: { answeredBy?: { model?: string } }
  }
  const sum = (name: keyof RecordedUsage): number => (usage?.[name] ?? 0) + (lost?.[name] ?? 0)
  return {
    model: reply?.answeredBy?.model ?? (model || provider),
    ...defined({ ms }),
    sums: {
      // The outcome of a web tool call names its provider but does not include a request count, so it counts as one
      // call.
      apiCalls: sum('requests') + (provider === undefined ? 0 : 1),
      apiErrors: timedOut ? 1 : 0,
      inputTokens: sum('inputTokens'),
      outputTokens: sum('outputTokens'),
      cost: sum('cost'),
      unpricedCalls: sum('unpriced'),
    },
  }
}

type UsageName = 'apiCalls' | 'apiErrors' | 'inputTokens' | 'outputTokens' | 'cost' | 'unpricedCalls'
const zeroUsage: Pick<Sums, UsageName> = {
  apiCalls: 0,
  apiErrors: 0,
  inputTokens: 0,
  outputTokens: 0,
  cost: 0,
  unpricedCalls: 0,
}
