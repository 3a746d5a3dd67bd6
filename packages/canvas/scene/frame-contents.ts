import { nodeRect, noteRect, type Scene, type SceneNote } from './scene.ts'
import type { Rect } from '../camera/view.ts'

/** Whether a note is a frame, which contains what is in its rectangle. */
export const isFrame = ({ note }: SceneNote): boolean => note.frame === true

const isMiddleInside = ({ x, y, width, height }: Rect, area: Rect): boolean => {
  const [cx, cy] = [x + width / 2, y + height / 2]
  return cx >= area.x && cx <= area.x + area.width && cy >= area.y && cy <= area.y + area.height
}

const isInside = ({ x, y, width, height }: Rect, area: Rect): boolean =>
  x >= area.x && y >= area.y && x + width <= area.x + area.width && y + height <= area.y + area.height

/**
 * What moves and is copied with notes, frames and groups: a group's nodes; the nodes and notes whose center is in a
 * frame; frames inside a frame with their contents.
 *
 * @internal
 */
export function contentsOfMarks(scene: Scene, held: ReadonlySet<string>): { nodes: Set<string>; marks: Set<string> } {
  const marks = new Set(held)
  const nodes = new Set<string>()
  for (const group of scene.groups) if (marks.has(group.id)) for (const { id } of group.nodes) nodes.add(id)
  const open = scene.notes.filter((note) => isFrame(note) && marks.has(note.id))
  for (let frame = open.pop(); frame; frame = open.pop()) {
    const area = noteRect(frame)
    for (const node of scene.nodes) if (isMiddleInside(nodeRect(node), area)) nodes.add(node.id)
    for (const note of scene.notes) {
      if (marks.has(note.id) || note === frame) continue
      const rect = noteRect(note)
      if (!(isFrame(note) ? isInside(rect, area) : isMiddleInside(rect, area))) continue
      marks.add(note.id)
      if (isFrame(note)) open.push(note)
    }
  }
  return { nodes, marks }
}
