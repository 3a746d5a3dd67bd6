import { spliceable } from '../editing/splice-edge.ts'
import { contentsOfMarks } from '../scene/frame-contents.ts'
import type { GestureHost } from './gesture-host.ts'
import { edgeAt } from '../hit-testing/hit-test.ts'
import { alignment, lineCandidates } from './alignment-guides.ts'
import { snap } from '../scene/node-shape.ts'
import type { Drag, SurfacePoint } from './pointer-input.ts'
import { groupRect, nodeRect, noteRect, type SceneEdge } from '../scene/scene.ts'
import { boundsOf, toGraph, type Point, type Rect, type View } from '../camera/view.ts'

/** Distance within which the drag snaps to a guide, in pixels. */
const lineReach = 5

/**
 * Drags the selection: the node under the pointer snaps to guides or, if there are none, to the grid; the others keep
 * their distance to it. A single node that is dropped on an edge is inserted into it.
 */
export function moveDrag(host: GestureHost, grabbed: Point, start: SurfacePoint): Drag {
  const { scene } = host.canvas
  const { nodes: held, marks } = contentsOfMarks(scene, host.canvas.selectedMarks)
  const ids = new Set([...host.canvas.selection, ...held])
  const from = { x: grabbed.x, y: grabbed.y }
  const grip = toGraph(host.canvas.view, start)
  const rects: Rect[] = [
    ...scene.nodes.filter(({ id }) => ids.has(id)).map(nodeRect),
    ...scene.notes.filter(({ id }) => marks.has(id)).map(noteRect),
    ...scene.groups.filter(({ id }) => marks.has(id)).map(groupRect),
  ]
  const bounds = boundsOf(rects)
  let lines: { view: View; rects: Rect[] } | undefined
  /** The visible elements; they change while the view pans. */
  const others = (): Rect[] => {
    const { view } = host.canvas
    if (lines?.view !== view) {
      lines = { view, rects: lineCandidates(scene, host.canvas.visibleArea, (id) => ids.has(id) || marks.has(id)) }
    }
    return lines.rects
  }
  let dx = 0
  let dy = 0
  let into: SceneEdge | undefined
  return {
    move(at) {
      const here = toGraph(host.canvas.view, at)
      const rawX = here.x - grip.x
      const rawY = here.y - grip.y
      // Ctrl or Cmd disables snapping; Alt would move the window on some desktops.
      dx = at.command ? rawX : snap(from.x + rawX) - from.x
      dy = at.command ? rawY : snap(from.y + rawY) - from.y
      const inLine =
        at.command || !bounds
          ? undefined
          : alignment(bounds, { x: rawX, y: rawY }, others(), lineReach / host.canvas.view.scale)
      dx = inLine?.dx ?? dx
      dy = inLine?.dy ?? dy
      const [only] = ids
      const fits = ids.size === 1 && marks.size === 0 && only !== undefined
      const under = fits ? edgeAt(scene, here, 14 / host.canvas.view.scale) : undefined
      into = under && fits && spliceable(host.canvas, under, only) ? under : undefined
      host.dragged({ ids, marks, dx, dy }, inLine?.guides ?? [], into?.id)
    },
    end(at) {
      host.dragged(undefined, [], undefined)
      if (!at || (dx === 0 && dy === 0)) return
      const [only] = ids
      if (into && only !== undefined) host.spliced(only, into.id, dx, dy)
      else host.moved(ids, marks, dx, dy)
    },
  }
}
