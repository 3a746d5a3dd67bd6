import type { NodeDrag } from './move-drag.ts'
import type { Scene } from './scene.ts'
import type { Tween } from './tween.ts'
import type { Point } from './view.ts'

const nowhere: Point = { x: 0, y: 0 }

/**
 * Puts everything where it is drawn now: where the document has it, or on its way there, and moved by a drag that the
 * document does not know yet.
 */
export function standScene(
  { nodes, edges, notes }: Scene,
  drag: NodeDrag | undefined,
  tween: Tween | undefined,
  time: number = performance.now(),
): void {
  const by: Point = drag ? { x: drag.dx, y: drag.dy } : nowhere
  for (const node of nodes) {
    const at = tween?.at(node.id, time) ?? node.node.position
    const { x, y } = drag?.ids.has(node.id) ? by : nowhere
    node.x = at.x + x
    node.y = at.y + y
  }
  for (const note of notes) {
    const { x, y } = drag?.marks.has(note.id) ? by : nowhere
    note.x = note.note.position.x + x
    note.y = note.note.position.y + y
  }
  for (const edge of edges) {
    if (edge.edge.points) edge.shift = drag?.ids.has(edge.from.id) && drag.ids.has(edge.to.id) ? by : nowhere
  }
}
