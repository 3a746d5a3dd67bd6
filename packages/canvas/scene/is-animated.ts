import type { Scene } from './scene.ts'

const known = new WeakMap<Scene, boolean>()

/** Whether something moves in each frame: a running node. Computed once per scene. */
export function isAnimated(scene: Scene): boolean {
  let moves = known.get(scene)
  if (moves === undefined) {
    moves = scene.nodes.some(({ face }) => face.state === 'running' || face.state === 'retrying')
    known.set(scene, moves)
  }
  return moves
}
