import dagre from '@dagrejs/dagre'
import type { LayoutGraph } from '@aw-flow/schema'

interface Point {
  x: number
  y: number
}

/** The top left corner of each node, by id. */
export type Positions = Readonly<Record<string, { x: number; y: number }>>

function createRandom(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1_103_515_245 + 12_345) & 0x7f_ff_ff_ff) / 0x7f_ff_ff_ff
}

/**
 * Creates a random graph without cycles or groups. Each node has an edge from one of the `span` nodes before it;
 * `extraEdges` further edges are longer.
 */
export function layeredGraph(count: number, span: number, extraEdges: number, seed: number): LayoutGraph {
  const next = createRandom(seed)
  const pickSource = (n: number, reach: number): number => Math.max(0, n - 1 - Math.floor(next() * reach))
  const edges = Array.from({ length: count - 1 }, (_, n) => ({
    source: `n${pickSource(n + 1, span)}`,
    target: `n${n + 1}`,
  }))
  for (let index = 0; index < extraEdges; index++) {
    const target = 1 + Math.floor(next() * (count - 1))
    edges.push({ source: `n${pickSource(target, span * 2)}`, target: `n${target}` })
  }
  const nodes = Array.from({ length: count }, (_, n) => ({ id: `n${n}`, x: 0, y: n, width: 240, height: 100 }))
  return { nodes, edges, groups: [] }
}

/** Computes the layout of dagre with the same gaps. */
export function layOutWithDagre({ nodes, edges }: LayoutGraph): Positions {
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

/** Counts the crossings of edges that are drawn straight from port to port. */
export function countCrossings({ nodes, edges }: LayoutGraph, positions: Positions): number {
  const width = nodes[0]?.width ?? 0
  const lines = edges.map(({ source, target }) => ({
    source,
    target,
    a: { x: (positions[source]?.x ?? 0) + width, y: (positions[source]?.y ?? 0) + 18 },
    b: { x: positions[target]?.x ?? 0, y: (positions[target]?.y ?? 0) + 18 },
  }))
  const turn = (a: Point, b: Point, c: Point): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
  let count = 0
  for (const [index, first] of lines.entries()) {
    for (const second of lines.slice(index + 1)) {
      const ends = new Set([first.source, first.target, second.source, second.target])
      if (ends.size < 4) continue
      const crosses =
        turn(first.a, first.b, second.a) * turn(first.a, first.b, second.b) < 0 &&
        turn(second.a, second.b, first.a) * turn(second.a, second.b, first.b) < 0
      if (crosses) count++
    }
  }
  return count
}
