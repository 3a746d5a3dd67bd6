import { formatProblem } from '@aw-flow/messages/catalogs'
import type { Json, RunEventBody, Value, Values } from '@aw-flow/schema'
import { createGraph, type Graph, type GraphNode, type Source } from './graph.ts'
import type { Effect } from './effects.ts'
import { createInstanceKey, type NodeInstance } from '../record/instance-key.ts'
import { createInitialState, type SchedulerState } from './run-state.ts'
import { step } from './step.ts'

/** Creates a generator of random numbers below `n` from a seed (mulberry32). */
export function createRandom(seed: number): (n: number) => number {
  let state = seed >>> 0
  return (n) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n
  }
}

/**
 * Creates a random graph with branches, joins, nested loops, sub-workflows, and disabled, waiting or compensating nodes.
 */
export function createRandomGraph(seed: number): Graph {
  const pick = createRandom(seed)
  let nodeCount = 0
  const createLevel = (
    depth: number,
    outerCount: number | undefined,
    prefix: string,
  ): { graph: Graph; outerReads: number[] } => {
    const outerReads = new Set<number>()
    const pickSource = (index: number): Source => {
      const choice = pick(10)
      if (depth > 0 && choice < 2) return { levelsUp: 0, index: -1, port: 'item' }
      if (outerCount !== undefined && outerCount > 0 && choice < 4) {
        const from = pick(outerCount)
        outerReads.add(from)
        return { levelsUp: 1, index: from, port: pick(4) === 0 ? 'alt' : 'out' }
      }
      return index > 0
        ? { levelsUp: 0, index: pick(index), port: pick(4) === 0 ? 'alt' : 'out' }
        : { levelsUp: 0, index: -1, port: 'item' }
    }
    const nodes: GraphNode[] = []
    const count = 1 + pick(depth > 0 ? 3 : 7)
    for (let index = 0; index < count; index++) {
      const id = `n${nodeCount++}`
      const inputs = Array.from({ length: pick(index === 0 ? 2 : 4) }, (_, port) => ({
        port: `p${port}`,
        from: pickSource(index),
      }))
      const kind = depth < 3 ? pick(12) : 11
      const inner =
        kind < 4
          ? createLevel(depth + 1, kind < 2 ? index : undefined, kind < 2 ? prefix : `${prefix}${id}/`)
          : undefined
      const parallel = 1 + pick(3)
      nodes.push({
        id,
        inputs,
        ...(pick(5) === 0 ? { join: 'any' as const } : {}),
        ...(pick(8) === 0 ? { onError: pick(2) ? ('continue' as const) : ('branch' as const) } : {}),
        ...(pick(20) === 0 ? { skipReason: 'Disabled.' } : {}),
        ...(kind === 9 ? { canWait: true } : {}),
        ...(kind === 10 ? { compensates: true } : {}),
        ...(inputs.length === 0 && kind === 11 && pick(6) === 0 ? { handlesErrors: true } : {}),
        ...(inner && kind < 2
          ? {
              loop: { body: inner.graph, parallel, keepGoing: parallel > 1 || pick(2) === 0 },
              bodyReads: inner.outerReads.map((from) => ({ index: from, port: 'out' })),
            }
          : {}),
        ...(inner && kind >= 2 ? { innerGraph: inner.graph } : {}),
      })
    }
    const results =
      depth > 0 ? [{ port: 'result', from: { levelsUp: 0, index: pick(count + 1) - 1, port: 'out' } }] : []
    // A body can read a source of the outer graph; the loop waits for it.
    return { graph: createGraph(nodes, { results, prefix }), outerReads: [...outerReads] }
  }
  return createLevel(0, undefined, '').graph
}

/** Returns a number below `limit` that depends only on a string (FNV-1a). */
export const hashString = (text: string, limit: number): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) % limit
}

export interface Simulation {
  events: RunEventBody[]
  states: SchedulerState[]
  /** The final state and the outputs of each node instance. */
  outcomes: Record<string, string>
  /** The maximum number of nodes that ran at the same time. */
  maxRunning: number
}

export interface SimulationOptions {
  parallel: number
  /** Chooses the next event; by default, the first one. */
  order?: (n: number) => number
  /** The number of events after which the run is canceled. */
  cancelAt?: number
}

/**
 * Simulates a graph without time and ports: results depend only on the node instance, and `order` chooses which node
 * ends next. Throws if nothing can happen and the run has not ended.
 */
export function simulate(graph: Graph, { parallel, order = () => 0, cancelAt }: SimulationOptions): Simulation {
  const inbox: RunEventBody[] = [
    { type: 'run-started', version: 2, run: 'r', workflow: emptyWorkflow, inputs: {}, seed: 1 },
  ]
  const pendingEffects: Effect[] = []
  const simulation: Simulation = { events: [], states: [], outcomes: {}, maxRunning: 0 }
  let state = createInitialState(graph, parallel)
  let isAborted = false
  const canWait = new Set([...listAllNodes(graph)].flatMap((node) => (node.canWait ? [node.id] : [])))
  while (state.phase !== 'ended') {
    if (simulation.events.length === cancelAt) inbox.push({ type: 'cancel-requested' })
    const choices = (inbox.length > 0 ? 1 : 0) + pendingEffects.length
    if (choices === 0) throw new Error('Nothing can happen, and the run has not ended.')
    const choice = order(choices)
    if (choice >= (inbox.length > 0 ? 1 : 0)) {
      const [effect] = pendingEffects.splice(choice - (inbox.length > 0 ? 1 : 0), 1)
      inbox.push(...(isAborted ? createAbortedOutcome(effect!) : simulateOutcome(effect!, canWait)))
      continue
    }
    const event = inbox.shift()!
    const [nextState, effects] = step(state, event)
    state = nextState
    simulation.events.push(event)
    simulation.states.push(state)
    recordOutcome(simulation.outcomes, event)
    for (const effect of effects) {
      if (effect.type === 'emit') inbox.push(effect.event)
      else if (effect.type === 'start-node') {
        inbox.push({
          type: 'node-started',
          ...toInstance(effect),
          attempt: effect.attempt,
          key: `key of ${createInstanceKey(effect)}`,
        })
      } else if (effect.type === 'abort-nodes') isAborted = true
      else pendingEffects.push(effect)
    }
    const runningEffects = pendingEffects.filter(
      (effect) => effect.type === 'run-node' && (!effect.continuation || effect.continuation.kind === 'resumed'),
    )
    simulation.maxRunning = Math.max(simulation.maxRunning, runningEffects.length)
  }
  return simulation
}

const emptyWorkflow = {
  version: 1,
  name: 'any',
  status: 'draft',
  tags: [],
  settings: {},
  nodes: [],
  edges: [],
} as const as never

const toInstance = ({ node, scope }: NodeInstance): { node: string; scope?: string[] } =>
  scope ? { node, scope: [...scope] } : { node }
const json = (value: unknown): Value => ({ kind: 'json', json: value as Json })
const error = (message: string) => ({
  kind: 'permanent' as const,
  problem: { code: 'x', severity: 'error' as const, message },
})

/** Returns the events that an effect produces. They depend only on the node instance and its inputs. */
function simulateOutcome(effect: Effect, canWait: ReadonlySet<string>): RunEventBody[] {
  if (effect.type === 'wake-at') return [{ type: 'wait-ended', ...toInstance(effect), reason: effect.reason }]
  if (effect.type === 'compensate') return [{ type: 'compensation-ended', ...toInstance(effect) }]
  if (effect.type !== 'run-node') return []
  const key = createInstanceKey(effect)
  const instance = toInstance(effect)
  const { continuation, inputs } = effect
  // Some continuations are retried.
  if (continuation && !effect.retry && hashString(`${key} ${continuation.kind} again`, 6) === 0) {
    const retryFields = { attempt: 1, error: error('again'), delayMs: 5, turn: true as const }
    return [{ type: 'node-retrying', ...instance, ...retryFields }]
  }
  if (continuation?.kind === 'next') {
    const iterationCount = hashString(`${effect.node} turns`, 4)
    const { iteration } = continuation
    if (iteration >= iterationCount) return [{ type: 'iterations-done', ...instance, count: iteration }]
    if (hashString(`${key} ${iteration} begins`, 12) === 0) {
      return [{ type: 'iteration-ended', ...instance, iteration, state: 'failed', values: {}, error: error('failed') }]
    }
    return [
      {
        type: 'iteration-started',
        ...instance,
        iteration,
        values: { item: json([iteration, inputs]) },
        of: iterationCount,
      },
    ]
  }
  if (continuation?.kind === 'collect') {
    const outputs = { out: json([continuation.results, continuation.failed]), alt: json('alt') }
    return [{ type: 'node-completed', ...instance, outputs, ms: 0, problems: [] }]
  }
  if (!continuation && canWait.has(effect.node)) {
    return [{ type: 'node-waiting', ...instance, waitFor: { kind: 'time', until: 1 } }]
  }
  const outcomeNumber = hashString(`${key} fate`, 9)
  if (outcomeNumber === 0) return [{ type: 'node-failed', ...instance, error: error(`${key} failed`), ms: 0 }]
  const outputs: Values = { out: json([key, inputs]), alt: json(['alt', key]) }
  const activePortsField = outcomeNumber === 1 ? { taken: ['out'] } : outcomeNumber === 2 ? { taken: ['alt'] } : {}
  return [{ type: 'node-completed', ...instance, outputs, ...activePortsField, ms: 0, problems: [] }]
}

/** Yields the nodes of a graph and its inner graphs. */
export function* listAllNodes(graph: Graph): Generator<GraphNode> {
  for (const node of graph.nodes) {
    yield node
    if (node.loop) yield* listAllNodes(node.loop.body)
    if (node.innerGraph) yield* listAllNodes(node.innerGraph)
  }
}

function createAbortedOutcome(effect: Effect): RunEventBody[] {
  if (effect.type === 'compensate') {
    return [{ type: 'compensation-ended', ...toInstance(effect), error: error('stopped') }]
  }
  if (effect.type !== 'run-node') return []
  const { continuation } = effect
  const instance = toInstance(effect)
  if (continuation?.kind === 'next') {
    return [{ type: 'iteration-ended', ...instance, iteration: continuation.iteration, state: 'cancelled', values: {} }]
  }
  return [{ type: 'node-cancelled', ...instance }]
}

function recordOutcome(outcomes: Record<string, string>, event: RunEventBody): void {
  if (event.type === 'node-completed') outcomes[createInstanceKey(event)] = JSON.stringify(event.outputs)
  if (event.type === 'node-failed') outcomes[createInstanceKey(event)] = formatProblem(event.error.problem)
  if (event.type === 'node-skipped') outcomes[createInstanceKey(event)] = 'skipped'
  if (event.type === 'node-cancelled') outcomes[createInstanceKey(event)] = 'cancelled'
}
