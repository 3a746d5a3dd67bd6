import type { BenchGraph } from './canvas-contender.ts'

const gapX = 320
const gapY = 192
/** Ratio of rows to columns with which the full graph has about the window's aspect ratio. */
const shape = (1280 / gapX / (720 / gapY)) ** 0.5

/**
 * `count` nodes in rows from left to right and as many edges: each node has an edge from the one before it in its row, the
 * first of a row from the one above, and one more edge crosses the full graph.
 */
export function benchGraph(count: number): BenchGraph {
  const columns = Math.ceil(Math.sqrt(count) * shape)
  const nodes = Array.from({ length: count }, (_, n) => ({
    id: `n${n}`,
    x: (n % columns) * gapX,
    y: Math.floor(n / columns) * gapY,
    label: `Step ${n}`,
  }))
  const edges = nodes.map(({ id }, n): BenchGraph['edges'][number] => {
    if (n === 0) return { id: 'e0', source: 'n0', target: `n${count - 1}`, input: 'b' }
    const from = n % columns === 0 ? n - columns : n - 1
    return { id: `e${n}`, source: `n${from}`, target: id, input: 'a' }
  })
  return { nodes, edges }
}

/** A square of nodes in the center of the graph. */
export function middleBlock(graph: BenchGraph, side: number): string[] {
  const columns = graph.nodes.findIndex(({ y }) => y > 0)
  const rows = Math.ceil(graph.nodes.length / columns)
  const left = Math.floor((columns - side) / 2)
  const top = Math.floor((rows - side) / 2)
  return Array.from({ length: side * side }, (_, n) => `n${(top + Math.floor(n / side)) * columns + left + (n % side)}`)
}
