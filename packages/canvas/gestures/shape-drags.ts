import type { NodeLook, WorkflowNote } from '@aw-flow/schema'
import type { GestureHost } from './gesture-host.ts'
import { gridSize, nodeWidth, snap, withWidth } from '../scene/node-shape.ts'
import type { Drag } from './pointer-input.ts'
import type { SceneEdge, SceneNode, SceneNote } from '../scene/scene.ts'
import { toGraph } from '../camera/view.ts'

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value))

/** The nearest allowed width of a node. */
const clampNodeWidth = (width: number): number => clamp(width, 160, 640)

const minSheetSize = { width: 80, height: 48 } as const

/** The nearest allowed width or height of a note or a frame. */
const clampSheetSize = (side: 'width' | 'height', size: number): number => clamp(size, minSheetSize[side], 20_000)

/** The look of a node that is `by` wider, within the limits. @internal */
export function widenNode({ width = nodeWidth, ...look }: NodeLook, by: number): NodeLook {
  return withWidth(look, clampNodeWidth(width + by))
}

/** A note or a frame whose width or height has grown by `by`, within the limits. @internal */
export const growSheet = (note: WorkflowNote, side: 'width' | 'height', by: number): WorkflowNote => ({
  ...note,
  size: { ...note.size, [side]: clampSheetSize(side, note.size[side] + by) },
})

/** Changes a node's width by its right side. */
export function sideDrag(host: GestureHost, node: SceneNode): Drag {
  let width = node.shape.width
  return {
    move(at) {
      const { x } = toGraph(host.canvas.view, at)
      const wanted = at.command ? Math.round(x - node.x) : snap(x - node.x)
      width = clampNodeWidth(wanted)
      host.widened(node.id, width, false)
    },
    end: (at) => host.widened(node.id, at ? width : node.shape.width, true),
  }
}

/** Changes the size of a note or a frame by its corner. */
export function cornerDrag(host: GestureHost, { id, note }: SceneNote): Drag {
  let { size } = note
  return {
    move(at) {
      const here = toGraph(host.canvas.view, at)
      size = {
        width: clampSheetSize('width', snap(here.x - note.position.x)),
        height: clampSheetSize('height', snap(here.y - note.position.y)),
      }
      host.resized(id, size, false)
    },
    end: (at) => host.resized(id, at ? size : undefined, true),
  }
}

/** Moves a bend of an edge, on the grid unless Ctrl is down. */
export function bendDrag(host: GestureHost, { id, edge }: SceneEdge, index: number): Drag {
  const before = edge.points ?? []
  let points = before
  return {
    move(at) {
      const { x, y } = toGraph(host.canvas.view, at)
      const half = gridSize / 2
      const here = at.command
        ? { x: Math.round(x), y: Math.round(y) }
        : { x: Math.round(x / half) * half, y: Math.round(y / half) * half }
      points = before.with(index, here)
      host.bent(id, points, false)
    },
    end: (at) => host.bent(id, at ? points : undefined, true),
  }
}
