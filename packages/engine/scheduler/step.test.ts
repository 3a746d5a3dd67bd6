import { foldRun, type RunEvent } from '@aw-flow/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import { replayRecord } from '../record/outstanding-effects.ts'
import { createInitialState, listScopes } from './run-state.ts'
import { step } from './step.ts'
import { listAllNodes, createRandomGraph, createRandom, simulate, type Simulation } from './test-graphs.ts'

const graphs = fc.record({
  graph: fc.integer({ min: 0, max: 2 ** 31 }),
  order: fc.integer({ min: 0, max: 2 ** 31 }),
  parallel: fc.integer({ min: 1, max: 5 }),
})
const runs = { numRuns: sizes.propertyRuns, seed }

/** Normalizes states for comparison. */
const ended = ({ states, outcomes, events }: Simulation): unknown => [outcomes, states.at(-1)?.phase, events.at(-1)]

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value
  Object.freeze(value)
  Object.values(value).forEach(freeze)
  if (value instanceof Map) for (const item of value.values()) freeze(item)
  return value
}

describe('step, for any graph and any order of events', () => {
  it('[E23] has the same result in parallel and in sequence', () => {
    fc.assert(
      fc.property(graphs, (given) => {
        const graph = createRandomGraph(given.graph)
        const inOrder = simulate(graph, { parallel: 1 })
        const sideBySide = simulate(graph, { parallel: given.parallel, order: createRandom(given.order) })
        expect(ended(sideBySide)).toEqual(ended(inOrder))
      }),
      runs,
    )
  })

  it('[E24] respects the limit of parallel nodes, and leaves nothing unfinished', () => {
    fc.assert(
      fc.property(graphs, (given) => {
        const graph = createRandomGraph(given.graph)
        const { states, maxRunning } = simulate(graph, { parallel: given.parallel, order: createRandom(given.order) })
        const last = states.at(-1)!
        // A node continues immediately after a wait, regardless of the limit.
        const waits = [...listAllNodes(graph)].some(({ canWait }) => canWait)
        if (!waits) expect(maxRunning).toBeLessThanOrEqual(given.parallel)
        expect(last).toMatchObject({ phase: 'ended', runningCount: 0 })
        expect(last.inner.size).toBe(0)
        expect(last.root).toMatchObject({ unsettledCount: 0, activeCount: 0 })
        expect(last.root.retained.size).toBe(0)
      }),
      runs,
    )
  })

  it('[E72] returns the same for the entire record as event by event, and never mutates a state', () => {
    fc.assert(
      fc.property(graphs, (given) => {
        const graph = createRandomGraph(given.graph)
        const { events, states } = simulate(graph, { parallel: given.parallel, order: createRandom(given.order) })
        let state = createInitialState(graph, given.parallel)
        events.forEach((event, at) => {
          freeze({ ...state, graph: undefined })
          state = step(state, event)[0]
          if (at % 7 === 0) expect(listScopes(state)).toEqual(listScopes(states[at]!))
        })
        expect({ ...state, graph: undefined }).toEqual({ ...states.at(-1), graph: undefined })
        expect(replayRecord(createInitialState(graph, given.parallel), events).outstanding).toEqual([])
      }),
      runs,
    )
  })

  it('[E32] can be canceled at any event, with running and waiting nodes, loops and sub-workflows', () => {
    fc.assert(
      fc.property(graphs, fc.nat(60), (given, at) => {
        const graph = createRandomGraph(given.graph)
        const options = { parallel: given.parallel, order: createRandom(given.order) }
        const complete = simulate(graph, options)
        const cancelAt = 1 + (at % Math.max(1, complete.events.length - 1))
        const { states, events } = simulate(graph, {
          parallel: given.parallel,
          order: createRandom(given.order),
          cancelAt,
        })
        const asked = events.findIndex(({ type }) => type === 'cancel-requested')
        const before = states[asked - 1]
        const begun = events
          .slice(asked + 1)
          .filter(({ type }) => type === 'iteration-started' || type === 'node-waiting')
        const last = states.at(-1)!
        expect(last).toMatchObject({ phase: 'ended', runningCount: 0 })
        expect(last.inner.size).toBe(0)
        if (before?.phase !== 'running' || before.root.unsettledCount === 0) return
        expect(events.at(-1)?.type).toBe('run-cancelled')
        // Running nodes may still post events; nothing continues from them.
        const effects = replayRecord(createInitialState(graph, given.parallel), events).outstanding
        expect(effects.filter(({ type }) => type !== 'abort-nodes')).toEqual([])
        expect(begun.every((event) => 'node' in event && states[asked]!.phase === 'cancelling')).toBe(true)
        expect(states.slice(asked).every(({ inner }) => inner.size <= states[asked]!.inner.size)).toBe(true)
      }),
      runs,
    )
  })

  it('[E12] folds to the same view at once and event by event, without changing earlier views', () => {
    fc.assert(
      fc.property(graphs, (given) => {
        const { events } = simulate(createRandomGraph(given.graph), {
          parallel: given.parallel,
          order: createRandom(given.order),
        })
        const record = events.map((event, seq): RunEvent => ({ seq, time: seq, ...event }))
        const complete = foldRun(record)
        const half = foldRun(record.slice(0, record.length / 2))
        const kept = JSON.stringify(half)
        expect(foldRun(record.slice(record.length / 2), half)).toEqual(complete)
        expect(JSON.stringify(half)).toBe(kept)
        expect(complete).toMatchObject({ runningCount: 0, waitingCount: 0 })
        expect(Object.keys(complete.waiting ?? {})).toEqual([])
        const nodes = [...Object.values(complete.nodes), ...Object.values(complete.inner ?? {})]
        expect(nodes.filter(({ state }) => ['pending', 'running', 'waiting', 'retrying'].includes(state))).toEqual([])
        expect(nodes.every(({ active }) => Object.keys(active ?? {}).length === 0)).toBe(true)
      }),
      runs,
    )
  })
})
