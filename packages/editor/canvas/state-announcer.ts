import type { NodeState } from '@aw-flow/schema'
import type { CanvasStrings } from './canvas-strings.ts'
import type { Scene } from '@aw-flow/canvas'

const maxAtOnce = 4

/**
 * Creates a function that returns the announcement of changed node states since the last scene; `undefined` for the
 * first.
 */
export function createStateAnnouncer(): (scene: Scene, strings: CanvasStrings) => string | undefined {
  let before = new Map<string, NodeState>()
  return (scene, strings) => {
    const now = new Map<string, NodeState>()
    const messages: string[] = []
    for (const { id, face } of scene.nodes) {
      const { state } = face
      if (!state) continue
      now.set(id, state)
      const last = before.get(id)
      if (last !== undefined && last !== state && state !== 'pending') {
        messages.push(strings.runState(face.title, strings.states[state]))
      }
    }
    before = now
    return messages.length > 0 ? messages.slice(-maxAtOnce).join('. ') : undefined
  }
}
