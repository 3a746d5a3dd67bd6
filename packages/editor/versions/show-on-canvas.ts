import type { AwCanvas } from '../canvas/aw-canvas.ts'
import { computeBounds, getGroupRect, getNodeRect, getNoteRect, type Rect } from '@aw-flow/canvas'
import type { Change } from './changes.ts'

/** Selects a changed item if it still exists, and scrolls to it or to its ghost. */
export function showOnCanvas(canvas: AwCanvas, { about, id }: Pick<Change, 'about' | 'id'>): void {
  const { scene } = canvas
  const ghosts = canvas.diff?.ghosts
  const findItem = <T extends { id: string }>(items: readonly T[] | undefined): T | undefined =>
    items?.find((item) => item.id === id)
  const [node, edge, note, group] = [
    findItem(scene.nodes),
    findItem(scene.edges),
    findItem(scene.notes),
    findItem(scene.groups),
  ]
  canvas.select(
    about === 'node' && node ? [id] : [],
    about === 'edge' && edge ? [id] : [],
    (about === 'note' && note) || (about === 'group' && group) ? [id] : [],
  )
  const rects: Rect[] = []
  const shownNode = node ?? findItem(ghosts?.nodes)
  const shownEdge = edge ?? findItem(ghosts?.edges)
  const shownNote = note ?? findItem(ghosts?.notes)
  if (about === 'node' && shownNode) rects.push(getNodeRect(shownNode))
  if (about === 'edge' && shownEdge) rects.push(getNodeRect(shownEdge.from), getNodeRect(shownEdge.to))
  if (about === 'note' && shownNote) rects.push(getNoteRect(shownNote))
  if (about === 'group' && group) rects.push(getGroupRect(group))
  const bounds = computeBounds(rects)
  if (bounds) canvas.revealArea(bounds)
}
