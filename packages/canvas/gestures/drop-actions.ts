import type { Camera } from '../camera/camera.ts'
import type { Point } from '../camera/view.ts'
import type { CanvasEvent } from '../canvas-host.ts'
import { findNodeAt } from '../hit-testing/hit-test.ts'
import { headerHeight, nodeWidth, snap } from '../scene/node-shape.ts'
import type { Surface } from '../surface.ts'
import type { DropActions } from './drop-target.ts'
import type { GestureEdits } from './gesture-edits.ts'
import { getPointOn } from './surface-point.ts'

export interface DropHost {
  readonly camera: Camera
  readonly surface: Surface
  readonly gestures: GestureEdits
  emit(event: CanvasEvent): void
}

/** Drop actions of a canvas, which also handle pasted files. @internal */
export interface CanvasDropActions extends DropActions {
  /** Handles pasted files as if they were dropped at a point of the surface. */
  paste(files: readonly File[], point: Point): void
}

/** Handles files and node types that are dragged over a canvas and dropped on it. */
export function createDropActions(host: DropHost): CanvasDropActions {
  const { camera, surface, gestures } = host
  const { canvas } = gestures
  let isOver = false

  const findNodeIdUnder = (event: DragEvent): string | undefined => {
    const { x, y } = getPointOn(surface.element, event)
    const { width, height } = camera.size
    const isInside = x >= 0 && y >= 0 && x < width && y < height
    return isInside ? findNodeAt(canvas.scene, camera.toGraph({ x, y }))?.id : undefined
  }
  /** Returns the top-left corner that places the center of a node's header at a point of the surface. */
  const findCornerAt = (point: Point): Point => {
    const graphPoint = camera.toGraph(point)
    return { x: snap(graphPoint.x - nodeWidth / 2), y: snap(graphPoint.y - headerHeight / 2) }
  }

  return {
    canDrop: () => canvas.editable,
    onDragOver(event, kind) {
      if ((event !== undefined) !== isOver) {
        isOver = event !== undefined
        host.emit({ type: 'drag-over', isOver })
      }
      const target = event && kind === 'file' ? findNodeIdUnder(event) : undefined
      if (target !== surface.overlay.dropTarget) surface.updateOverlay({ dropTarget: target })
    },
    /** If the drop is outside the surface, uses the nearest point on it. */
    dropFiles({ files, folders }, event) {
      const { x, y } = getPointOn(surface.element, event)
      const { width, height } = camera.size
      const point = { x: Math.min(Math.max(x, 0), width), y: Math.min(Math.max(y, 0), height) }
      // Directs undo and other keyboard shortcuts to the dropped nodes.
      surface.focus()
      const position = findCornerAt(point)
      host.emit({ type: 'files-dropped', files, folders, node: findNodeIdUnder(event), position })
    },
    dropNodeType(name, event) {
      const type = canvas.types.get(name)
      const point = getPointOn(surface.element, event)
      if (type) gestures.addDroppedNode(type, camera.toGraph(point), findCornerAt(point))
    },
    paste(files, point) {
      if (!canvas.editable) return
      host.emit({ type: 'files-dropped', files, folders: [], node: undefined, position: findCornerAt(point) })
    },
  }
}
