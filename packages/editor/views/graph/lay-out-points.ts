import { forceLink, forceManyBody, forceSimulation, forceX, forceY, type ForceNode } from 'd3-force'
import type { GraphData } from './graph-data.ts'

/** Maximum number of points whose layout is simulated before drawing. Simulating this many takes about a second. */
const maxSimulatedPoints = 1_500
const goldenAngle = Math.PI * (3 - Math.sqrt(5))

/** Returns the x and y coordinates of each point, from about -1 to 1. Existing coordinates keep their proportions. */
export function layOutPoints(graph: GraphData): Float32Array {
  if (graph.positions) return toSquare(graph.positions)
  const spiral = layOutSpiral(graph)
  return graph.ids.length <= maxSimulatedPoints && graph.links.length > 0
    ? toSquare(simulateForces(graph, spiral))
    : toSquare(spiral)
}

/** Places points on a spiral that fills a disc evenly. The points with the most links are in the middle. */
function layOutSpiral({ ids, degrees }: GraphData): Float32Array {
  const order = Uint32Array.from(ids, (_, point) => point).toSorted((a, b) => degrees[b]! - degrees[a]! || a - b)
  const positions = new Float32Array(ids.length * 2)
  order.forEach((point, index) => {
    const radius = Math.sqrt(index + 0.5)
    positions[point * 2] = radius * Math.cos(index * goldenAngle)
    positions[point * 2 + 1] = radius * Math.sin(index * goldenAngle)
  })
  return positions
}

function simulateForces({ links, degrees }: GraphData, start: Float32Array): Float32Array {
  const nodes: ForceNode[] = Array.from(degrees, (_, point) => ({
    x: start[point * 2]! * 10,
    y: start[point * 2 + 1]! * 10,
  }))
  const forceLinks = Array.from({ length: links.length / 2 }, (_, link) => ({
    source: links[link * 2]!,
    target: links[link * 2 + 1]!,
  }))
  const getDegree = (node: ForceNode): number => degrees[node.index ?? 0] ?? 1
  forceSimulation(nodes)
    .force('charge', forceManyBody().strength(-60).distanceMax(600))
    .force(
      'link',
      forceLink(forceLinks)
        .distance(30)
        .strength(({ source, target }) => 1 / Math.min(getDegree(source), getDegree(target))),
    )
    .force('x', forceX().strength(0.06))
    .force('y', forceY().strength(0.06))
    .stop()
    .tick(nodes.length > 600 ? 150 : 300)
  return Float32Array.from(nodes.flatMap(({ x, y }) => [x, y]))
}

/** Centers positions at the origin and scales them to fit a square from -1 to 1. */
function toSquare(positions: Float32Array): Float32Array {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let index = 0; index < positions.length; index += 2) {
    left = Math.min(left, positions[index]!)
    right = Math.max(right, positions[index]!)
    top = Math.min(top, positions[index + 1]!)
    bottom = Math.max(bottom, positions[index + 1]!)
  }
  const halfExtent = Math.max(right - left, bottom - top, 1e-12) / 2
  return positions.map((value, index) => (value - (index % 2 === 0 ? left + right : top + bottom) / 2) / halfExtent)
}
