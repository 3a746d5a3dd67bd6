import type { Point } from '../camera/view.ts'
import { getEdgeCurve, getPointOnCurve } from './draw-edges.ts'
import { getEdgePath } from '../scene/edge-path.ts'
import type { SceneEdge } from '../scene/scene.ts'

/**
 * Returns the midpoint of an edge's curve, or of its longest segment if the edge has bends, and the number of bends
 * before that point.
 *
 * @internal
 */
export function findEdgeMidpoint(edge: SceneEdge): { point: Point; precedingBendCount: number } {
  if (!edge.edge.points) return { point: getPointOnCurve(getEdgeCurve(edge), 0.5), precedingBendCount: 0 }
  const points = getEdgePath(edge)
  const lengths = points.slice(1).map((end, index) => Math.hypot(end.x - points[index]!.x, end.y - points[index]!.y))
  const index = lengths.indexOf(Math.max(...lengths))
  const [start, end] = [points[index]!, points[index + 1]!]
  return { point: { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 }, precedingBendCount: index }
}
