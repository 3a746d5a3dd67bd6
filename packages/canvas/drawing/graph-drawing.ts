import { createDragLayers, type LayerPainter } from './drag-layers.ts'
import { drawBackground, drawMarquee } from './draw-background.ts'
import { drawDraft } from './draw-draft-connection.ts'
import { drawEdges } from './draw-edges.ts'
import { drawDiff, drawGhosts } from './draw-diff.ts'
import { detailScale } from '../camera/view.ts'
import type { Frame, Pen } from './frame.ts'
import { drawNode } from './draw-node.ts'
import { drawSmallNodes } from './draw-small-nodes.ts'
import { drawGuides, drawMarks } from './draw-marks.ts'
import { createTextFitter, type TextFitter } from './fit-text.ts'
import { createCachedBitmap } from './cached-bitmap.ts'
import type { LitegraphPass, PassPainter } from './litegraph-pass.ts'
import { emptyScene, type Scene, type SceneNode } from '../scene/scene.ts'
import { isAnimated } from '../scene/is-animated.ts'
import { listInteractiveDependencies } from './frame-dependencies.ts'
import { createBackdropBitmap } from './backdrop-bitmap.ts'
import type { Rect } from '../camera/view.ts'
import { createIdleTask } from './when-idle.ts'

/** Draws scenes on a canvas. It has no event listeners; its owner calls `draw` for each frame. */
export interface GraphDrawing {
  /** Sets the scene for subsequent calls to `draw`. */
  update(scene: Scene): void
  draw(frame: Frame): void
  destroy(): void
}

/**
 * Draws frames with litegraph.js, which calls the drawing functions of this package. It is loaded when the page is idle.
 * Until then, the same functions draw equal frames without it.
 */
export function createGraphDrawing(canvas: HTMLCanvasElement): GraphDrawing {
  canvas.getContext('2d', { alpha: false })
  const fitter = createTextFitter()
  let scene = emptyScene
  let font = ''
  const zoomedOutBitmap = createCachedBitmap({
    listDependencies: listZoomedOutDependencies,
    isOpaque: false,
    redrawsOnMove: false,
  })
  const detailBitmap = createCachedBitmap({
    listDependencies: listInteractiveDependencies,
    isOpaque: true,
    redrawsOnMove: true,
  })
  const backdrop = createBackdropBitmap()
  const dragLayers = createDragLayers(createLayerPainter(fitter))

  const paintSmallNodes = (context: CanvasRenderingContext2D, frame: Frame): void => {
    const bitmapPen: Pen = { context, frame, fitter }
    context.save()
    applyView(context, frame)
    drawMarksAndEdges(bitmapPen, getVisibleArea(frame))
    drawSmallNodes(bitmapPen, findVisibleNodes(frame))
    context.restore()
  }

  /** Draws what litegraph would draw, in the same order, on another canvas. */
  const paintLargeNodes = (context: CanvasRenderingContext2D, frame: Frame): void => {
    const bitmapPen: Pen = { context, frame, fitter }
    drawBackground(context, frame)
    applyView(context, frame)
    drawMarksAndEdges(bitmapPen, getVisibleArea(frame))
    drawLargeNodes(bitmapPen, findVisibleNodes(frame))
  }

  const painter: PassPainter = {
    drawBackground,
    drawBackLayer(context, frame) {
      const pen: Pen = { context, frame, fitter }
      if (frame.view.scale >= detailScale) drawMarksAndEdges(pen, getVisibleArea(frame))
      else if (!zoomedOutBitmap.draw(context, frame, paintSmallNodes)) paintSmallNodes(context, frame)
      if (frame.difference) drawGhosts(pen, frame.difference, getVisibleArea(frame))
    },
    listNodes: (frame) => (frame.view.scale < detailScale ? [] : orderNodes(frame, findVisibleNodes(frame))),
    drawNode: (context, frame, node) => drawNode({ context, frame, fitter }, node),
    drawFrontLayer(context, frame) {
      const pen: Pen = { context, frame, fitter }
      if (frame.difference) drawDiff(pen, frame.difference, getVisibleArea(frame))
      drawGuides(pen)
    },
    drawOverlay: drawMarquee,
  }

  let isDestroyed = false
  let pass: LitegraphPass | undefined
  let passPromise: Promise<void> | undefined
  const loadPass = async (): Promise<void> => {
    try {
      const { createLitegraphPass } = await import('./litegraph-pass.ts')
      if (isDestroyed) return
      pass = createLitegraphPass(canvas, painter)
      pass.load(scene)
    } catch {
      // Offline. The next change to the scene retries.
      passPromise = undefined
    }
  }
  // Large graphs take time to load, and litegraph.js does not need them when zoomed out.
  const idleTask = createIdleTask(() => (pass ? pass.load(scene) : void (passPromise ??= loadPass())))

  return {
    update(next) {
      if (next === scene) return
      scene = next
      idleTask.request()
    },
    draw(frame) {
      const context = canvas.getContext('2d')
      const width = Math.round(frame.width * frame.density)
      const height = Math.round(frame.height * frame.density)
      if (!context || width === 0 || height === 0) return
      if (canvas.width !== width) canvas.width = width
      if (canvas.height !== height) canvas.height = height
      if (frame.theme.font !== font) fitter.clear()
      font = frame.theme.font
      const pen: Pen = { context, frame, fitter }
      // While the user drags a connection, nothing else moves.
      if (!frame.connection) backdrop.clear()
      else if (backdrop.draw(context, frame)) {
        drawDraftOverlay(pen)
        return
      }
      if (dragLayers.draw(context, frame)) {
        drawGuides(pen)
        return
      }
      if (canUseDetailBitmap(frame) && detailBitmap.draw(context, frame, paintLargeNodes)) return
      context.setTransform(frame.density, 0, 0, frame.density, 0, 0)
      if (pass) pass.draw(frame)
      else drawPass(context, frame, painter)
      if (frame.connection) {
        backdrop.capture(canvas, frame)
        drawDraftOverlay(pen)
      }
    },
    destroy() {
      isDestroyed = true
      idleTask.destroy()
      pass?.destroy()
      zoomedOutBitmap.clear()
      detailBitmap.clear()
      backdrop.clear()
      dragLayers.clear()
    },
  }
}

/** Returns the visible part of the graph, in graph coordinates. */
function getVisibleArea({ view, width, height }: Frame): Rect {
  const { x, y, scale } = view
  return { x: -x / scale, y: -y / scale, width: width / scale, height: height / scale }
}

function findVisibleNodes(frame: Frame): SceneNode[] {
  const { x, y, width, height } = getVisibleArea(frame)
  const area = [x, y, width, height]
  return frame.scene.nodes.filter((node) => isVisible(node, area))
}

const listZoomedOutDependencies = ({ selection, focused }: Frame): unknown[] => [selection, focused]

/** Returns whether nothing in the frame moves except possibly the view. */
const canUseDetailBitmap = ({ view, connection, marquee, guides, difference, scene }: Frame): boolean =>
  view.scale >= detailScale && !connection && !difference && !marquee && guides.length === 0 && !isAnimated(scene)

/** Sets the context's transform to graph coordinates. */
function applyView(context: CanvasRenderingContext2D, { density, view }: Frame): void {
  context.setTransform(density, 0, 0, density, 0, 0)
  context.translate(view.x, view.y)
  context.scale(view.scale, view.scale)
}

/** Draws the connection that the user is dragging, above everything else. */
function drawDraftOverlay(pen: Pen): void {
  const { context, frame } = pen
  context.save()
  applyView(context, frame)
  drawDraft(pen)
  context.restore()
}

/** Draws what litegraph.js draws, in the same order. */
function drawPass(context: CanvasRenderingContext2D, frame: Frame, painter: PassPainter): void {
  painter.drawBackground(context, frame)
  context.save()
  applyView(context, frame)
  painter.drawBackLayer(context, frame)
  context.restore()
  context.save()
  applyView(context, frame)
  drawEach(context, painter.listNodes(frame), (node) => painter.drawNode(context, frame, node))
  painter.drawFrontLayer(context, frame)
  context.restore()
  painter.drawOverlay(context, frame)
}

/** Returns nodes with the selected ones last, so that they are in front. */
function orderNodes({ selection }: Frame, nodes: readonly SceneNode[]): SceneNode[] {
  const isFront = ({ id }: SceneNode): boolean => selection.has(id)
  return [...nodes.filter((node) => !isFront(node)), ...nodes.filter(isFront)]
}

/** Draws nodes individually, with selected nodes in front. */
function drawLargeNodes(pen: Pen, nodes: readonly SceneNode[]): void {
  drawEach(pen.context, orderNodes(pen.frame, nodes), (node) => drawNode(pen, node))
}

/** Calls `draw` for each node, with its position as the origin. */
function drawEach(
  context: CanvasRenderingContext2D,
  nodes: readonly SceneNode[],
  draw: (node: SceneNode) => void,
): void {
  for (const node of nodes) {
    context.save()
    context.translate(node.x, node.y)
    draw(node)
    context.restore()
  }
}

/** Creates a painter for the layers of a frame. */
const createLayerPainter = (fitter: TextFitter): LayerPainter => ({
  drawBackground(context, frame) {
    const pen: Pen = { context, frame, fitter }
    context.setTransform(frame.density, 0, 0, frame.density, 0, 0)
    drawBackground(context, frame)
    applyView(context, frame)
    drawMarks(pen, getVisibleArea(frame))
  },
  drawEdges(context, frame, edges) {
    const pen: Pen = { context, frame, fitter }
    applyView(context, frame)
    drawEdges(pen, getVisibleArea(frame), edges)
  },
  drawNodes(context, frame, nodes, visibleCount) {
    const pen: Pen = { context, frame, fitter }
    applyView(context, frame)
    if (frame.view.scale < detailScale) drawSmallNodes(pen, nodes, visibleCount)
    else drawLargeNodes(pen, nodes)
  },
  findVisibleNodes,
})

/** Draws the groups, notes and edges behind the nodes. */
function drawMarksAndEdges(pen: Pen, area: Rect): void {
  drawMarks(pen, area)
  drawEdges(pen, area)
}

const margin = 16

function isVisible({ x, y, shape }: SceneNode, area: ArrayLike<number>): boolean {
  const left = area[0] ?? 0
  const top = area[1] ?? 0
  const right = left + (area[2] ?? 0)
  const bottom = top + (area[3] ?? 0)
  return (
    x <= right + margin &&
    x + shape.width >= left - margin &&
    y <= bottom + margin &&
    // Problem text is drawn below its node.
    y + shape.height + 4 * margin >= top
  )
}
