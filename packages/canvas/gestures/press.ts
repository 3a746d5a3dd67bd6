import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import { createConnectionDrag } from './connection-drag.ts'
import type { GestureHost } from './gesture-host.ts'
import { hitTest, findMarkIdsIn, findNodeIdsIn, type Hit } from '../hit-testing/hit-test.ts'
import { createMoveDrag } from './move-drag.ts'
import type { Drag } from './pointer-input.ts'
import type { SurfacePoint } from './step-pointer.ts'
import { createBendDrag, createNoteResizeDrag, createNodeResizeDrag } from './shape-drags.ts'
import { createRectBetween, toGraph } from '../camera/view.ts'

/** Returns the topmost element at a point of the surface. */
export function findHit(canvas: WorkflowCanvasState, point: SurfacePoint): Hit {
  return hitTest(canvas.scene, toGraph(canvas.view, point), {
    scale: canvas.view.scale,
    tolerance: point.kind === 'touch' ? 22 : 11,
    selection: canvas.selection,
    selectedEdges: canvas.selectedEdges,
    selectedMarks: canvas.selectedMarks,
  })
}

/** Handles a press. Returns a function that starts a drag, or `undefined` if dragging should pan the view. */
export function startPress(host: GestureHost, point: SurfacePoint): (() => Drag) | undefined {
  const hit = findHit(host.canvas, point)
  const isAdditive = point.shift || point.command
  const { editable } = host.canvas
  switch (hit.kind) {
    case 'port':
      return editable ? () => createConnectionDrag(host, hit.end) : undefined
    case 'node':
      if (!host.canvas.selection.has(hit.node.id)) {
        if (isAdditive) host.canvas.select([...host.canvas.selection, hit.node.id], [], host.canvas.selectedMarks)
        else host.canvas.select([hit.node.id])
      }
      return editable ? () => createMoveDrag(host, hit.node.node.position, point) : undefined
    case 'note':
    case 'group': {
      const { id } = hit.kind === 'note' ? hit.note : hit.group
      if (!host.canvas.selectedMarks.has(id)) {
        if (isAdditive) host.canvas.select(host.canvas.selection, [], [...host.canvas.selectedMarks, id])
        else host.canvas.select([], [], [id])
      }
      const position = hit.kind === 'note' ? hit.note.note.position : hit.group.nodes[0]?.node.position
      return editable && position ? () => createMoveDrag(host, position, point) : undefined
    }
    case 'side':
      return editable ? () => createNodeResizeDrag(host, hit.node) : undefined
    case 'corner':
      return editable ? () => createNoteResizeDrag(host, hit.note) : undefined
    case 'bend':
      return editable ? () => createBendDrag(host, hit.edge, hit.index) : undefined
    case 'edge':
    case 'empty':
      return point.shift ? () => createMarqueeDrag(host, point) : undefined
  }
}

/** Handles a long press. On empty space or an edge, returns a function that starts a selection rectangle. */
export function startLongPress(host: GestureHost, point: SurfacePoint): (() => Drag) | undefined {
  const hit = findHit(host.canvas, point)
  if (hit.kind === 'empty' || hit.kind === 'edge') return () => createMarqueeDrag(host, point)
  return undefined
}

/**
 * Selects the clicked element. The preceding press has already selected it, so `wasSelected` indicates whether an
 * additive click must deselect it.
 */
export function selectClickedElement(host: GestureHost, point: SurfacePoint, wasSelected: boolean): void {
  const hit = findHit(host.canvas, point)
  const isAdditive = point.shift || point.command
  switch (hit.kind) {
    case 'port':
    case 'side':
    case 'node': {
      const { id } = hit.node
      if (!isAdditive) host.canvas.select([id])
      else host.canvas.select(toggleId(host.canvas.selection, id, wasSelected), [], host.canvas.selectedMarks)
      break
    }
    case 'note':
    case 'corner':
    case 'group': {
      const { id } = hit.kind === 'group' ? hit.group : hit.note
      if (!isAdditive) host.canvas.select([], [], [id])
      else host.canvas.select(host.canvas.selection, [], toggleId(host.canvas.selectedMarks, id, wasSelected))
      break
    }
    case 'bend':
      break
    case 'edge':
      if (isAdditive)
        host.canvas.select(
          host.canvas.selection,
          [...host.canvas.selectedEdges, hit.edge.id],
          host.canvas.selectedMarks,
        )
      else host.canvas.select([], [hit.edge.id])
      break
    case 'empty':
      if (!isAdditive) host.canvas.select([])
      break
  }
}

const toggleId = (ids: ReadonlySet<string>, id: string, isIncluded: boolean): string[] =>
  isIncluded ? [...ids].filter((other) => other !== id) : [...ids, id]

function createMarqueeDrag(host: GestureHost, start: SurfacePoint): Drag {
  const initialSelection = host.canvas.selection
  const initialMarks = host.canvas.selectedMarks
  const startPoint = toGraph(host.canvas.view, start)
  return {
    move(point) {
      const area = createRectBetween(startPoint, toGraph(host.canvas.view, point))
      host.onMarquee(area)
      host.canvas.select(
        new Set([...initialSelection, ...findNodeIdsIn(host.canvas.scene, area)]),
        [],
        new Set([...initialMarks, ...findMarkIdsIn(host.canvas.scene, area)]),
      )
    },
    end(point) {
      host.onMarquee(undefined)
      if (!point) host.canvas.select(initialSelection, [], initialMarks)
    },
  }
}
