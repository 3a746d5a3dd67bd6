import type { Point } from '../camera/view.ts'
import { getEdgeCurve, getPointOnCurve } from './draw-edges.ts'
import { getEdgePath } from '../scene/edge-path.ts'
import type { SceneEdge } from '../scene/scene.ts'

/**
 * Returns the midpoint of an edge's curve, or of the longest segment if the edge has bends. `after` is the number of
 * bends before that point.
 *
 * @internal
 */
export function findEdgeMiddle(edge: SceneEdge): { at: Point; after: number } {
  if (!edge.edge.points) return { at: getPointOnCurve(getEdgeCurve(edge), 0.5), after: 0 }
  const points = getEdgePath(edge)
  const lengths = points.slice(1).map((end, index) => Math.hypot(end.x - points[index]!.x, end.y - points[index]!.y))
  const after = lengths.indexOf(Math.max(...lengths))
  const [start, end] = [points[after]!, points[after + 1]!]
  return { at: { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 }, after }
}
