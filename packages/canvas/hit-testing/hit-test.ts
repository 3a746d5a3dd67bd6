import type { PortEnd } from '../editing/connection-rules.ts'
import { getEdgeCurve, maxCurveExtent, getPointOnCurve } from '../drawing/draw-edges.ts'
import { detailScale } from '../camera/view.ts'
import { getEdgePath } from '../scene/edge-path.ts'
import { isFrame } from '../scene/frame-contents.ts'
import {
  groupLabelHeight,
  frameTitleHeight,
  getGroupRect,
  getNodeRect,
  getNoteRect,
  type Scene,
  type SceneEdge,
  type SceneGroup,
  type SceneNode,
  type SceneNote,
} from '../scene/scene.ts'
import { overlaps, type Point, type Rect } from '../camera/view.ts'

/** The element at a point of the canvas. @public */
export type Hit =
  | { kind: 'port'; node: SceneNode; end: PortEnd }
  | { kind: 'node'; node: SceneNode }
  /** The right side of a selected node. Dragging it changes the node's width. */
  | { kind: 'side'; node: SceneNode }
  | { kind: 'edge'; edge: SceneEdge }
  /** A bend of a selected edge. */
  | { kind: 'bend'; edge: SceneEdge; index: number }
  | { kind: 'note'; note: SceneNote }
  /** The corner of a selected note. Dragging it changes the note's size. */
  | { kind: 'corner'; note: SceneNote }
  | { kind: 'group'; group: SceneGroup }
  | { kind: 'empty' }

export interface HitOptions {
  scale: number
  /** The distance in pixels within which an element is hit: larger for a finger than for a mouse. */
  tolerance: number
  selection: ReadonlySet<string>
  selectedEdges?: ReadonlySet<string>
  selectedMarks?: ReadonlySet<string>
  /** Tests only nodes and their ports; anything else is `empty`. */
  nodesOnly?: true
}

/** Returns the topmost element at a graph point. Ports take precedence over nodes, and nodes over edges. @internal */
export function hitTest(scene: Scene, point: Point, options: HitOptions): Hit {
  const { scale, selection } = options
  const tolerance = options.tolerance / scale
  let hitNode: SceneNode | undefined
  let port: { node: SceneNode; end: PortEnd; distance: number } | undefined
  for (let index = scene.nodes.length - 1; index >= 0; index--) {
    const node = scene.nodes[index]
    if (!node || point.x < node.x - tolerance || point.x > node.x + node.shape.width + tolerance) continue
    if (point.y < node.y - tolerance || point.y > node.y + node.shape.height + tolerance) continue
    if (scale >= detailScale) {
      const candidate = findNearestPort(node, point, tolerance)
      if (candidate && (!port || candidate.distance < port.distance)) port = { node, ...candidate }
    }
    const isInside =
      point.x >= node.x &&
      point.x <= node.x + node.shape.width &&
      point.y >= node.y &&
      point.y <= node.y + node.shape.height
    if (isInside && (!hitNode || (selection.has(node.id) && !selection.has(hitNode.id)))) hitNode = node
  }
  const bend = options.nodesOnly ? undefined : findBendAt(scene, point, options, tolerance)
  if (bend) return bend
  if (port && (!hitNode || hitNode === port.node)) return { kind: 'port', node: port.node, end: port.end }
  const sideNode = scale >= detailScale && findSideAt(scene, point, selection, options.tolerance / 2 / scale)
  if (sideNode && (!hitNode || hitNode === sideNode)) return { kind: 'side', node: sideNode }
  if (hitNode) return { kind: 'node', node: hitNode }
  if (options.nodesOnly) return { kind: 'empty' }
  const edge = scale >= 0.3 ? findEdgeAt(scene, point, 7 / scale) : undefined
  return edge ? { kind: 'edge', edge } : findMarkAt(scene, point, options, tolerance)
}

function findBendAt(scene: Scene, point: Point, { selectedEdges }: HitOptions, tolerance: number): Hit | undefined {
  for (const id of selectedEdges ?? []) {
    const edge = scene.edges.find((other) => other.id === id)
    if (!edge?.edge.points) continue
    const bends = getEdgePath(edge).slice(1, -1)
    const index = bends.findIndex(({ x, y }) => Math.hypot(point.x - x, point.y - y) <= Math.max(tolerance, 6))
    if (index >= 0) return { kind: 'bend', edge, index }
  }
  return undefined
}

function findSideAt(
  scene: Scene,
  point: Point,
  selection: ReadonlySet<string>,
  tolerance: number,
): SceneNode | undefined {
  if (selection.size !== 1) return undefined
  const [selectedId] = selection
  const node = selectedId === undefined ? undefined : scene.byId.get(selectedId)
  if (!node || point.y < node.y || point.y > node.y + node.shape.height) return undefined
  return Math.abs(point.x - node.x - node.shape.width) <= Math.min(tolerance, 8) ? node : undefined
}

/** Tests notes, groups and frames. A group is hit at its label, a frame at its title and its sides. */
function findMarkAt({ notes, groups }: Scene, point: Point, { selectedMarks }: HitOptions, tolerance: number): Hit {
  for (const note of notes.toReversed()) {
    if (isFrame(note)) continue
    const { x, y, width, height } = getNoteRect(note)
    const cornerDistance = Math.hypot(point.x - x - width, point.y - y - height)
    if (selectedMarks?.has(note.id) && cornerDistance <= Math.max(14, tolerance)) return { kind: 'corner', note }
    if (isWithin(point, { x, y, width, height })) return { kind: 'note', note }
  }
  for (const group of groups.toReversed()) {
    if (isWithin(point, { ...getGroupRect(group), height: groupLabelHeight })) return { kind: 'group', group }
  }
  for (const note of notes.toReversed()) {
    if (!isFrame(note)) continue
    const rect = getNoteRect(note)
    const cornerDistance = Math.hypot(point.x - rect.x - rect.width, point.y - rect.y - rect.height)
    if (selectedMarks?.has(note.id) && cornerDistance <= Math.max(14, tolerance)) return { kind: 'corner', note }
    if (isWithin(point, { ...rect, height: frameTitleHeight }) || isOnSides(point, rect, tolerance / 2))
      return { kind: 'note', note }
  }
  return { kind: 'empty' }
}

const isOnSides = (point: Point, { x, y, width, height }: Rect, tolerance: number): boolean =>
  isWithin(point, {
    x: x - tolerance,
    y: y - tolerance,
    width: width + 2 * tolerance,
    height: height + 2 * tolerance,
  }) &&
  !isWithin(point, { x: x + tolerance, y: y + tolerance, width: width - 2 * tolerance, height: height - 2 * tolerance })

const isWithin = (point: Point, { x, y, width, height }: Rect): boolean =>
  point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height

const contains = (area: Rect, { x, y, width, height }: Rect): boolean =>
  isWithin({ x, y }, area) && isWithin({ x: x + width, y: y + height }, area)

/** Returns the ids of the notes that a rectangle touches, and of the groups and frames that it contains. */
export const findMarkIdsIn = (scene: Scene, area: Rect): string[] => [
  ...scene.notes
    .filter((note) => (isFrame(note) ? contains(area, getNoteRect(note)) : overlaps(getNoteRect(note), area)))
    .map(({ id }) => id),
  ...scene.groups.filter((group) => contains(area, getGroupRect(group))).map(({ id }) => id),
]

/** Returns the node whose body contains a point. */
export function findNodeAt(scene: Scene, point: Point): SceneNode | undefined {
  const hit = hitTest(scene, point, { scale: 0.4, tolerance: 0, selection: new Set() })
  return hit.kind === 'node' ? hit.node : undefined
}

/** Returns the ids of the nodes that a rectangle touches. @internal */
export const findNodeIdsIn = (scene: Scene, area: Rect): string[] =>
  scene.nodes.filter((node) => overlaps(getNodeRect(node), area)).map((node) => node.id)

function findNearestPort(
  node: SceneNode,
  point: Point,
  tolerance: number,
): { end: PortEnd; distance: number } | undefined {
  let nearestPort: { end: PortEnd; distance: number } | undefined
  for (const side of ['output', 'input'] as const) {
    for (const { port, x, y } of side === 'input' ? node.shape.inputs : node.shape.outputs) {
      const distance = Math.hypot(point.x - node.x - x, point.y - node.y - y)
      if (distance <= tolerance && (!nearestPort || distance < nearestPort.distance)) {
        nearestPort = { end: { node: node.id, side, port: port.name }, distance }
      }
    }
  }
  return nearestPort
}

export function findEdgeAt(scene: Scene, target: Point, tolerance: number): SceneEdge | undefined {
  let nearestEdge: SceneEdge | undefined
  let minDistance = tolerance
  for (const edge of scene.edges) {
    if (edge.edge.points) {
      const distance = measureDistanceToPath(target, getEdgePath(edge))
      if (distance < minDistance) {
        minDistance = distance
        nearestEdge = edge
      }
      continue
    }
    if (!mayPassThrough(edge, target, tolerance)) continue
    const curve = getEdgeCurve(edge)
    if (target.x < Math.min(curve.x1, curve.cx2) - tolerance || target.x > Math.max(curve.x2, curve.cx1) + tolerance)
      continue
    if (target.y < Math.min(curve.y1, curve.y2) - tolerance || target.y > Math.max(curve.y1, curve.y2) + tolerance)
      continue
    let previousPoint = getPointOnCurve(curve, 0)
    for (let step = 1; step <= 24; step++) {
      const point = getPointOnCurve(curve, step / 24)
      const distance = measureDistanceToSegment(target, previousPoint, point)
      if (distance < minDistance) {
        minDistance = distance
        nearestEdge = edge
      }
      previousPoint = point
    }
  }
  return nearestEdge
}

/**
 * Returns whether an edge may pass through a point, based on the positions of its nodes. Does not compute the curve,
 * because most edges of a large graph are far away.
 */
function mayPassThrough({ from, to }: SceneEdge, point: Point, tolerance: number): boolean {
  if (point.y < Math.min(from.y, to.y) - tolerance) return false
  if (point.y > Math.max(from.y + from.shape.height, to.y + to.shape.height) + tolerance) return false
  const start = from.x + from.shape.width
  return (
    point.x >= Math.min(start, to.x) - maxCurveExtent - tolerance &&
    point.x <= Math.max(start, to.x) + maxCurveExtent + tolerance
  )
}

function measureDistanceToPath(target: Point, path: readonly Point[]): number {
  return Math.min(...path.slice(1).map((point, index) => measureDistanceToSegment(target, path[index] ?? point, point)))
}

/**
 * Returns the index of the edge segment that is nearest to a point. A bend added at the point gets the same index.
 */
export function findSegmentAt(edge: SceneEdge, target: Point): number {
  const path = getEdgePath(edge)
  const distances = path.slice(1).map((point, index) => measureDistanceToSegment(target, path[index] ?? point, point))
  return distances.indexOf(Math.min(...distances))
}

function measureDistanceToSegment(point: Point, start: Point, end: Point): number {
  const dx = end.x - start.x
  const dy = end.y - start.y
  const squaredLength = dx * dx + dy * dy
  const ratio =
    squaredLength === 0
      ? 0
      : Math.min(1, Math.max(0, ((point.x - start.x) * dx + (point.y - start.y) * dy) / squaredLength))
  return Math.hypot(point.x - start.x - ratio * dx, point.y - start.y - ratio * dy)
}
