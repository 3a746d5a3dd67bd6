import type { Scene } from './scene.ts'

const cache = new WeakMap<Scene, boolean>()

/** Returns whether the drawing changes in each frame because a node is running. Computed once per scene. */
export function isAnimated(scene: Scene): boolean {
  let hasMotion = cache.get(scene)
  if (hasMotion === undefined) {
    hasMotion = scene.nodes.some(({ content }) => content.state === 'running' || content.state === 'retrying')
    cache.set(scene, hasMotion)
  }
  return hasMotion
}
