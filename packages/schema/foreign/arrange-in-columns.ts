import { nodeSpacing } from '../document/shapes/source.ts'
import { computeDepths } from '../document/shapes/steps.ts'
import type { MappedEdge } from './map-edges.ts'
import type { MappedNode } from './map-workflow.ts'

/** Rounds a coordinate. One that is far away would be infinite after it is scaled, or hide the other nodes. */
const place = (value: number): number => Math.round(Math.min(1e6, Math.max(-1e6, value)))

/** Returns the position of each node by its id in the other tool. Exports without positions are arranged in columns. */
export function arrangeInColumns(
  nodes: readonly MappedNode[],
  edges: readonly MappedEdge[],
  scale = { x: 1, y: 1 },
): Map<string, { x: number; y: number }> {
  const depths = computeDepths(
    nodes.map(({ id }) => id),
    edges.flatMap(({ sourceNode, targetNode }) =>
      sourceNode && targetNode ? [[sourceNode.id, targetNode.id] as const] : [],
    ),
  )
  const rowCounts = new Map<number, number>()
  return new Map(
    nodes.map(({ id, foreign }) => {
      const { position } = foreign
      if (position) return [foreign.id, { x: place(position.x * scale.x), y: place(position.y * scale.y) }]
      const depth = depths.get(id) ?? 0
      const row = rowCounts.get(depth) ?? 0
      rowCounts.set(depth, row + 1)
      return [foreign.id, { x: depth * nodeSpacing.x, y: row * nodeSpacing.y }]
    }),
  )
}
