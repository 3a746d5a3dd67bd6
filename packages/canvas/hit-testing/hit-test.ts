import type { PortEnd } from '../editing/connection-rules.ts'
import { edgeCurve, maxReach, pointOnCurve } from '../drawing/draw-edges.ts'
import { detailScale } from '../drawing/frame.ts'
import { edgePath } from '../scene/edge-path.ts'
import { isFrame } from '../scene/frame-contents.ts'
import {
  groupLabelHeight,
  frameTitleHeight,
  groupRect,
  nodeRect,
  noteRect,
  type Scene,
  type SceneEdge,
  type SceneGroup,
  type SceneNode,
  type SceneNote,
} from '../scene/scene.ts'
import { overlaps, type Point, type Rect } from '../camera/view.ts'

/** @public */
export type Hit =
  | { kind: 'port'; node: SceneNode; end: PortEnd }
  | { kind: 'node'; node: SceneNode }
  /** The right side of a selected node, which changes its width. */
  | { kind: 'side'; node: SceneNode }
  | { kind: 'edge'; edge: SceneEdge }
  /** A bend of a selected edge. */
  | { kind: 'bend'; edge: SceneEdge; index: number }
  | { kind: 'note'; note: SceneNote }
  /** The corner of a selected note, which changes its size. */
  | { kind: 'corner'; note: SceneNote }
  | { kind: 'group'; group: SceneGroup }
  | { kind: 'empty' }

export interface HitOptions {
  scale: number
  /** Radius of a port in pixels: larger for a finger than for a mouse. */
  reach: number
  selection: ReadonlySet<string>
  selectedEdges?: ReadonlySet<string>
  selectedMarks?: ReadonlySet<string>
  /** Only nodes and their ports are tested; anything else is `empty`. */
  nodesOnly?: true
}

/** What is at a point of the graph: ports before nodes before edges, and the topmost first. @internal */
export function hitTest(scene: Scene, at: Point, options: HitOptions): Hit {
  const { scale, selection } = options
  const reach = options.reach / scale
  let body: SceneNode | undefined
  let port: { node: SceneNode; end: PortEnd; distance: number } | undefined
  for (let index = scene.nodes.length - 1; index >= 0; index--) {
    const node = scene.nodes[index]
    if (!node || at.x < node.x - reach || at.x > node.x + node.shape.width + reach) continue
    if (at.y < node.y - reach || at.y > node.y + node.shape.height + reach) continue
    if (scale >= detailScale) {
      const near = nearestPort(node, at, reach)
      if (near && (!port || near.distance < port.distance)) port = { node, ...near }
    }
    const inside =
      at.x >= node.x && at.x <= node.x + node.shape.width && at.y >= node.y && at.y <= node.y + node.shape.height
    if (inside && (!body || (selection.has(node.id) && !selection.has(body.id)))) body = node
  }
  const bend = options.nodesOnly ? undefined : bendAt(scene, at, options, reach)
  if (bend) return bend
  if (port && (!body || body === port.node)) return { kind: 'port', node: port.node, end: port.end }
  const side = scale >= detailScale && sideAt(scene, at, selection, options.reach / 2 / scale)
  if (side && (!body || body === side)) return { kind: 'side', node: side }
  if (body) return { kind: 'node', node: body }
  if (options.nodesOnly) return { kind: 'empty' }
  const edge = scale >= 0.3 ? edgeAt(scene, at, 7 / scale) : undefined
  return edge ? { kind: 'edge', edge } : markAt(scene, at, options, reach)
}

function bendAt(scene: Scene, at: Point, { selectedEdges }: HitOptions, reach: number): Hit | undefined {
  for (const id of selectedEdges ?? []) {
    const edge = scene.edges.find((other) => other.id === id)
    if (!edge?.edge.points) continue
    const bends = edgePath(edge).slice(1, -1)
    const index = bends.findIndex(({ x, y }) => Math.hypot(at.x - x, at.y - y) <= Math.max(reach, 6))
    if (index >= 0) return { kind: 'bend', edge, index }
  }
  return undefined
}

function sideAt(scene: Scene, at: Point, selection: ReadonlySet<string>, reach: number): SceneNode | undefined {
  if (selection.size !== 1) return undefined
  const [only] = selection
  const node = only === undefined ? undefined : scene.byId.get(only)
  if (!node || at.y < node.y || at.y > node.y + node.shape.height) return undefined
  return Math.abs(at.x - node.x - node.shape.width) <= Math.min(reach, 8) ? node : undefined
}

/** Notes, groups and frames are behind everything else. A group is hit at its label, a frame at its title and sides. */
function markAt({ notes, groups }: Scene, at: Point, { selectedMarks }: HitOptions, reach: number): Hit {
  for (const note of notes.toReversed()) {
    if (isFrame(note)) continue
    const { x, y, width, height } = noteRect(note)
    const corner = Math.hypot(at.x - x - width, at.y - y - height)
    if (selectedMarks?.has(note.id) && corner <= Math.max(14, reach)) return { kind: 'corner', note }
    if (within(at, { x, y, width, height })) return { kind: 'note', note }
  }
  for (const group of groups.toReversed()) {
    if (within(at, { ...groupRect(group), height: groupLabelHeight })) return { kind: 'group', group }
  }
  for (const note of notes.toReversed()) {
    if (!isFrame(note)) continue
    const rect = noteRect(note)
    const corner = Math.hypot(at.x - rect.x - rect.width, at.y - rect.y - rect.height)
    if (selectedMarks?.has(note.id) && corner <= Math.max(14, reach)) return { kind: 'corner', note }
    if (within(at, { ...rect, height: frameTitleHeight }) || onSides(at, rect, reach / 2)) return { kind: 'note', note }
  }
  return { kind: 'empty' }
}

const onSides = (at: Point, { x, y, width, height }: Rect, reach: number): boolean =>
  within(at, { x: x - reach, y: y - reach, width: width + 2 * reach, height: height + 2 * reach }) &&
  !within(at, { x: x + reach, y: y + reach, width: width - 2 * reach, height: height - 2 * reach })

const within = (at: Point, { x, y, width, height }: Rect): boolean =>
  at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height

const holds = (area: Rect, { x, y, width, height }: Rect): boolean =>
  within({ x, y }, area) && within({ x: x + width, y: y + height }, area)

/** The notes that a rectangle touches, and the groups and frames that it contains. */
export const marksIn = (scene: Scene, area: Rect): string[] => [
  ...scene.notes
    .filter((note) => (isFrame(note) ? holds(area, noteRect(note)) : overlaps(noteRect(note), area)))
    .map(({ id }) => id),
  ...scene.groups.filter((group) => holds(area, groupRect(group))).map(({ id }) => id),
]

/** The node whose body contains a point. */
export function nodeAt(scene: Scene, at: Point): SceneNode | undefined {
  const hit = hitTest(scene, at, { scale: 0.4, reach: 0, selection: new Set() })
  return hit.kind === 'node' ? hit.node : undefined
}

/** @internal */
export const nodesIn = (scene: Scene, area: Rect): string[] =>
  scene.nodes.filter((node) => overlaps(nodeRect(node), area)).map((node) => node.id)

function nearestPort(node: SceneNode, at: Point, reach: number): { end: PortEnd; distance: number } | undefined {
  let best: { end: PortEnd; distance: number } | undefined
  for (const side of ['output', 'input'] as const) {
    for (const { port, x, y } of side === 'input' ? node.shape.inputs : node.shape.outputs) {
      const distance = Math.hypot(at.x - node.x - x, at.y - node.y - y)
      if (distance <= reach && (!best || distance < best.distance)) {
        best = { end: { node: node.id, side, port: port.name }, distance }
      }
    }
  }
  return best
}

export function edgeAt(scene: Scene, at: Point, reach: number): SceneEdge | undefined {
  let best: SceneEdge | undefined
  let nearest = reach
  for (const edge of scene.edges) {
    if (edge.edge.points) {
      const distance = distanceToPath(at, edgePath(edge))
      if (distance < nearest) {
        nearest = distance
        best = edge
      }
      continue
    }
    if (!mayPass(edge, at, reach)) continue
    const curve = edgeCurve(edge)
    if (at.x < Math.min(curve.x1, curve.cx2) - reach || at.x > Math.max(curve.x2, curve.cx1) + reach) continue
    if (at.y < Math.min(curve.y1, curve.y2) - reach || at.y > Math.max(curve.y1, curve.y2) + reach) continue
    let before = pointOnCurve(curve, 0)
    for (let step = 1; step <= 24; step++) {
      const point = pointOnCurve(curve, step / 24)
      const distance = distanceToSegment(at, before, point)
      if (distance < nearest) {
        nearest = distance
        best = edge
      }
      before = point
    }
  }
  return best
}

/** Checks the positions of the nodes without computing the curve: most edges of a large graph are far away. */
function mayPass({ from, to }: SceneEdge, at: Point, reach: number): boolean {
  if (at.y < Math.min(from.y, to.y) - reach) return false
  if (at.y > Math.max(from.y + from.shape.height, to.y + to.shape.height) + reach) return false
  const start = from.x + from.shape.width
  return at.x >= Math.min(start, to.x) - maxReach - reach && at.x <= Math.max(start, to.x) + maxReach + reach
}

function distanceToPath(at: Point, way: readonly Point[]): number {
  return Math.min(...way.slice(1).map((point, index) => distanceToSegment(at, way[index] ?? point, point)))
}

/** The number of an edge's bends before a point on it. */
export function segmentAt(edge: SceneEdge, at: Point): number {
  const way = edgePath(edge)
  const distances = way.slice(1).map((point, index) => distanceToSegment(at, way[index] ?? point, point))
  return distances.indexOf(Math.min(...distances))
}

function distanceToSegment(p: Point, a: Point, b: Point): number {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length))
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy)
}
