import type { Edit, Workflow } from '@aw-flow/schema'
import { columnGap, gridSize, nodeWidth, snap } from '../scene/node-shape.ts'
import type { SceneEdge } from '../scene/scene.ts'
import { createMoveEdit } from './document-edits.ts'

/**
 * Makes room for a new node between the two nodes of an edge.
 *
 * @param preferredX - The preferred x coordinate of the node's left side, in graph units.
 * @returns The x coordinate of the node's left side, and edits that move downstream nodes to the right if necessary.
 */
export function makeRoom(
  document: Workflow,
  { from, to }: SceneEdge,
  preferredX: number,
): { x: number; edits: Edit[] } {
  const minX = from.x + from.shape.width + columnGap
  const maxX = to.x - columnGap - nodeWidth
  // An edge that points left is drawn around nodes. Moving nodes would not make room for a new one.
  if (to.x < from.x + from.shape.width) return { x: snap(preferredX), edits: [] }
  if (maxX >= minX) return { x: snap(Math.min(Math.max(preferredX, minX), maxX)), edits: [] }
  const movedIds = findDownstreamNodes(document, to.id, to.x)
  movedIds.delete(from.id)
  const distance = Math.ceil((minX - maxX) / gridSize) * gridSize
  return { x: snap(minX), edits: [createMoveEdit(document, movedIds, distance, 0)] }
}

/** Returns a node and all nodes downstream of it, except those to the left of `left`. */
function findDownstreamNodes({ nodes, edges }: Workflow, start: string, left: number): Set<string> {
  const leftIds = new Set(nodes.filter(({ position }) => position.x < left).map(({ id }) => id))
  const downstreamIds = new Set([start])
  for (const id of downstreamIds) {
    for (const { source, target } of edges) if (source === id && !leftIds.has(target)) downstreamIds.add(target)
  }
  return downstreamIds
}
