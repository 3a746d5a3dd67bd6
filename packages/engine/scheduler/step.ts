import type { RunEventBody, Values } from '@aw-flow/schema'
import { makeSlots, slot, withSlot, type Slots } from './slots.ts'

/** The graph as the scheduler sees it: nodes by index, and how many inputs each waits for. */
export interface Graph {
  readonly ids: readonly string[]
  readonly inputs: readonly (readonly { port: string; source: number; sourcePort: string }[])[]
  /** Indices of the nodes behind, each once. */
  readonly successors: readonly (readonly number[])[]
  /** How many different nodes each node waits for. */
  readonly waitsFor: Uint32Array
  readonly indexOf: ReadonlyMap<string, number>
}

/** A graph of plan nodes, with its look-ups made once. */
export function createGraph(
  nodes: readonly {
    id: string
    inputs: readonly { port: string; source: number; sourcePort: string }[]
    successors: readonly number[]
  }[],
): Graph {
  const waitsFor = new Uint32Array(nodes.length)
  for (const { successors } of nodes) for (const successor of successors) waitsFor[successor]!++
  return {
    ids: nodes.map(({ id }) => id),
    inputs: nodes.map(({ inputs }) => inputs),
    successors: nodes.map(({ successors }) => successors),
    waitsFor,
    indexOf: new Map(nodes.map(({ id }, index) => [id, index])),
  }
}

const pending = 0
const running = 1
const retrying = 2
const completed = 3
const failed = 4
const skipped = 5
const cancelled = 6

/**
 * Where a run stands. A value: `step` never changes one, it answers the next. Arrays are by node index; what a step
 * does not touch is shared.
 */
export interface SchedulerState {
  readonly graph: Graph
  readonly parallel: number
  readonly phase: 'new' | 'running' | 'cancelling' | 'ended'
  readonly status: Slots<number>
  readonly waiting: Slots<number>
  readonly outputs: Slots<Values | undefined>
  /** Nodes that may start, first come first, from `next` on; held back by the limit on parallel nodes. */
  readonly ready: readonly number[]
  readonly next: number
  readonly started: number
  readonly open: number
  readonly failed: readonly string[]
  readonly given: Readonly<Record<string, Values>>
}

/**
 * What the shell is to do. `emit` records an event that follows from the state alone; `start-node` records that an
 * attempt begins, under its key; `run-node`, which follows from that record, is the attempt itself.
 */
export type Effect =
  | { type: 'emit'; event: RunEventBody }
  | { type: 'start-node'; node: string; attempt: number; inputs: Values }
  | { type: 'run-node'; node: string; attempt: number; key: string; inputs: Values }
  | { type: 'start-later'; node: string; attempt: number; inputs: Values; delayMs: number }
  | { type: 'abort-nodes' }

/** A run before its first event. At most `parallel` nodes run at a time. */
export const initialState = (graph: Graph, parallel: number): SchedulerState => ({
  graph,
  parallel,
  phase: 'new',
  status: makeSlots(graph.ids.length, () => pending),
  waiting: makeSlots(graph.ids.length, (index) => graph.waitsFor[index]!),
  outputs: makeSlots<Values | undefined>(graph.ids.length, () => undefined),
  ready: [],
  next: 0,
  started: 0,
  open: graph.ids.length,
  failed: [],
  given: {},
})

/**
 * The engine's heart: what a run becomes by an event, and what is to be done then. Pure; the rules are numbered in
 * `SPEC.md`. A node's end frees the nodes that waited for it; a node whose source failed or was skipped is skipped
 * with the reason; when no node is open the run ends.
 */
export function step(state: SchedulerState, event: RunEventBody): [SchedulerState, Effect[]] {
  switch (event.type) {
    case 'run-started': {
      const ready = state.graph.ids.map((_, index) => index).filter((index) => state.graph.waitsFor[index] === 0)
      return advance({ ...state, phase: 'running', given: event.inputs, ready }, [])
    }
    case 'node-started': {
      const index = indexOf(state, event.node)
      const { node, attempt, key } = event
      const next = { ...state, status: withStatus(state, index, running) }
      return [next, [{ type: 'run-node', node, attempt, key, inputs: inputsOf(state, index) }]]
    }
    case 'node-cached':
    case 'node-completed': {
      const index = indexOf(state, event.node)
      const outputs = withSlot(state.outputs, index, event.outputs)
      return leave({ ...state, outputs, status: withStatus(state, index, completed) }, index)
    }
    case 'node-failed': {
      const index = indexOf(state, event.node)
      const status = withStatus(state, index, failed)
      return leave({ ...state, status, failed: [...state.failed, event.node] }, index)
    }
    case 'node-retrying': {
      const index = indexOf(state, event.node)
      const next = { ...state, status: withStatus(state, index, retrying) }
      if (state.phase === 'cancelling') return [next, [emit({ type: 'node-cancelled', node: event.node })]]
      const { node, attempt, delayMs } = event
      return [next, [{ type: 'start-later', node, attempt: attempt + 1, inputs: inputsOf(state, index), delayMs }]]
    }
    case 'node-skipped': {
      const index = indexOf(state, event.node)
      return settle({ ...state, status: withStatus(state, index, skipped) }, index, 0)
    }
    case 'node-cancelled': {
      const index = indexOf(state, event.node)
      const before = slot(state.status, index)
      const wasStarted = before === running || before === retrying
      return settle({ ...state, status: withStatus(state, index, cancelled) }, index, wasStarted ? 1 : 0)
    }
    case 'cancel-requested': {
      if (state.phase !== 'running') return [state, []]
      const effects: Effect[] = [{ type: 'abort-nodes' }]
      state.graph.ids.forEach((node, index) => {
        if (slot(state.status, index) === pending) effects.push(emit({ type: 'node-cancelled', node }))
      })
      const status = makeSlots(state.graph.ids.length, (index) => {
        const before = slot(state.status, index)
        return before === pending ? cancelled : before
      })
      return [{ ...state, phase: 'cancelling', ready: [], next: 0, status }, effects]
    }
    case 'run-completed':
    case 'run-failed':
    case 'run-cancelled':
      return [{ ...state, phase: 'ended' }, []]
    case 'node-logged':
    case 'effect-started':
    case 'effect-ended':
    case 'run-resumed':
      return [state, []]
  }
}

const emit = (event: RunEventBody): Effect => ({ type: 'emit', event })

function indexOf(state: SchedulerState, node: string): number {
  const index = state.graph.indexOf.get(node)
  if (index === undefined) throw new Error(`The record names node "${node}", which is not in the run's workflow.`)
  return index
}

const withStatus = (state: SchedulerState, index: number, value: number): Slots<number> =>
  withSlot(state.status, index, value)

/** The values at a node's inputs: what was given from outside, and over it what its edges bring. */
function inputsOf(state: SchedulerState, index: number): Values {
  const inputs: Values = { ...state.given[state.graph.ids[index]!] }
  for (const { port, source, sourcePort } of state.graph.inputs[index]!) {
    const value = slot(state.outputs, source)?.[sourcePort]
    if (value !== undefined) inputs[port] = value
  }
  return inputs
}

/** A started node has ended well or badly: whoever waited for it is freed or skipped. */
function leave(state: SchedulerState, index: number): [SchedulerState, Effect[]] {
  if (slot(state.status, index) !== completed || state.phase === 'cancelling') return settle(state, index, 1)
  let { waiting } = state
  const freed: number[] = []
  for (const successor of state.graph.successors[index]!) {
    const left = slot(waiting, successor) - 1
    waiting = withSlot(waiting, successor, left)
    if (left === 0 && slot(state.status, successor) === pending) freed.push(successor)
  }
  const { started, open } = state
  const queue = freed.length > 0 ? { ready: [...state.ready.slice(state.next), ...freed], next: 0 } : {}
  return advance({ ...state, waiting, ...queue, started: started - 1, open: open - 1 }, [])
}

/** A node is closed without outputs (`started` 1 when it had a place among the parallel ones): those behind are skipped. */
function settle(state: SchedulerState, index: number, started: 0 | 1): [SchedulerState, Effect[]] {
  const effects: Effect[] = []
  let { status } = state
  const how = slot(status, index)
  if (state.phase === 'running' && how !== completed) {
    const id = state.graph.ids[index]!
    const cause = how === failed ? 'failed' : how === skipped ? 'was skipped' : 'was cancelled'
    for (const successor of state.graph.successors[index]!) {
      if (slot(status, successor) !== pending) continue
      status = withSlot(status, successor, skipped)
      const reason = `Not run, because "${id}" ${cause}.`
      effects.push(emit({ type: 'node-skipped', node: state.graph.ids[successor]!, reason, because: [id] }))
    }
  }
  return advance({ ...state, status, started: state.started - started, open: state.open - 1 }, effects)
}

/** Starts what may start, and ends the run when nothing is open. */
function advance(state: SchedulerState, effects: Effect[]): [SchedulerState, Effect[]] {
  let { started, status, next } = state
  if (state.phase === 'running') {
    while (next < state.ready.length && started < state.parallel) {
      const index = state.ready[next++]!
      if (slot(status, index) !== pending) continue
      status = withSlot(status, index, running)
      started++
      effects.push({ type: 'start-node', node: state.graph.ids[index]!, attempt: 1, inputs: inputsOf(state, index) })
    }
  }
  if (state.open === 0) effects.push(emit(endOf(state)))
  return [{ ...state, status, started, next }, effects]
}

const endOf = (state: SchedulerState): RunEventBody =>
  state.phase === 'cancelling'
    ? { type: 'run-cancelled' }
    : state.failed.length > 0
      ? { type: 'run-failed', failed: [...state.failed] }
      : { type: 'run-completed' }
