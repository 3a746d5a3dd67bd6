import type { NodeState } from '@aw-flow/schema'
import type { CanvasStrings } from './canvas-strings.ts'
import type { Scene } from '@aw-flow/canvas'

const maxMessages = 4

/**
 * Creates a function that describes the node states that have changed since the previous scene. It returns `undefined`
 * if none have changed.
 */
export function createStateAnnouncer(): (scene: Scene, strings: CanvasStrings) => string | undefined {
  let previousStates = new Map<string, NodeState>()
  return (scene, strings) => {
    const currentStates = new Map<string, NodeState>()
    const messages: string[] = []
    for (const { id, content } of scene.nodes) {
      const { state } = content
      if (!state) continue
      currentStates.set(id, state)
      const previousState = previousStates.get(id)
      if (previousState !== undefined && previousState !== state && state !== 'pending') {
        messages.push(strings.runState(content.title, strings.states[state]))
      }
    }
    previousStates = currentStates
    return messages.length > 0 ? messages.slice(-maxMessages).join('. ') : undefined
  }
}
