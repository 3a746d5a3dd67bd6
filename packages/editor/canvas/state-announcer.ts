import type { NodeState } from '@aw-flow/schema'
import type { CanvasStrings } from './canvas-strings.ts'
import type { Scene } from '@aw-flow/canvas'

const maxAtOnce = 4

/** Tells what to say when nodes have changed their state since the scene before; nothing the first time. */
export function createStateAnnouncer(): (scene: Scene, strings: CanvasStrings) => string | undefined {
  let before = new Map<string, NodeState>()
  return (scene, strings) => {
    const now = new Map<string, NodeState>()
    const said: string[] = []
    for (const { id, face } of scene.nodes) {
      const { state } = face
      if (!state) continue
      now.set(id, state)
      const last = before.get(id)
      if (last !== undefined && last !== state && state !== 'pending') {
        said.push(strings.runState(face.title, strings.states[state]))
      }
    }
    before = now
    return said.length > 0 ? said.slice(-maxAtOnce).join('. ') : undefined
  }
}
