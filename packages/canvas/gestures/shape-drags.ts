import type { NodeAppearance, WorkflowNote } from '@aw-flow/schema'
import type { GestureHost } from './gesture-host.ts'
import { gridSize, nodeWidth, snap, withWidth } from '../scene/node-shape.ts'
import type { Drag } from './pointer-input.ts'
import type { SceneEdge, SceneNode, SceneNote } from '../scene/scene.ts'
import { toGraph } from '../camera/view.ts'

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value))

/** Limits a node's width to the allowed range. */
const clampNodeWidth = (width: number): number => clamp(width, 160, 640)

const minNoteSize = { width: 80, height: 48 } as const

/** Limits the width or height of a note or frame to the allowed range. */
const clampNoteSize = (dimension: 'width' | 'height', size: number): number =>
  clamp(size, minNoteSize[dimension], 20_000)

/** Returns a node's appearance with its width increased by `amount`, within the allowed range. @internal */
export function widenNode({ width = nodeWidth, ...appearance }: NodeAppearance, amount: number): NodeAppearance {
  return withWidth(appearance, clampNodeWidth(width + amount))
}

/** Returns a note or frame with its width or height increased by `amount`, within the allowed range. @internal */
export const growNote = (note: WorkflowNote, dimension: 'width' | 'height', amount: number): WorkflowNote => ({
  ...note,
  size: { ...note.size, [dimension]: clampNoteSize(dimension, note.size[dimension] + amount) },
})

/** Creates a drag that resizes a node by its right side. */
export function createNodeResizeDrag(host: GestureHost, node: SceneNode): Drag {
  let width = node.shape.width
  return {
    move(pointer) {
      const { x } = toGraph(host.canvas.view, pointer)
      const requestedWidth = pointer.command ? Math.round(x - node.x) : snap(x - node.x)
      width = clampNodeWidth(requestedWidth)
      host.onNodeResized(node.id, width, false)
    },
    end: (pointer) => host.onNodeResized(node.id, pointer ? width : node.shape.width, true),
  }
}

/** Creates a drag that resizes a note or frame by its corner. */
export function createNoteResizeDrag(host: GestureHost, { id, note }: SceneNote): Drag {
  let { size } = note
  return {
    move(pointer) {
      const point = toGraph(host.canvas.view, pointer)
      size = {
        width: clampNoteSize('width', snap(point.x - note.position.x)),
        height: clampNoteSize('height', snap(point.y - note.position.y)),
      }
      host.onNoteResized(id, size, false)
    },
    end: (pointer) => host.onNoteResized(id, pointer ? size : undefined, true),
  }
}

/** Creates a drag of a bend. The bend snaps to the grid unless Ctrl or Cmd is pressed. */
export function createBendDrag(host: GestureHost, { id, edge }: SceneEdge, index: number): Drag {
  const initialPoints = edge.points ?? []
  let points = initialPoints
  return {
    move(pointer) {
      const { x, y } = toGraph(host.canvas.view, pointer)
      const halfGrid = gridSize / 2
      const point = pointer.command
        ? { x: Math.round(x), y: Math.round(y) }
        : { x: Math.round(x / halfGrid) * halfGrid, y: Math.round(y / halfGrid) * halfGrid }
      points = initialPoints.with(index, point)
      host.onBendsMoved(id, points, false)
    },
    end: (pointer) => host.onBendsMoved(id, pointer ? points : undefined, true),
  }
}
