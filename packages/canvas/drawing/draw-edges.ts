import type { PortType } from '@aw-flow/schema'
import { detailScale } from '../camera/view.ts'
import type { Pen } from './frame.ts'
import { getEdgePath, tracePath, type PathSink } from '../scene/edge-path.ts'
import { getEdgeEnds, type SceneEdge } from '../scene/scene.ts'
import type { Point, Rect } from '../camera/view.ts'

/** A cubic Bézier curve for an edge, defined by its end points and control points. */
export interface Curve {
  readonly x1: number
  readonly y1: number
  readonly cx1: number
  readonly cy1: number
  readonly cx2: number
  readonly cy2: number
  readonly x2: number
  readonly y2: number
}

export function createCurve(x1: number, y1: number, x2: number, y2: number): Curve {
  const distance = x2 - x1
  const controlLength = distance >= 0 ? Math.max(24, Math.min(120, distance / 2)) : Math.min(200, 60 - distance / 3)
  return { x1, y1, cx1: x1 + controlLength, cy1: y1, cx2: x2 - controlLength, cy2: y2, x2, y2 }
}

/** Returns the curve of an edge, ignoring any bends. @internal */
export function getEdgeCurve(edge: SceneEdge): Curve {
  const { x1, y1, x2, y2 } = getEdgeEnds(edge)
  return createCurve(x1, y1, x2, y2)
}

/** Returns the point on a curve at `t`, from 0 (start) to 1 (end). @internal */
export function getPointOnCurve(curve: Curve, t: number): Point {
  const u = 1 - t
  const a = u * u * u
  const b = 3 * u * u * t
  const c = 3 * u * t * t
  const d = t * t * t
  return {
    x: a * curve.x1 + b * curve.cx1 + c * curve.cx2 + d * curve.x2,
    y: a * curve.y1 + b * curve.cy1 + c * curve.cy2 + d * curve.y2,
  }
}

/** Returns the line width of an edge, in graph units. It grows logarithmically with the row count. @internal */
export const getEdgeWidth = (rowCount: number | undefined): number =>
  rowCount === undefined ? 1.5 : 1.5 + Math.min(4, Math.log10(rowCount + 1) * 0.45)

const portTypes: readonly PortType[] = ['table', 'json', 'text', 'file', 'control', 'any']

/** The maximum distance by which a curve extends beyond the bounding box of its end points, in graph units. */
export const maxCurveExtent = 280

/** Draws the edges that may be visible in `area` (graph coordinates). */
export function drawEdges(pen: Pen, area: Rect, edges: readonly SceneEdge[] = pen.frame.scene.edges): void {
  const { context, frame } = pen
  const visibleEdges = edges.filter((edge) => mayBeVisible(edge, area))
  if (frame.view.scale < detailScale) drawSmallEdges(pen, visibleEdges)
  else for (const edge of visibleEdges) drawLargeEdge(pen, edge)
  context.setLineDash([])
  context.globalAlpha = 1
}

/**
 * Returns whether an edge may be visible, based on the positions of its nodes. Computing the curve would be wasteful
 * because most edges of a large graph are out of view.
 */
function mayBeVisible({ from, to, edge }: SceneEdge, { x, y, width, height }: Rect): boolean {
  if (edge.points) return true
  const left = Math.min(from.x + from.shape.width, to.x) - maxCurveExtent
  const right = Math.max(from.x + from.shape.width, to.x) + maxCurveExtent
  if (right < x || left > x + width) return false
  const top = Math.min(from.y, to.y)
  const bottom = Math.max(from.y + from.shape.height, to.y + to.shape.height)
  return bottom >= y && top <= y + height
}

function drawSmallEdges({ context, frame }: Pen, edges: readonly SceneEdge[]): void {
  const isStraight = frame.view.scale < 0.2
  const paths = new Map<PortType, Path2D>()
  for (const edge of edges) {
    let path = paths.get(edge.type)
    if (!path) paths.set(edge.type, (path = new Path2D()))
    if (edge.edge.points) tracePath(path, getEdgePath(edge), isStraight)
    else if (isStraight) {
      const { from, to } = edge
      const start = from.shape.outputs[edge.output]
      const end = to.shape.inputs[edge.input]
      path.moveTo(from.x + (start?.x ?? from.shape.width), from.y + (start?.y ?? 18))
      path.lineTo(to.x + (end?.x ?? 0), to.y + (end?.y ?? 18))
    } else traceEdge(path, edge)
  }
  context.lineWidth = 1 / frame.view.scale
  context.globalAlpha = 0.7
  for (const type of portTypes) {
    const path = paths.get(type)
    if (!path) continue
    context.strokeStyle = frame.theme.ports[type]
    context.stroke(path)
  }
}

/** Traces an edge as a curve, or as straight segments if it has bends. */
export function traceEdge(sink: PathSink, edge: SceneEdge): void {
  if (edge.edge.points) {
    tracePath(sink, getEdgePath(edge))
    return
  }
  const curve = getEdgeCurve(edge)
  sink.moveTo(curve.x1, curve.y1)
  sink.bezierCurveTo(curve.cx1, curve.cy1, curve.cx2, curve.cy2, curve.x2, curve.y2)
}

function drawLargeEdge({ context, frame }: Pen, edge: SceneEdge): void {
  const isSelected = frame.selectedEdges.has(edge.id)
  const isHovered = frame.hoveredEdge === edge.id || frame.focusedEdge === edge.id
  const isAdjacent = frame.selection.has(edge.from.id) || frame.selection.has(edge.to.id)
  const isSpliced = frame.splicedEdge === edge.id
  context.beginPath()
  traceEdge(context, edge)
  const width = getEdgeWidth(edge.rows)
  if (isSelected || isHovered || isSpliced) {
    context.globalAlpha = 0.22
    context.lineWidth = width + 8
    context.strokeStyle = frame.theme.tones.accent
    context.stroke()
  }
  context.globalAlpha = frame.connection ? 0.35 : isSelected || isHovered || isAdjacent || edge.running ? 1 : 0.75
  context.lineWidth = width
  context.strokeStyle = edge.isValid
    ? isSelected
      ? frame.theme.tones.accent
      : frame.theme.ports[edge.type]
    : frame.theme.tones.bad
  if (edge.running || !edge.isValid) {
    context.setLineDash([7, 5])
    context.lineDashOffset = edge.running && !frame.isStatic ? -(frame.time / 30) % 12 : 0
    context.stroke()
    context.setLineDash([])
  } else {
    context.stroke()
  }
  if (edge.edge.points && (isSelected || isHovered)) drawBends(context, frame.theme.surface, edge)
}

function drawBends(context: CanvasRenderingContext2D, fill: string, edge: SceneEdge): void {
  context.globalAlpha = 1
  context.fillStyle = fill
  context.lineWidth = 1.5
  for (const { x, y } of getEdgePath(edge).slice(1, -1)) {
    context.beginPath()
    context.arc(x, y, 4.5, 0, 2 * Math.PI)
    context.fill()
    context.stroke()
  }
}
