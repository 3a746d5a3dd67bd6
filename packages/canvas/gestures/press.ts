import type { WorkflowCanvasState } from '../workflow-canvas-state.ts'
import { connectionDrag } from './connection-drag.ts'
import type { GestureHost } from './gesture-host.ts'
import { hitTest, marksIn, nodesIn, type Hit } from '../hit-testing/hit-test.ts'
import { moveDrag } from './move-drag.ts'
import type { Drag, SurfacePoint } from './pointer-input.ts'
import { bendDrag, cornerDrag, sideDrag } from './shape-drags.ts'
import { rectOf, toGraph } from '../camera/view.ts'

/** Returns what is at a point of the surface. */
export function hitAt(canvas: WorkflowCanvasState, at: SurfacePoint): Hit {
  return hitTest(canvas.scene, toGraph(canvas.view, at), {
    scale: canvas.view.scale,
    reach: at.kind === 'touch' ? 22 : 11,
    selection: canvas.selection,
    selectedEdges: canvas.selectedEdges,
    selectedMarks: canvas.selectedMarks,
  })
}

/** The drag that a press starts; `undefined` if it pans the view. */
export function pressed(host: GestureHost, at: SurfacePoint): (() => Drag) | undefined {
  const hit = hitAt(host.canvas, at)
  const adds = at.shift || at.command
  const { editable } = host.canvas
  switch (hit.kind) {
    case 'port':
      return editable ? () => connectionDrag(host, hit.end) : undefined
    case 'node':
      if (!host.canvas.selection.has(hit.node.id)) {
        if (adds) host.canvas.select([...host.canvas.selection, hit.node.id], [], host.canvas.selectedMarks)
        else host.canvas.select([hit.node.id])
      }
      return editable ? () => moveDrag(host, hit.node.node.position, at) : undefined
    case 'note':
    case 'group': {
      const { id } = hit.kind === 'note' ? hit.note : hit.group
      if (!host.canvas.selectedMarks.has(id)) {
        if (adds) host.canvas.select(host.canvas.selection, [], [...host.canvas.selectedMarks, id])
        else host.canvas.select([], [], [id])
      }
      const from = hit.kind === 'note' ? hit.note.note.position : hit.group.nodes[0]?.node.position
      return editable && from ? () => moveDrag(host, from, at) : undefined
    }
    case 'side':
      return editable ? () => sideDrag(host, hit.node) : undefined
    case 'corner':
      return editable ? () => cornerDrag(host, hit.note) : undefined
    case 'bend':
      return editable ? () => bendDrag(host, hit.edge, hit.index) : undefined
    case 'edge':
    case 'empty':
      return at.shift ? () => marqueeDrag(host, at) : undefined
  }
}

/** A long press: on empty space it starts a selection rectangle, on a node it adds the node to the selection. */
export function longPressed(host: GestureHost, at: SurfacePoint): (() => Drag) | undefined {
  const hit = hitAt(host.canvas, at)
  if (hit.kind === 'empty' || hit.kind === 'edge') return () => marqueeDrag(host, at)
  return undefined
}

/** Selects what was clicked. The press before the click has already selected it unless it was selected before. */
export function clicked(host: GestureHost, at: SurfacePoint, wasSelected: boolean): void {
  const hit = hitAt(host.canvas, at)
  const adds = at.shift || at.command
  switch (hit.kind) {
    case 'port':
    case 'side':
    case 'node': {
      const { id } = hit.node
      if (!adds) host.canvas.select([id])
      else host.canvas.select(toggled(host.canvas.selection, id, wasSelected), [], host.canvas.selectedMarks)
      break
    }
    case 'note':
    case 'corner':
    case 'group': {
      const { id } = hit.kind === 'group' ? hit.group : hit.note
      if (!adds) host.canvas.select([], [], [id])
      else host.canvas.select(host.canvas.selection, [], toggled(host.canvas.selectedMarks, id, wasSelected))
      break
    }
    case 'bend':
      break
    case 'edge':
      if (adds)
        host.canvas.select(
          host.canvas.selection,
          [...host.canvas.selectedEdges, hit.edge.id],
          host.canvas.selectedMarks,
        )
      else host.canvas.select([], [hit.edge.id])
      break
    case 'empty':
      if (!adds) host.canvas.select([])
      break
  }
}

const toggled = (all: ReadonlySet<string>, id: string, wasIn: boolean): string[] =>
  wasIn ? [...all].filter((other) => other !== id) : [...all, id]

function marqueeDrag(host: GestureHost, start: SurfacePoint): Drag {
  const before = host.canvas.selection
  const marksBefore = host.canvas.selectedMarks
  const from = toGraph(host.canvas.view, start)
  return {
    move(at) {
      const area = rectOf(from, toGraph(host.canvas.view, at))
      host.marqueed(area)
      host.canvas.select(
        new Set([...before, ...nodesIn(host.canvas.scene, area)]),
        [],
        new Set([...marksBefore, ...marksIn(host.canvas.scene, area)]),
      )
    },
    end(at) {
      host.marqueed(undefined)
      if (!at) host.canvas.select(before, [], marksBefore)
    },
  }
}
