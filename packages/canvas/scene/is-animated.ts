import type { Scene } from './scene.ts'

const known = new WeakMap<Scene, boolean>()

/** Something on the drawing moves at each frame: a node that runs. Looked for once a scene. */
export function isAnimated(scene: Scene): boolean {
  let moves = known.get(scene)
  if (moves === undefined) {
    moves = scene.nodes.some(({ face }) => face.state === 'running' || face.state === 'retrying')
    known.set(scene, moves)
  }
  return moves
}
