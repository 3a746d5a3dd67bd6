import type { CanvasState } from '../canvas-state.ts'
import { connectionDrag } from './connection-drag.ts'
import type { GestureHost } from './gesture-host.ts'
import { hitTest, marksIn, nodesIn, type Hit } from '../hit-testing/hit-test.ts'
import { moveDrag } from './move-drag.ts'
import type { Drag, SurfacePoint } from './pointer-input.ts'
import { bendDrag, cornerDrag, sideDrag } from './shape-drags.ts'
import { rectOf, toGraph } from '../camera/view.ts'

/** What lies under a point of the surface. */
export function hitAt(host: CanvasState, at: SurfacePoint): Hit {
  return hitTest(host.scene, toGraph(host.view, at), {
    scale: host.view.scale,
    reach: at.kind === 'touch' ? 22 : 11,
    selection: host.selection,
    selectedEdges: host.selectedEdges,
    selectedMarks: host.selectedMarks,
  })
}

/** The drag that a press begins; `undefined` where it pans. */
export function pressed(host: GestureHost, at: SurfacePoint): (() => Drag) | undefined {
  const hit = hitAt(host, at)
  const adds = at.shift || at.command
  const { editable } = host
  switch (hit.kind) {
    case 'port':
      return editable ? () => connectionDrag(host, hit.end) : undefined
    case 'node':
      if (!host.selection.has(hit.node.id)) {
        if (adds) host.select([...host.selection, hit.node.id], [], host.selectedMarks)
        else host.select([hit.node.id])
      }
      return editable ? () => moveDrag(host, hit.node.node.position, at) : undefined
    case 'note':
    case 'group': {
      const { id } = hit.kind === 'note' ? hit.note : hit.group
      if (!host.selectedMarks.has(id)) {
        if (adds) host.select(host.selection, [], [...host.selectedMarks, id])
        else host.select([], [], [id])
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

/** A finger that stays: on empty space a rectangle is drawn from there, on a node it is added to what is selected. */
export function held(host: GestureHost, at: SurfacePoint): (() => Drag) | undefined {
  const hit = hitAt(host, at)
  if (hit.kind === 'empty' || hit.kind === 'edge') return () => marqueeDrag(host, at)
  return undefined
}

/** A click: selects what it is on. The press has already selected what was not. */
export function clicked(host: GestureHost, at: SurfacePoint, wasSelected: boolean): void {
  const hit = hitAt(host, at)
  const adds = at.shift || at.command
  switch (hit.kind) {
    case 'port':
    case 'side':
    case 'node': {
      const { id } = hit.node
      if (!adds) host.select([id])
      else host.select(toggled(host.selection, id, wasSelected), [], host.selectedMarks)
      break
    }
    case 'note':
    case 'corner':
    case 'group': {
      const { id } = hit.kind === 'group' ? hit.group : hit.note
      if (!adds) host.select([], [], [id])
      else host.select(host.selection, [], toggled(host.selectedMarks, id, wasSelected))
      break
    }
    case 'bend':
      break
    case 'edge':
      if (adds) host.select(host.selection, [...host.selectedEdges, hit.edge.id], host.selectedMarks)
      else host.select([], [hit.edge.id])
      break
    case 'empty':
      if (!adds) host.select([])
      break
  }
}

const toggled = (all: ReadonlySet<string>, id: string, wasIn: boolean): string[] =>
  wasIn ? [...all].filter((other) => other !== id) : [...all, id]

function marqueeDrag(host: GestureHost, start: SurfacePoint): Drag {
  const before = host.selection
  const marksBefore = host.selectedMarks
  const from = toGraph(host.view, start)
  return {
    move(at) {
      const area = rectOf(from, toGraph(host.view, at))
      host.marqueed(area)
      host.select(
        new Set([...before, ...nodesIn(host.scene, area)]),
        [],
        new Set([...marksBefore, ...marksIn(host.scene, area)]),
      )
    },
    end(at) {
      host.marqueed(undefined)
      if (!at) host.select(before, [], marksBefore)
    },
  }
}
