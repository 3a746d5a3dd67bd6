import { forceLink, forceManyBody, forceSimulation, forceX, forceY, type ForceNode } from 'd3-force'
import type { GraphData } from './graph-data.ts'

/** Maximum number of points whose layout is computed before drawing: deterministic, in about a second. */
const maxForced = 1_500
const turn = Math.PI * (3 - Math.sqrt(5))

/** x and y per point, from about -1 to 1. Given coordinates keep their proportions. */
export function placePoints(graph: GraphData): Float32Array {
  if (graph.positions) return toSquare(graph.positions)
  const spiral = spiralOf(graph)
  return graph.ids.length <= maxForced && graph.links.length > 0 ? toSquare(forced(graph, spiral)) : toSquare(spiral)
}

/** Places points on a spiral that fills a disc evenly, those with the most links in the middle. */
function spiralOf({ ids, degrees }: GraphData): Float32Array {
  const order = Uint32Array.from(ids, (_, point) => point).toSorted((a, b) => degrees[b]! - degrees[a]! || a - b)
  const positions = new Float32Array(ids.length * 2)
  order.forEach((point, place) => {
    const radius = Math.sqrt(place + 0.5)
    positions[point * 2] = radius * Math.cos(place * turn)
    positions[point * 2 + 1] = radius * Math.sin(place * turn)
  })
  return positions
}

function forced({ links, degrees }: GraphData, start: Float32Array): Float32Array {
  const nodes: ForceNode[] = Array.from(degrees, (_, point) => ({
    x: start[point * 2]! * 10,
    y: start[point * 2 + 1]! * 10,
  }))
  const ends = Array.from({ length: links.length / 2 }, (_, link) => ({
    source: links[link * 2]!,
    target: links[link * 2 + 1]!,
  }))
  const degreeOf = (node: ForceNode): number => degrees[node.index ?? 0] ?? 1
  forceSimulation(nodes)
    .force('charge', forceManyBody().strength(-60).distanceMax(600))
    .force(
      'link',
      forceLink(ends)
        .distance(30)
        .strength(({ source, target }) => 1 / Math.min(degreeOf(source), degreeOf(target))),
    )
    .force('x', forceX().strength(0.06))
    .force('y', forceY().strength(0.06))
    .stop()
    .tick(nodes.length > 600 ? 150 : 300)
  return Float32Array.from(nodes.flatMap(({ x, y }) => [x, y]))
}

/** Positions scaled to a centered square. */
function toSquare(positions: Float32Array): Float32Array {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let at = 0; at < positions.length; at += 2) {
    left = Math.min(left, positions[at]!)
    right = Math.max(right, positions[at]!)
    top = Math.min(top, positions[at + 1]!)
    bottom = Math.max(bottom, positions[at + 1]!)
  }
  const half = Math.max(right - left, bottom - top, 1e-12) / 2
  return positions.map((value, at) => (value - (at % 2 === 0 ? left + right : top + bottom) / 2) / half)
}
