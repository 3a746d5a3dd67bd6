import { getNodeRect, getNoteRect, type Scene, type SceneNote } from './scene.ts'
import type { Rect } from '../camera/view.ts'

/** Returns whether a note is a frame. A frame contains the elements within its rectangle. */
export const isFrame = ({ note }: SceneNote): boolean => note.frame === true

const isCenterInside = ({ x, y, width, height }: Rect, area: Rect): boolean => {
  const [cx, cy] = [x + width / 2, y + height / 2]
  return cx >= area.x && cx <= area.x + area.width && cy >= area.y && cy <= area.y + area.height
}

const isInside = ({ x, y, width, height }: Rect, area: Rect): boolean =>
  x >= area.x && y >= area.y && x + width <= area.x + area.width && y + height <= area.y + area.height

/**
 * Returns the ids of the given marks and of all elements that move and are copied with them: the nodes in a group; the
 * nodes and notes whose center is inside a frame; and the frames that are entirely inside a frame, with their contents.
 *
 * @internal
 */
export function findMarkContents(scene: Scene, ids: ReadonlySet<string>): { nodes: Set<string>; marks: Set<string> } {
  const marks = new Set(ids)
  const nodes = new Set<string>()
  for (const group of scene.groups) if (marks.has(group.id)) for (const { id } of group.nodes) nodes.add(id)
  const queue = scene.notes.filter((note) => isFrame(note) && marks.has(note.id))
  for (let frame = queue.pop(); frame; frame = queue.pop()) {
    const area = getNoteRect(frame)
    for (const node of scene.nodes) if (isCenterInside(getNodeRect(node), area)) nodes.add(node.id)
    for (const note of scene.notes) {
      if (marks.has(note.id) || note === frame) continue
      const rect = getNoteRect(note)
      if (!(isFrame(note) ? isInside(rect, area) : isCenterInside(rect, area))) continue
      marks.add(note.id)
      if (isFrame(note)) queue.push(note)
    }
  }
  return { nodes, marks }
}
