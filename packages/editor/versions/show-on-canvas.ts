import type { AwCanvas } from '../canvas/aw-canvas.ts'
import { computeBounds, getGroupRect, getNodeRect, getNoteRect, type Rect } from '@aw-flow/canvas'
import type { Change } from './changes.ts'

/** Selects a changed item and reveals it. If the item was removed, reveals its ghost instead. */
export function showOnCanvas(canvas: AwCanvas, { subject, id }: Pick<Change, 'subject' | 'id'>): void {
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
    subject === 'node' && node ? [id] : [],
    subject === 'edge' && edge ? [id] : [],
    (subject === 'note' && note) || (subject === 'group' && group) ? [id] : [],
  )
  const rects: Rect[] = []
  const displayedNode = node ?? findItem(ghosts?.nodes)
  const displayedEdge = edge ?? findItem(ghosts?.edges)
  const displayedNote = note ?? findItem(ghosts?.notes)
  if (subject === 'node' && displayedNode) rects.push(getNodeRect(displayedNode))
  if (subject === 'edge' && displayedEdge) rects.push(getNodeRect(displayedEdge.from), getNodeRect(displayedEdge.to))
  if (subject === 'note' && displayedNote) rects.push(getNoteRect(displayedNote))
  if (subject === 'group' && group) rects.push(getGroupRect(group))
  const bounds = computeBounds(rects)
  if (bounds) canvas.revealArea(bounds)
}
