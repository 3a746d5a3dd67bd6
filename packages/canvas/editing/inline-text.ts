import type { Edit } from '@aw-flow/schema'
import type { Rect } from '../camera/view.ts'
import { isFrame } from '../scene/frame-contents.ts'
import { headerHeight } from '../scene/node-shape.ts'
import { frameTitleHeight, groupLabelHeight, getGroupRect, getNoteRect, type Scene } from '../scene/scene.ts'

/** Text in the scene that can be edited in place. @internal */
export interface InlineText {
  readonly kind: 'note' | 'frame' | 'group' | 'node'
  /** The bounds of the drawn text, in graph coordinates. */
  readonly rect: Rect
  readonly text: string
  /** Returns an edit that sets the text, or `undefined` if it is unchanged. */
  createEdit(text: string): Edit | undefined
}

/**
 * Returns the editable text of an element: a note's text, the title of a frame or node, or a group's label. Returns
 * `undefined` for an unknown id.
 *
 * @internal
 */
export function findInlineText(scene: Scene, id: string): InlineText | undefined {
  const note = scene.notes.find((candidate) => candidate.id === id)
  if (note) {
    const isFrameNote = isFrame(note)
    return {
      kind: isFrameNote ? 'frame' : 'note',
      rect: isFrameNote ? { ...getNoteRect(note), height: frameTitleHeight } : getNoteRect(note),
      text: note.note.text,
      createEdit: (text) =>
        text === note.note.text ? undefined : { type: 'replace-note', note: { ...note.note, text } },
    }
  }
  const group = scene.groups.find((candidate) => candidate.id === id)
  if (group) {
    return {
      kind: 'group',
      rect: { ...getGroupRect(group), height: groupLabelHeight },
      text: group.group.label,
      createEdit: (label) =>
        label === group.group.label ? undefined : { type: 'replace-group', group: { ...group.group, label } },
    }
  }
  const node = scene.byId.get(id)
  return (
    node && {
      kind: 'node',
      rect: { x: node.x, y: node.y, width: node.shape.width, height: headerHeight },
      text: node.content.title,
      createEdit: (label) => (label === node.content.title ? undefined : { type: 'set-label', id, label }),
    }
  )
}
