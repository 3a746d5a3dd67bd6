import type { Edit } from '@aw-flow/schema'
import { findEdgeMidpoint } from '../drawing/edge-middle.ts'
import type { SceneEdge } from '../scene/scene.ts'

/** Returns an edit that adds a bend at the midpoint of an edge. @internal */
export function bendEdge(edge: SceneEdge): Edit {
  const { point, precedingBendCount } = findEdgeMidpoint(edge)
  const bend = { x: Math.round(point.x), y: Math.round(point.y) }
  return { type: 'set-points', id: edge.id, points: (edge.edge.points ?? []).toSpliced(precedingBendCount, 0, bend) }
}
