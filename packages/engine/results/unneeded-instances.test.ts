import type { RunEventBody, Value, Values } from '@aw-flow/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import { createInstanceKey } from '../record/instance-key.ts'
import {
  getInstance,
  listScopes,
  status,
  getStatus,
  type SchedulerState,
  type ScopeState,
} from '../scheduler/run-state.ts'
import { getSlot } from '../scheduler/slots.ts'
import { createGraph, createInitialState, step, type Graph } from '../scheduler/step.ts'
import { createRandomGraph, createRandom, hashString, simulate } from '../scheduler/test-graphs.ts'
import { listTables } from './results.ts'
import { trackUnneededInstances } from './unneeded-instances.ts'

const table = (id: string): Value => ({ kind: 'table', table: { id, columns: [], rows: 0 } })

/**
 * Returns the unneeded instances, computed from the state alone: instances, and key prefixes of everything
 * inside ended nodes.
 */
function fromScratch(state: SchedulerState): { instances: string[]; prefixes: string[] } {
  const instances: string[] = []
  const prefixes: string[] = []
  const isSettled = (scope: ScopeState, index: number): boolean => getStatus(scope, index) >= status.completed
  for (const scope of listScopes(state)) {
    const { nodes, edges, results } = scope.graph
    const isResult = new Set(results.flatMap(({ from }) => (from.levelsUp === 0 ? [from.index] : [])))
    const shows = (index: number): boolean =>
      edges[index]!.length === 0 && listTables(getSlot(scope.outputs, index) ?? {}).length === 0
    nodes.forEach((node, index) => {
      if (!isSettled(scope, index)) return
      const key = createInstanceKey(getInstance(scope, index))
      if (node.loop || node.innerGraph) prefixes.push(`${key}#`)
      const targets = edges[index]!
      if (targets.length === 0 || isResult.has(index)) return
      const isUsed = targets.some(({ target }) => getStatus(scope, target) === status.completed)
      const isOpen = targets.some(({ target }) => !isSettled(scope, target) || shows(target))
      if (isUsed && !isOpen) instances.push(key)
    })
  }
  return { instances, prefixes }
}

/** Adds tables to the outputs of some nodes. */
const withTables = (event: RunEventBody): RunEventBody => {
  if (event.type !== 'node-completed') return event
  const key = createInstanceKey(event)
  const outputs: Values = hashString(`${key} table`, 2) === 0 ? { ...event.outputs, out: table(key) } : event.outputs
  return { ...event, outputs }
}

/** Counts accesses to the nodes and edges of a graph. */
function counted(graph: Graph): { graph: Graph; steps(): number } {
  let steps = 0
  const count = <T extends object>(list: T): T =>
    new Proxy(list, {
      get(target, name, receiver) {
        if (typeof name === 'string' && /^\d+$/.test(name)) steps++
        return Reflect.get(target, name, receiver) as unknown
      },
    })
  const nodes = count(graph.nodes.map((node) => ({ ...node, inputs: count(node.inputs) })))
  return { graph: { ...graph, nodes, edges: count(graph.edges.map((edges) => count(edges))) }, steps: () => steps }
}

describe('trackUnneededInstances', () => {
  it('[E59] finds the same event by event as from scratch, for any graph and order', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 4 }), (shape, order, parallel) => {
        const graph = createRandomGraph(shape)
        const events = simulate(graph, { parallel, order: createRandom(order) }).events.map(withTables)
        const unneeded = trackUnneededInstances(graph)
        const found = new Set<string>()
        const expected = new Set<string>()
        const giving = new Set<string>()
        let state = createInitialState(graph, parallel)
        for (const event of events) {
          state = step(state, event)[0]
          unneeded.handleEvent(event)
          if (event.type === 'node-completed' && listTables(event.outputs).length > 0)
            giving.add(createInstanceKey(event))
          for (const key of unneeded.drain()) found.add(key)
          const { instances, prefixes } = fromScratch(state)
          for (const key of instances) expected.add(key)
          for (const key of giving) if (prefixes.some((prefix) => key.startsWith(prefix))) expected.add(key)
          const ofTables = (keys: ReadonlySet<string>): string[] => [...keys].filter((key) => giving.has(key)).sort()
          expect(ofTables(found)).toEqual(ofTables(expected))
        }
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })

  it('[E59] takes time linear in nodes and edges, for wide runs, too', () => {
    const stepsOf = (width: number): number => {
      // One node, many nodes after it, and one node after all of these.
      const from = (index: number) => ({ port: `p${index}`, from: { levelsUp: 0, index, port: 'out' } })
      const middle = Array.from({ length: width }, (_, n) => ({ id: `m${n}`, inputs: [from(0)] }))
      const end = { id: 'end', inputs: middle.map((_, n) => from(n + 1)) }
      const { graph, steps } = counted(createGraph([{ id: 'a', inputs: [] }, ...middle, end]))
      const unneeded = trackUnneededInstances(graph)
      const found: string[] = []
      for (const { id } of graph.nodes) {
        unneeded.handleEvent({ type: 'node-completed', node: id, outputs: { out: table(id) }, ms: 0, problems: [] })
        found.push(...unneeded.drain())
      }
      expect(found).toEqual(['a', ...middle.map(({ id }) => id)])
      return steps()
    }
    const [narrow, wide] = [stepsOf(100), stepsOf(10_000)]
    expect(wide / narrow).toBeLessThan(110)
  })
})
