import dagre from '@dagrejs/dagre'
import type { LayoutGraph } from '@aw-flow/schema'

interface Point {
  x: number
  y: number
}

/** The top left corner of each node, by id. */
export type Places = Readonly<Record<string, { x: number; y: number }>>

function random(from: number): () => number {
  let state = from
  return () => (state = (state * 1_103_515_245 + 12_345) & 0x7f_ff_ff_ff) / 0x7f_ff_ff_ff
}

/**
 * A random graph without cycles or groups. Each node has an edge from one of the `span` nodes before it; `more` edges are
 * longer. `from` is the seed.
 */
export function layeredGraph(count: number, span: number, more: number, from: number): LayoutGraph {
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

/** The layout of dagre, with the same gaps. */
export function byDagre({ nodes, edges }: LayoutGraph): Places {
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

/** The number of crossings of edges that are drawn straight from port to port. */
export function crossings({ nodes, edges }: LayoutGraph, places: Places): number {
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
