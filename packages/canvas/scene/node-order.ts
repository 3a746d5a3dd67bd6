import type { Scene } from './scene.ts'

/**
 * The node next to `from` for keyboard navigation: up and down in document order, left and right along edges.
 *
 * @internal
 */
export function nodeBeside(scene: Scene, from: string | undefined, dx: number, dy: number): string | undefined {
  const at = scene.nodes.findIndex((node) => node.id === from)
  const here = scene.nodes[at]
  if (dy !== 0) return scene.nodes[Math.min(scene.nodes.length - 1, Math.max(0, at + dy))]?.id
  if (!here) return undefined
  return dx > 0
    ? scene.edges.find((edge) => edge.from === here)?.to.id
    : scene.edges.find((edge) => edge.to === here)?.from.id
}

/** The node that receives the focus when the given nodes are removed. @internal */
export function nodeAfterRemoval(scene: Scene, removed: ReadonlySet<string>): string | undefined {
  const index = scene.nodes.findIndex((node) => removed.has(node.id))
  const rest = scene.nodes.filter((node) => !removed.has(node.id))
  return rest[Math.max(0, Math.min(index, rest.length - 1))]?.id
}
