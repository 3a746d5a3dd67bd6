import litegraph, { type LGraphCanvas, type LGraphNode, type SavedNode } from 'litegraph.js/build/litegraph.core.js'
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

const nodeClass = 'aw/node'

interface DrawnNode extends LGraphNode {
  sceneNode?: SceneNode
}

/**
 * Draws using litegraph.js, which holds a copy of the graph (loaded with `configure`) and calls the drawing functions
 * of this package. The event listeners and render loop of litegraph.js are turned off. Its methods that create DOM
 * elements, open prompts or evaluate text are disabled.
 */
export function createGraphDrawing(canvas: HTMLCanvasElement): GraphDrawing {
  const { LiteGraph, LGraph, LGraphCanvas } = litegraph
  LiteGraph.MAX_NUMBER_OF_NODES = Infinity
  if (!Object.hasOwn(LiteGraph.registered_node_types, nodeClass)) {
    LiteGraph.registerNodeType(nodeClass, createNodeClass(litegraph.LGraphNode))
  }
  canvas.getContext('2d', { alpha: false })
  const graph = new LGraph()
  graph.updateExecutionOrder = () => {}
  const litegraphCanvas = new LGraphCanvas(canvas, graph, { skip_events: true, skip_render: true })
  disableUnusedMethods(litegraphCanvas)

  const fitter = createTextFitter()
  let scene = emptyScene
  let pen: Pen | undefined
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

  /** The scene that is loaded into litegraph. It is not needed when zoomed out, so it is updated during idle time. */
  let loadedScene = emptyScene
  const load = (): void => {
    if (loadedScene === scene) return
    if (!isSameGraph(loadedScene, scene)) graph.configure(createGraphData(scene))
    for (const [index, node] of scene.nodes.entries()) syncNode(graph._nodes[index], node)
    loadedScene = scene
  }
  const idleTask = createIdleTask(load)

  const paintSmallNodes = (context: CanvasRenderingContext2D, frame: Frame): void => {
    const bitmapPen: Pen = { context, frame, fitter }
    context.save()
    applyView(bitmapPen)
    drawMarksAndEdges(bitmapPen, getVisibleArea(frame))
    drawSmallNodes(bitmapPen, findVisibleNodes(frame))
    context.restore()
  }

  /** Draws what litegraph would draw, in the same order, on another canvas. */
  const paintLargeNodes = (context: CanvasRenderingContext2D, frame: Frame): void => {
    const bitmapPen: Pen = { context, frame, fitter }
    drawBackground(context, frame)
    applyView(bitmapPen)
    drawMarksAndEdges(bitmapPen, getVisibleArea(frame))
    drawLargeNodes(bitmapPen, findVisibleNodes(frame))
  }

  // When zoomed out, nodes are drawn together with the edges, so litegraph does not draw them individually.
  litegraphCanvas.computeVisibleNodes = (_nodes, out = []) => {
    out.length = 0
    if (!pen || pen.frame.view.scale < detailScale) return out
    load()
    const { selection } = pen.frame
    // Computed from this frame, because litegraph's visible area may still be that of the previous frame.
    const { x, y, width, height } = getVisibleArea(pen.frame)
    const area = [x, y, width, height]
    const frontNodes: DrawnNode[] = []
    for (const drawnNode of graph._nodes as DrawnNode[]) {
      const node = drawnNode.sceneNode
      if (!node || !isVisible(node, area)) continue
      drawnNode.pos = [node.x, node.y]
      if (selection.has(node.id)) frontNodes.push(drawnNode)
      else out.push(drawnNode)
    }
    out.push(...frontNodes)
    return out
  }
  litegraphCanvas.drawNode = (drawnNode: DrawnNode) => {
    if (pen && drawnNode.sceneNode) drawNode(pen, drawnNode.sceneNode)
  }
  litegraphCanvas.drawConnections = () => {
    if (!pen) return
    const { context, frame } = pen
    if (frame.view.scale < detailScale) {
      if (!zoomedOutBitmap.draw(context, frame, paintSmallNodes)) paintSmallNodes(context, frame)
    } else drawMarksAndEdges(pen, getVisibleArea(frame))
    if (frame.difference) drawGhosts(pen, frame.difference, getVisibleArea(frame))
  }
  litegraphCanvas.onRenderBackground = (_canvas, context) => {
    if (pen) drawBackground(context, pen.frame)
    return true
  }
  litegraphCanvas.onDrawForeground = () => {
    if (!pen) return
    if (pen.frame.difference) drawDiff(pen, pen.frame.difference, getVisibleArea(pen.frame))
    drawGuides(pen)
  }
  litegraphCanvas.onDrawOverlay = (context) => {
    if (pen) drawMarquee(context, pen.frame)
  }

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
      pen = { context, frame, fitter }
      // While the user drags a connection, nothing else moves.
      if (!frame.connection) backdrop.clear()
      else if (backdrop.draw(context, frame)) {
        drawDraftOverlay(pen)
        pen = undefined
        return
      }
      if (dragLayers.draw(context, frame)) {
        drawGuides(pen)
        pen = undefined
        return
      }
      if (canUseDetailBitmap(frame) && detailBitmap.draw(context, frame, paintLargeNodes)) {
        pen = undefined
        return
      }
      context.setTransform(frame.density, 0, 0, frame.density, 0, 0)
      litegraphCanvas.viewport = [0, 0, frame.width, frame.height]
      litegraphCanvas.ds.scale = frame.view.scale
      litegraphCanvas.ds.offset[0] = frame.view.x / frame.view.scale
      litegraphCanvas.ds.offset[1] = frame.view.y / frame.view.scale
      // The background is drawn on the same canvas in the same pass.
      litegraphCanvas.dirty_bgcanvas = false
      litegraphCanvas.draw(true, false)
      if (frame.connection) {
        backdrop.capture(canvas, frame)
        drawDraftOverlay(pen)
      }
      pen = undefined
    },
    destroy() {
      idleTask.destroy()
      graph.detachCanvas(litegraphCanvas)
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
function applyView({ context, frame: { density, view } }: Pen): void {
  context.setTransform(density, 0, 0, density, 0, 0)
  context.translate(view.x, view.y)
  context.scale(view.scale, view.scale)
}

/** Draws the connection that the user is dragging, above everything else. */
function drawDraftOverlay(pen: Pen): void {
  pen.context.save()
  applyView(pen)
  drawDraft(pen)
  pen.context.restore()
}

/** Draws nodes individually, with selected nodes in front. */
function drawLargeNodes(pen: Pen, nodes: readonly SceneNode[]): void {
  const { context, frame } = pen
  const isFront = ({ id }: SceneNode): boolean => frame.selection.has(id)
  for (const node of [...nodes.filter((candidate) => !isFront(candidate)), ...nodes.filter(isFront)]) {
    context.save()
    context.translate(node.x, node.y)
    drawNode(pen, node)
    context.restore()
  }
}

/** Creates a painter for the layers of a frame. */
const createLayerPainter = (fitter: TextFitter): LayerPainter => ({
  drawBackground(context, frame) {
    const pen: Pen = { context, frame, fitter }
    context.setTransform(frame.density, 0, 0, frame.density, 0, 0)
    drawBackground(context, frame)
    applyView(pen)
    drawMarks(pen, getVisibleArea(frame))
  },
  drawEdges(context, frame, edges) {
    const pen: Pen = { context, frame, fitter }
    applyView(pen)
    drawEdges(pen, getVisibleArea(frame), edges)
  },
  drawNodes(context, frame, nodes, visibleCount) {
    const pen: Pen = { context, frame, fitter }
    applyView(pen)
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

/** Creates a node class that skips litegraph's JSON copy of the node data, which is not used. */
function createNodeClass(base: typeof LGraphNode): typeof LGraphNode {
  return class AwNode extends base {
    override configure({ title, pos, size, inputs, outputs }: SavedNode): void {
      Object.assign(this, { title, pos, size, inputs, outputs })
    }
  }
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

function syncNode(drawnNode: DrawnNode | undefined, node: SceneNode): void {
  if (!drawnNode) return
  drawnNode.sceneNode = node
  drawnNode.pos = [node.x, node.y]
  drawnNode.size = [node.shape.width, node.shape.height]
}

const isSameGraph = (a: Scene, b: Scene): boolean =>
  a.nodes.length === b.nodes.length &&
  a.edges.length === b.edges.length &&
  a.nodes.every((node, index) => node.id === b.nodes[index]?.id && node.type?.type === b.nodes[index]?.type?.type) &&
  a.edges.every((edge, index) => edge.edge === b.edges[index]?.edge)

/**
 * Converts a scene to the litegraph.js format. Ids are numeric because litegraph uses them as keys of plain objects.
 */
function createGraphData(scene: Scene): Record<string, unknown> {
  const numericIds = new Map(scene.nodes.map((node, index) => [node.id, index + 1]))
  const slots = scene.nodes.map((node) => ({
    inputs: node.shape.inputs.map(({ port }) => ({ name: port.name, type: port.type, link: null as number | null })),
    outputs: node.shape.outputs.map(({ port }) => ({ name: port.name, type: port.type, links: [] as number[] })),
  }))
  const links = scene.edges.map((edge, index) => {
    const sourceId = numericIds.get(edge.from.id) ?? 0
    const targetId = numericIds.get(edge.to.id) ?? 0
    slots[sourceId - 1]?.outputs[edge.output]?.links.push(index + 1)
    const input = slots[targetId - 1]?.inputs[edge.input]
    if (input) input.link = index + 1
    return [index + 1, sourceId, edge.output, targetId, edge.input, edge.type]
  })
  const nodes = scene.nodes.map((node, index) => ({
    id: index + 1,
    type: nodeClass,
    title: node.content.title,
    pos: [node.x, node.y],
    size: [node.shape.width, node.shape.height],
    ...slots[index],
  }))
  return { nodes, links }
}

/** Litegraph methods that create DOM elements, open prompts, evaluate code, fetch data or add listeners. */
const disabledMethods = [
  'setCanvas',
  'bindEvents',
  'unbindEvents',
  'startRendering',
  'processMouseDown',
  'processMouseMove',
  'processMouseUp',
  'processMouseWheel',
  'processKey',
  'processDrop',
  'checkDropItem',
  'processContextMenu',
  'processNodeWidgets',
  'processNodeDblClicked',
  'copyToClipboard',
  'pasteFromClipboard',
  'showSearchBox',
  'showConnectionMenu',
  'showLinkMenu',
  'showEditPropertyValue',
  'showShowGraphOptionsPanel',
  'showShowNodePanel',
  'showSubgraphPropertiesDialog',
  'showSubgraphPropertiesDialogRight',
  'createDefaultNodeForSlot',
  'createDialog',
  'createPanel',
  'closePanels',
  'checkPanels',
  'prompt',
  'enableWebGL',
  'openSubgraph',
  'closeSubgraph',
] as const

/** Replaces disabled methods. This package has its own input handling, menus and dialogs. */
const doNothing = (): void => {}

function disableUnusedMethods(litegraphCanvas: LGraphCanvas): void {
  for (const method of disabledMethods) {
    Object.defineProperty(litegraphCanvas, method, { value: doNothing })
  }
  litegraphCanvas.bgcanvas = litegraphCanvas.canvas
  litegraphCanvas.background_image = null
  litegraphCanvas.clear_background = false
  litegraphCanvas.clear_background_color = null
  litegraphCanvas.render_canvas_border = false
  litegraphCanvas.show_info = false
  litegraphCanvas.render_shadows = false
  litegraphCanvas.allow_searchbox = false
  litegraphCanvas.allow_interaction = false
  litegraphCanvas.read_only = true
}
