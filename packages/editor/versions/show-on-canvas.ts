import type { AwCanvas } from '../canvas/aw-canvas.ts'
import { boundsOf, groupRect, nodeRect, noteRect, type Rect } from '@aw-flow/canvas'
import type { Change } from './changes.ts'

/** Selects the changed item if it exists, and reveals it, even if it is only a ghost. */
export function showOnCanvas(canvas: AwCanvas, { about, id }: Pick<Change, 'about' | 'id'>): void {
  const { scene } = canvas
  const ghosts = canvas.diff?.ghosts
  const is = <T extends { id: string }>(items: readonly T[] | undefined): T | undefined =>
    items?.find((item) => item.id === id)
  const [node, edge, note, group] = [is(scene.nodes), is(scene.edges), is(scene.notes), is(scene.groups)]
  canvas.select(
    about === 'node' && node ? [id] : [],
    about === 'edge' && edge ? [id] : [],
    (about === 'note' && note) || (about === 'group' && group) ? [id] : [],
  )
  const rects: Rect[] = []
  const shownNode = node ?? is(ghosts?.nodes)
  const shownEdge = edge ?? is(ghosts?.edges)
  const shownNote = note ?? is(ghosts?.notes)
  if (about === 'node' && shownNode) rects.push(nodeRect(shownNode))
  if (about === 'edge' && shownEdge) rects.push(nodeRect(shownEdge.from), nodeRect(shownEdge.to))
  if (about === 'note' && shownNote) rects.push(noteRect(shownNote))
  if (about === 'group' && group) rects.push(groupRect(group))
  const bounds = boundsOf(rects)
  if (bounds) canvas.revealArea(bounds)
}
