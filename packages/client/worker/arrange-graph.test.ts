import type { LayoutGraph } from '@aw-flow/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { level, seed, selectCases, sizes } from '../../../test/sizes.ts'
import { arrangeGraph } from './arrange-graph.ts'
import { layOutWithDagre, countCrossings, layeredGraph, type Positions } from './testing/test-layouts.ts'

function overlapping({ nodes }: LayoutGraph, places: Positions): string[] {
  const overlaps: string[] = []
  for (const [index, a] of nodes.entries()) {
    for (const b of nodes.slice(index + 1)) {
      const [p, q] = [places[a.id]!, places[b.id]!]
      const apart = p.x + a.width <= q.x || q.x + b.width <= p.x || p.y + a.height <= q.y || q.y + b.height <= p.y
      if (!apart) overlaps.push(`${a.id} ${b.id}`)
    }
  }
  return overlaps
}

describe('arranging a graph', () => {
  it('arranges boxes from left to right along edges, and unconnected parts below each other', () => {
    const graph = layeredGraph(12, 3, 4, 1)
    graph.nodes.push({ id: 'alone', x: 0, y: 0, width: 240, height: 100 })
    const { positions } = arrangeGraph(graph)
    for (const { source, target } of graph.edges) expect(positions[source]!.x).toBeLessThan(positions[target]!.x)
    expect(positions.alone!.y).toBeGreaterThan(Math.max(...graph.nodes.slice(0, -1).map(({ id }) => positions[id]!.y)))
  })

  it('places every box without overlaps, with cycles, groups and any sizes', () => {
    const name = fc.integer({ min: 0, max: 24 }).map((n) => `n${n}`)
    const graphs = fc.record({
      nodes: fc.array(fc.record({ width: fc.integer({ min: 160, max: 640 }), height: fc.integer({ min: 36, max: 300 }) }), { minLength: 1, maxLength: 25 }), // oxfmt-ignore
      edges: fc.array(fc.record({ source: name, target: name }), { maxLength: 50 }),
      groups: fc.array(fc.uniqueArray(name, { maxLength: 6 }), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(graphs, ({ nodes, edges, groups }) => {
        const graph = { nodes: nodes.map((size, n) => ({ id: `n${n}`, x: 0, y: n, ...size })), edges, groups }
        const { positions } = arrangeGraph(graph)
        expect(Object.keys(positions).toSorted()).toEqual(graph.nodes.map(({ id }) => id).toSorted())
        expect(overlapping(graph, positions)).toEqual([])
      }),
      { numRuns: Math.max(20, sizes.propertyRuns / 5), seed },
    )
  })

  it('keeps the boxes of a group within its frame', () => {
    const graph = {
      ...layeredGraph(30, 4, 10, 3),
      groups: [
        ['n4', 'n9', 'n14'],
        ['n20', 'n21'],
      ],
    }
    const { positions } = arrangeGraph(graph)
    for (const members of graph.groups) {
      const inside = members.map((id) => positions[id]!)
      const frame = {
        left: Math.min(...inside.map(({ x }) => x)),
        right: Math.max(...inside.map(({ x }) => x)) + 240,
        top: Math.min(...inside.map(({ y }) => y)),
        bottom: Math.max(...inside.map(({ y }) => y)) + 100,
      }
      for (const { id } of graph.nodes) {
        if (members.includes(id)) continue
        const { x, y } = positions[id]!
        const apart = x + 240 <= frame.left || x >= frame.right || y + 100 <= frame.top || y >= frame.bottom
        expect(apart, id).toBe(true)
      }
    }
  })

  /** The edge crossings of dagre 3.1.3. Computing them takes seconds, so only the long test size does. */
  const expectedCrossings = [
    ['60 nodes', 60, 4, 20, 29],
    ['200 nodes', 200, 8, 60, 258],
    ['400 nodes with long edges', 400, 30, 100, 1418],
  ] as const
  for (const [name, count, span, more, dagres] of selectCases(expectedCrossings)) {
    const graphs = [11, 12, 13].map((from) => layeredGraph(count, span, more, from))
    const left = (layOut: (graph: LayoutGraph) => Positions): number =>
      graphs.reduce((sum, graph) => sum + countCrossings(graph, layOut(graph)), 0)

    it(`crosses at most 5% more edges than dagre: ${name}`, () => {
      expect(left((graph) => arrangeGraph(graph).positions)).toBeLessThanOrEqual(dagres * 1.05)
    })

    it.runIf(level === 'long' || count < 100)(`matches the known crossings of dagre: ${name}`, () => {
      expect(left(layOutWithDagre)).toBe(dagres)
    })
  }
})
