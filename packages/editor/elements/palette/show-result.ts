import { getGroupRect, getNoteRect } from '@aw-flow/canvas'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'

/**
 * A node, note or group that matches a search query.
 */
export interface ElementResult {
  /** Kind of the element. */
  kind: 'node' | 'note' | 'group'
  /** Id of the element, unique in its workflow. */
  id: string
  /** Primary text of the list item. */
  title: string
  /** Secondary text of the list item. */
  detail: string
  /** Icon name. */
  icon: string
  /**
   * Ids of the nodes that contain the element's workflow, outermost first. Absent if the canvas shows that workflow.
   */
  path?: readonly string[]
}

/** Selects and reveals a search result on the canvas. Focuses the node, or the canvas for other results. */
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
