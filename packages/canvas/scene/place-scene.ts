import type { NodeDrag } from '../gestures/gesture-host.ts'
import type { Scene } from './scene.ts'
import type { Tween } from './tween.ts'
import type { Point } from '../camera/view.ts'

const noOffset: Point = { x: 0, y: 0 }

/**
 * Sets the positions of all elements from the document or the animation in progress, plus the offset of the current
 * drag.
 */
export function placeScene(
  { nodes, edges, notes }: Scene,
  drag: NodeDrag | undefined,
  tween: Tween | undefined,
  time: number = performance.now(),
): void {
  const offset: Point = drag ? { x: drag.dx, y: drag.dy } : noOffset
  for (const node of nodes) {
    const position = tween?.getPosition(node.id, time) ?? node.node.position
    const { x, y } = drag?.ids.has(node.id) ? offset : noOffset
    node.x = position.x + x
    node.y = position.y + y
  }
  for (const note of notes) {
    const { x, y } = drag?.marks.has(note.id) ? offset : noOffset
    note.x = note.note.position.x + x
    note.y = note.note.position.y + y
  }
  for (const edge of edges) {
    if (edge.edge.points) edge.bendOffset = drag?.ids.has(edge.from.id) && drag.ids.has(edge.to.id) ? offset : noOffset
  }
}

/** Sets the positions of dragged elements only. All other elements must already be in position. */
export function placeDraggedElements({ byId, edges, notes }: Scene, { ids, marks, dx, dy }: NodeDrag): void {
  for (const id of ids) {
    const node = byId.get(id)
    if (!node) continue
    node.x = node.node.position.x + dx
    node.y = node.node.position.y + dy
  }
  if (marks.size > 0) {
    for (const note of notes) {
      if (!marks.has(note.id)) continue
      note.x = note.note.position.x + dx
      note.y = note.note.position.y + dy
    }
  }
  const offset = { x: dx, y: dy }
  for (const edge of edges)
    if (edge.edge.points && ids.has(edge.from.id) && ids.has(edge.to.id)) edge.bendOffset = offset
}
