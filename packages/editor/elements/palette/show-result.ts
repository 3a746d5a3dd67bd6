import { getGroupRect, getNoteRect } from '@aw-flow/canvas'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'

/**
 * A node, note or group that matches. `path` has the ids of the nodes that lead to its workflow, if the canvas shows a
 * different one.
 */
export interface ElementResult {
  /** The kind of the element. */
  kind: 'node' | 'note' | 'group'
  /** The id of the element in its workflow. */
  id: string
  /** The main text of the list item. */
  title: string
  /** The secondary text of the list item. */
  detail: string
  /** The name of an icon. */
  icon: string
  /** The ids of the nodes that lead to its workflow. */
  path?: readonly string[]
}

/** Selects, reveals and, if possible, focuses a result on its canvas. */
export function showResult(canvas: AwCanvas, { kind, id }: Pick<ElementResult, 'kind' | 'id'>): void {
  if (kind === 'node') {
    canvas.fit([id])
    canvas.focusNode(id)
    return
  }
  canvas.focus()
  canvas.select([], [], [id])
  const note = canvas.scene.notes.find((candidate) => candidate.id === id)
  const group = canvas.scene.groups.find((candidate) => candidate.id === id)
  const rect = note ? getNoteRect(note) : group && getGroupRect(group)
  if (rect) canvas.centerOn({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 })
}
