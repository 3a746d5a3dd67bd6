import dagre from '@dagrejs/dagre'
import type { LayoutGraph } from '@aw-flow/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, shareOf, sizes } from '../../../test/sizes.ts'
import { arrangeGraph } from './arrange-graph.ts'

type Places = Readonly<Record<string, { x: number; y: number }>>

function random(from: number): () => number {
  let state = from
  return () => (state = (state * 1_103_515_245 + 12_345) & 0x7f_ff_ff_ff) / 0x7f_ff_ff_ff
}

/** Each node is fed by one of the `span` before it; `more` edges go further. */
function graphOf(count: number, span: number, more: number, from: number): LayoutGraph {
  const next = random(from)
  const before = (n: number, reach: number): number => Math.max(0, n - 1 - Math.floor(next() * reach))
  const edges = Array.from({ length: count - 1 }, (_, n) => ({
    source: `n${before(n + 1, span)}`,
    target: `n${n + 1}`,
  }))
  for (let index = 0; index < more; index++) {
    const target = 1 + Math.floor(next() * (count - 1))
    edges.push({ source: `n${before(target, span * 2)}`, target: `n${target}` })
  }
  const nodes = Array.from({ length: count }, (_, n) => ({ id: `n${n}`, x: 0, y: n, width: 240, height: 100 }))
  return { nodes, edges, groups: [] }
}

function byDagre({ nodes, edges }: LayoutGraph): Places {
  const graph = new dagre.graphlib.Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 32, ranksep: 80 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height })
  for (const { source, target } of edges) graph.setEdge(source, target)
  dagre.layout(graph)
  return Object.fromEntries(
    nodes.map(({ id, width, height }) => {
      const { x, y } = graph.node(id)
      return [id, { x: x - width / 2, y: y - height / 2 }]
    }),
  )
}

/** Pairs of edges, drawn straight from port to port, that cross. */
function crossings({ nodes, edges }: LayoutGraph, places: Places): number {
  const width = nodes[0]?.width ?? 0
  const lines = edges.map(({ source, target }) => ({
    source,
    target,
    a: { x: (places[source]?.x ?? 0) + width, y: (places[source]?.y ?? 0) + 18 },
    b: { x: places[target]?.x ?? 0, y: (places[target]?.y ?? 0) + 18 },
  }))
  const turn = (a: Point, b: Point, c: Point): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
  let count = 0
  for (const [index, one] of lines.entries()) {
    for (const two of lines.slice(index + 1)) {
      const ends = new Set([one.source, one.target, two.source, two.target])
      if (ends.size < 4) continue
      const crosses =
        turn(one.a, one.b, two.a) * turn(one.a, one.b, two.b) < 0 &&
        turn(two.a, two.b, one.a) * turn(two.a, two.b, one.b) < 0
      if (crosses) count++
    }
  }
  return count
}
interface Point {
  x: number
  y: number
}

function overlapping({ nodes }: LayoutGraph, places: Places): string[] {
  const found: string[] = []
  for (const [index, a] of nodes.entries()) {
    for (const b of nodes.slice(index + 1)) {
      const [p, q] = [places[a.id]!, places[b.id]!]
      const apart = p.x + a.width <= q.x || q.x + b.width <= p.x || p.y + a.height <= q.y || q.y + b.height <= p.y
      if (!apart) found.push(`${a.id} ${b.id}`)
    }
  }
  return found
}

describe('arranging a graph', () => {
  it('goes from left to right along edges, and puts parts that nothing joins below each other', () => {
    const graph = graphOf(12, 3, 4, 1)
    graph.nodes.push({ id: 'alone', x: 0, y: 0, width: 240, height: 100 })
    const { positions } = arrangeGraph(graph)
    for (const { source, target } of graph.edges) expect(positions[source]!.x).toBeLessThan(positions[target]!.x)
    expect(positions.alone!.y).toBeGreaterThan(Math.max(...graph.nodes.slice(0, -1).map(({ id }) => positions[id]!.y)))
  })

  it('never lets boxes overlap, with loops, groups and sizes of all kinds, and places every one', () => {
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

  it('keeps the boxes of a group in a frame of their own', () => {
    const graph = {
      ...graphOf(30, 4, 10, 3),
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

  const drawn = [
    ['60 nodes', 60, 4, 20],
    ['200 nodes', 200, 8, 60],
    ['400 nodes with long edges', 400, 30, 100],
  ] as const
  for (const [name, count, span, more] of shareOf(drawn)) {
    it(`crosses no more edges than dagre and five in a hundred: ${name}`, () => {
      let [ours, dagres] = [0, 0]
      for (const from of [11, 12, 13]) {
        const graph = graphOf(count, span, more, from)
        ours += crossings(graph, arrangeGraph(graph).positions)
        dagres += crossings(graph, byDagre(graph))
      }
      expect(ours).toBeLessThanOrEqual(dagres * 1.05)
    })
  }
})
