import type { Edit, Workflow } from '@aw-flow/schema'
import { columnGap, gridSize, nodeWidth, snap } from '../scene/node-shape.ts'
import type { SceneEdge } from '../scene/scene.ts'
import { createMoveEdit } from './document-edits.ts'

/**
 * Finds room for a new node in an edge.
 *
 * @param preferredX - The left edge that the node would have, in graph units.
 * @returns The left edge of the node, and edits that move the nodes after the edge to the right if they are too close.
 */
export function makeRoom(
  document: Workflow,
  { from, to }: SceneEdge,
  preferredX: number,
): { x: number; edits: Edit[] } {
  const minX = from.x + from.shape.width + columnGap
  const maxX = to.x - columnGap - nodeWidth
  // An edge to the left goes around nodes. Moving nodes would not create space for a new one.
  if (to.x < from.x + from.shape.width) return { x: snap(preferredX), edits: [] }
  if (maxX >= minX) return { x: snap(Math.min(Math.max(preferredX, minX), maxX)), edits: [] }
  const moved = findFollowingNodes(document, to.id, to.x)
  moved.delete(from.id)
  const distance = Math.ceil((minX - maxX) / gridSize) * gridSize
  return { x: snap(minX), edits: [createMoveEdit(document, moved, distance, 0)] }
}

/** Returns a node and the nodes that it leads to, without those left of `left`. */
function findFollowingNodes({ nodes, edges }: Workflow, start: string, left: number): Set<string> {
  const isLeft = new Set(nodes.filter(({ position }) => position.x < left).map(({ id }) => id))
  const following = new Set([start])
  for (const id of following) {
    for (const { source, target } of edges) if (source === id && !isLeft.has(target)) following.add(target)
  }
  return following
}
