import type { Frame } from './frame.ts'
import { isAnimated } from '../scene/is-animated.ts'
import type { SceneEdge, SceneNode } from '../scene/scene.ts'
import { areDependenciesEqual, listStaticDependencies } from './frame-dependencies.ts'

/** Draws the individual layers of a frame. */
export interface LayerPainter {
  /** Draws the background, groups, frames and notes. Covers the entire canvas. */
  drawBackground(context: CanvasRenderingContext2D, frame: Frame): void
  drawEdges(context: CanvasRenderingContext2D, frame: Frame, edges: readonly SceneEdge[]): void
  /** `visibleCount` is the total number of nodes in view, including those not in `nodes`. */
  drawNodes(context: CanvasRenderingContext2D, frame: Frame, nodes: readonly SceneNode[], visibleCount: number): void
  /** Returns the visible nodes. */
  findVisibleNodes(frame: Frame): SceneNode[]
}

interface Bitmaps {
  readonly backLayer: HTMLCanvasElement
  readonly frontLayer: HTMLCanvasElement
  readonly edges: readonly SceneEdge[]
  readonly nodes: readonly SceneNode[]
  readonly visibleCount: number
}

/** Returns the values that the bitmaps depend on. */
const listDependencies = (frame: Frame): unknown[] => [...listStaticDependencies(frame), frame.dragged]

/** Returns whether nothing moves except the dragged nodes and their edges. */
const movesOnlyDraggedNodes = (
  { scene, connection, marquee, difference }: Frame,
  draggedNodeIds: ReadonlySet<string>,
): boolean =>
  !connection &&
  !marquee &&
  !difference &&
  !isAnimated(scene) &&
  !scene.groups.some(({ nodes }) => nodes.some(({ id }) => draggedNodeIds.has(id)))

export function createDragLayers(painter: LayerPainter) {
  let lastDependencies: unknown[] | undefined
  let bitmaps: Bitmaps | undefined
  const clear = (): void => {
    lastDependencies = undefined
    bitmaps = undefined
  }
  return {
    /**
     * Draws a frame of a drag from the bitmaps. Returns false if they cannot be used and the entire frame must be drawn.
     */
    draw(context: CanvasRenderingContext2D, frame: Frame): boolean {
      const { dragged: draggedNodeIds } = frame
      if (!draggedNodeIds || !movesOnlyDraggedNodes(frame, draggedNodeIds)) {
        clear()
        return false
      }
      const dependencies = listDependencies(frame)
      if (!areDependenciesEqual(dependencies, lastDependencies)) {
        // A bitmap pays off only after two consecutive frames with equal dependencies.
        lastDependencies = dependencies
        bitmaps = undefined
        return false
      }
      bitmaps ??= createBitmaps(frame, draggedNodeIds, painter)
      if (!bitmaps) return false
      const { backLayer, frontLayer, edges, nodes, visibleCount } = bitmaps
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(backLayer, 0, 0)
      painter.drawEdges(context, frame, edges)
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.drawImage(frontLayer, 0, 0)
      painter.drawNodes(context, frame, nodes, visibleCount)
      return true
    },
    clear,
  }
}

function createBitmaps(frame: Frame, draggedNodeIds: ReadonlySet<string>, painter: LayerPainter): Bitmaps | undefined {
  const [backLayer, frontLayer] = [createLayer(frame, true), createLayer(frame, false)]
  if (!backLayer || !frontLayer) return undefined
  const isMoved = ({ from, to }: SceneEdge): boolean => draggedNodeIds.has(from.id) || draggedNodeIds.has(to.id)
  const { edges, nodes } = frame.scene
  const visibleNodes = painter.findVisibleNodes(frame)
  painter.drawBackground(backLayer, frame)
  painter.drawEdges(
    backLayer,
    frame,
    edges.filter((edge) => !isMoved(edge)),
  )
  painter.drawNodes(
    frontLayer,
    frame,
    visibleNodes.filter(({ id }) => !draggedNodeIds.has(id)),
    visibleNodes.length,
  )
  return {
    backLayer: backLayer.canvas,
    frontLayer: frontLayer.canvas,
    edges: edges.filter(isMoved),
    nodes: nodes.filter(({ id }) => draggedNodeIds.has(id)),
    visibleCount: visibleNodes.length,
  }
}

function createLayer({ width, height, density }: Frame, isOpaque: boolean): CanvasRenderingContext2D | null {
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(width * density)
  canvas.height = Math.round(height * density)
  const context = canvas.getContext('2d', { alpha: !isOpaque })
  // Matches the surface's direction. A detached canvas would use the page's direction.
  if (context) context.direction = 'ltr'
  return context
}
