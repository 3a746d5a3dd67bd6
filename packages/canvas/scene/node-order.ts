import type { Scene } from './scene.ts'

/**
 * Returns the node to focus for an arrow key: up and down follow the document order, left and right follow edges.
 *
 * @internal
 */
export function findNeighbor(scene: Scene, currentId: string | undefined, dx: number, dy: number): string | undefined {
  const index = scene.nodes.findIndex((node) => node.id === currentId)
  const current = scene.nodes[index]
  if (dy !== 0) return scene.nodes[Math.min(scene.nodes.length - 1, Math.max(0, index + dy))]?.id
  if (!current) return undefined
  return dx > 0
    ? scene.edges.find((edge) => edge.from === current)?.to.id
    : scene.edges.find((edge) => edge.to === current)?.from.id
}

/** Returns the node to focus after nodes are removed. @internal */
export function findNodeAfterRemoval(scene: Scene, removedIds: ReadonlySet<string>): string | undefined {
  const index = scene.nodes.findIndex((node) => removedIds.has(node.id))
  const rest = scene.nodes.filter((node) => !removedIds.has(node.id))
  return rest[Math.max(0, Math.min(index, rest.length - 1))]?.id
}
