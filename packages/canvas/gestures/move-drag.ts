import { canSplice } from '../editing/splice-edge.ts'
import { findMarkContents } from '../scene/frame-contents.ts'
import type { GestureHost } from './gesture-host.ts'
import { findEdgeAt } from '../hit-testing/hit-test.ts'
import { findAlignment, findAlignmentCandidates } from './alignment-guides.ts'
import { snap } from '../scene/node-shape.ts'
import type { Drag } from './pointer-input.ts'
import type { SurfacePoint } from './step-pointer.ts'
import { getGroupRect, getNodeRect, getNoteRect, type SceneEdge } from '../scene/scene.ts'
import { computeBounds, toGraph, type Point, type Rect, type Viewport } from '../camera/view.ts'

/** The maximum distance at which a drag snaps to a guide, in CSS pixels. */
const guideSnapDistance = 5

/**
 * Creates a drag of the selection. Its bounds snap to alignment guides; if no guide is close, the pressed element snaps
 * to the grid. All other elements move by the same offset. A single node dropped on an edge is inserted into it.
 */
export function createMoveDrag(host: GestureHost, origin: Point, start: SurfacePoint): Drag {
  const { scene } = host.canvas
  const { nodes: containedNodeIds, marks } = findMarkContents(scene, host.canvas.selectedMarks)
  const ids = new Set([...host.canvas.selection, ...containedNodeIds])
  const initialPosition = { x: origin.x, y: origin.y }
  const startPoint = toGraph(host.canvas.view, start)
  const rects: Rect[] = [
    ...scene.nodes.filter(({ id }) => ids.has(id)).map(getNodeRect),
    ...scene.notes.filter(({ id }) => marks.has(id)).map(getNoteRect),
    ...scene.groups.filter(({ id }) => marks.has(id)).map(getGroupRect),
  ]
  const bounds = computeBounds(rects)
  let candidates: { view: Viewport; rects: Rect[] } | undefined
  /** Returns the visible elements, recomputed when the view pans. */
  const findCandidates = (): Rect[] => {
    const { view } = host.canvas
    if (candidates?.view !== view) {
      candidates = {
        view,
        rects: findAlignmentCandidates(scene, host.canvas.visibleArea, (id) => ids.has(id) || marks.has(id)),
      }
    }
    return candidates.rects
  }
  let dx = 0
  let dy = 0
  let targetEdge: SceneEdge | undefined
  return {
    move(point) {
      const graphPoint = toGraph(host.canvas.view, point)
      const rawX = graphPoint.x - startPoint.x
      const rawY = graphPoint.y - startPoint.y
      // Ctrl or Cmd disables snapping. Alt is not used because it moves windows on some desktops.
      dx = point.command ? rawX : snap(initialPosition.x + rawX) - initialPosition.x
      dy = point.command ? rawY : snap(initialPosition.y + rawY) - initialPosition.y
      const snapResult =
        point.command || !bounds
          ? undefined
          : findAlignment(bounds, { x: rawX, y: rawY }, findCandidates(), guideSnapDistance / host.canvas.view.scale)
      dx = snapResult?.dx ?? dx
      dy = snapResult?.dy ?? dy
      const [firstId] = ids
      const isSingleNode = ids.size === 1 && marks.size === 0 && firstId !== undefined
      const edgeAtPointer = isSingleNode ? findEdgeAt(scene, graphPoint, 14 / host.canvas.view.scale) : undefined
      targetEdge =
        edgeAtPointer && isSingleNode && canSplice(host.canvas, edgeAtPointer, firstId) ? edgeAtPointer : undefined
      host.onDragged({ ids, marks, dx, dy }, snapResult?.guides ?? [], targetEdge?.id)
    },
    end(point) {
      host.onDragged(undefined, [], undefined)
      if (!point || (dx === 0 && dy === 0)) return
      const [firstId] = ids
      if (targetEdge && firstId !== undefined) host.onSpliced(firstId, targetEdge.id, dx, dy)
      else host.onMoved(ids, marks, dx, dy)
    },
  }
}
