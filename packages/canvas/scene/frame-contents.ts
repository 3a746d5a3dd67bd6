import { nodeRect, noteRect, type Scene, type SceneNote } from './scene.ts'
import type { Rect } from '../camera/view.ts'

/** A note that is a frame: what lies in its rectangle belongs to it. */
export const isFrame = ({ note }: SceneNote): boolean => note.frame === true

const middleIn = ({ x, y, width, height }: Rect, area: Rect): boolean => {
  const [cx, cy] = [x + width / 2, y + height / 2]
  return cx >= area.x && cx <= area.x + area.width && cy >= area.y && cy <= area.y + area.height
}

const wholeIn = ({ x, y, width, height }: Rect, area: Rect): boolean =>
  x >= area.x && y >= area.y && x + width <= area.x + area.width && y + height <= area.y + area.height

/**
 * What belongs to notes, frames and groups when they are moved or copied: a group's nodes; of a frame the nodes and notes
 * whose middle lies in it, and the frames that lie in it whole, with theirs.
 */
export function heldBy(scene: Scene, held: ReadonlySet<string>): { nodes: Set<string>; marks: Set<string> } {
  const marks = new Set(held)
  const nodes = new Set<string>()
  for (const group of scene.groups) if (marks.has(group.id)) for (const { id } of group.nodes) nodes.add(id)
  const open = scene.notes.filter((note) => isFrame(note) && marks.has(note.id))
  for (let frame = open.pop(); frame; frame = open.pop()) {
    const area = noteRect(frame)
    for (const node of scene.nodes) if (middleIn(nodeRect(node), area)) nodes.add(node.id)
    for (const note of scene.notes) {
      if (marks.has(note.id) || note === frame) continue
      const rect = noteRect(note)
      if (!(isFrame(note) ? wholeIn(rect, area) : middleIn(rect, area))) continue
      marks.add(note.id)
      if (isFrame(note)) open.push(note)
    }
  }
  return { nodes, marks }
}
