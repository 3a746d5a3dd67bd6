import type { Scene } from './scene.ts'

/**
 * Returns the node next to `from` for keyboard navigation: up and down in document order, left and right along edges.
 *
 * @internal
 */
export function findNeighbor(scene: Scene, from: string | undefined, dx: number, dy: number): string | undefined {
  const index = scene.nodes.findIndex((node) => node.id === from)
  const current = scene.nodes[index]
  if (dy !== 0) return scene.nodes[Math.min(scene.nodes.length - 1, Math.max(0, index + dy))]?.id
  if (!current) return undefined
  return dx > 0
    ? scene.edges.find((edge) => edge.from === current)?.to.id
    : scene.edges.find((edge) => edge.to === current)?.from.id
}

/** Returns the node that receives focus when nodes are removed. @internal */
export function findNodeAfterRemoval(scene: Scene, removed: ReadonlySet<string>): string | undefined {
  const index = scene.nodes.findIndex((node) => removed.has(node.id))
  const rest = scene.nodes.filter((node) => !removed.has(node.id))
  return rest[Math.max(0, Math.min(index, rest.length - 1))]?.id
}
