import type { BenchGraph } from './canvas-contender.ts'

const gapX = 320
const gapY = 192
/** The ratio of rows to columns that gives the full graph approximately the window's aspect ratio. */
const aspectFactor = (1280 / gapX / (720 / gapY)) ** 0.5

/**
 * Creates a graph of `count` nodes in rows from left to right, and as many edges. Each node is connected to the
 * previous node in its row, the first node of a row to the one above, and one additional edge crosses the entire graph.
 */
export function benchGraph(count: number): BenchGraph {
  const columns = Math.ceil(Math.sqrt(count) * aspectFactor)
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

/** Returns the ids of a square of nodes in the center of the graph. */
export function middleBlock(graph: BenchGraph, side: number): string[] {
  const columns = graph.nodes.findIndex(({ y }) => y > 0)
  const rows = Math.ceil(graph.nodes.length / columns)
  const left = Math.floor((columns - side) / 2)
  const top = Math.floor((rows - side) / 2)
  return Array.from({ length: side * side }, (_, n) => `n${(top + Math.floor(n / side)) * columns + left + (n % side)}`)
}
