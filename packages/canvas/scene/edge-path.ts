import { getEdgeEnds, type SceneEdge } from './scene.ts'
import type { Point } from '../camera/view.ts'

/** A target for tracing a path: a canvas context, a `Path2D`, or an SVG path string. */
export interface PathSink {
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  bezierCurveTo(cx1: number, cy1: number, cx2: number, cy2: number, x: number, y: number): void
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void
}

const cornerRadius = 12

/** Returns the points of an edge from source to target, including its bends. */
export function getEdgePath(edge: SceneEdge): Point[] {
  const { x1, y1, x2, y2 } = getEdgeEnds(edge)
  const { x: dx, y: dy } = edge.bendOffset
  const bends = edge.edge.points ?? []
  return [{ x: x1, y: y1 }, ...bends.map(({ x, y }) => ({ x: x + dx, y: y + dy })), { x: x2, y: y2 }]
}

/** Traces a path of straight segments, with rounded corners unless `isSharp`. */
export function tracePath(sink: PathSink, points: readonly Point[], isSharp = false): void {
  const [start] = points
  const end = points.at(-1)
  if (!start || !end) return
  sink.moveTo(start.x, start.y)
  for (const [index, corner] of points.entries()) {
    const previousPoint = points[index - 1]
    const nextPoint = points[index + 1]
    if (!previousPoint || !nextPoint) continue
    if (isSharp) {
      sink.lineTo(corner.x, corner.y)
      continue
    }
    const entry = getPointToward(corner, previousPoint)
    const exit = getPointToward(corner, nextPoint)
    sink.lineTo(entry.x, entry.y)
    sink.quadraticCurveTo(corner.x, corner.y, exit.x, exit.y)
  }
  sink.lineTo(end.x, end.y)
}

/**
 * Returns the point at which a corner's rounding starts or ends, at most halfway between the corner and an adjacent
 * point.
 */
function getPointToward(corner: Point, next: Point): Point {
  const length = Math.hypot(next.x - corner.x, next.y - corner.y)
  const ratio = length === 0 ? 0 : Math.min(cornerRadius, length / 2) / length
  return { x: corner.x + (next.x - corner.x) * ratio, y: corner.y + (next.y - corner.y) * ratio }
}
