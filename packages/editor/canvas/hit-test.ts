import type { PortEnd } from './connection-rules.ts'
import { edgeCurve, pointOnCurve } from './draw-edges.ts'
import { detailScale } from './draw-frame.ts'
import { nodeRect, type Scene, type SceneEdge, type SceneNode } from './scene.ts'
import { overlaps, type Point, type Rect } from './view.ts'

export type Hit =
  | { kind: 'port'; node: SceneNode; end: PortEnd }
  | { kind: 'node'; node: SceneNode }
  | { kind: 'edge'; edge: SceneEdge }
  | { kind: 'empty' }

export interface HitOptions {
  scale: number
  /** How far a port reaches, in pixels: more for a finger than for a mouse. */
  reach: number
  selection: ReadonlySet<string>
}

/** What lies under a point of the graph: ports before nodes before edges, what is drawn last first. */
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
  if (port && (!body || body === port.node)) return { kind: 'port', node: port.node, end: port.end }
  if (body) return { kind: 'node', node: body }
  const edge = scale >= 0.3 ? edgeAt(scene, at, 7 / scale) : undefined
  return edge ? { kind: 'edge', edge } : { kind: 'empty' }
}

/** The node whose body holds a point. */
export function nodeAt(scene: Scene, at: Point): SceneNode | undefined {
  const hit = hitTest(scene, at, { scale: 0.4, reach: 0, selection: new Set() })
  return hit.kind === 'node' ? hit.node : undefined
}

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

function edgeAt(scene: Scene, at: Point, reach: number): SceneEdge | undefined {
  let best: SceneEdge | undefined
  let nearest = reach
  for (const edge of scene.edges) {
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

function distanceToSegment(p: Point, a: Point, b: Point): number {
  const dx = b.x - a.x
  const dy = b.y - a.y
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length))
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy)
}
