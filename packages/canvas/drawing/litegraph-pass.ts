import litegraph, { type LGraphCanvas, type LGraphNode, type SavedNode } from 'litegraph.js/build/litegraph.core.js'
import type { Frame } from './frame.ts'
import { emptyScene, type Scene, type SceneNode } from '../scene/scene.ts'

/** Draws the parts of a frame: in graph coordinates, except the background and the overlay. */
export interface PassPainter {
  drawBackground(context: CanvasRenderingContext2D, frame: Frame): void
  /** Draws the marks and edges, and the nodes as well if they are too small to be drawn individually. */
  drawBackLayer(context: CanvasRenderingContext2D, frame: Frame): void
  /** Returns the nodes to draw individually, back to front. */
  listNodes(frame: Frame): readonly SceneNode[]
  /** Draws a node relative to its position. */
  drawNode(context: CanvasRenderingContext2D, frame: Frame, node: SceneNode): void
  drawFrontLayer(context: CanvasRenderingContext2D, frame: Frame): void
  drawOverlay(context: CanvasRenderingContext2D, frame: Frame): void
}

/** Draws entire frames with litegraph.js. */
export type LitegraphPass = ReturnType<typeof createLitegraphPass>

const nodeClass = 'aw/node'

interface DrawnNode extends LGraphNode {
  sceneNode?: SceneNode
}

/**
 * Creates a pass that holds a copy of the graph (loaded with `configure`) and calls the painter. The event listeners
 * and render loop of litegraph.js are turned off. Its methods that create DOM elements, open prompts or evaluate text
 * are disabled.
 */
export function createLitegraphPass(canvas: HTMLCanvasElement, painter: PassPainter) {
  const { LiteGraph, LGraph, LGraphCanvas } = litegraph
  LiteGraph.MAX_NUMBER_OF_NODES = Infinity
  if (!Object.hasOwn(LiteGraph.registered_node_types, nodeClass)) {
    LiteGraph.registerNodeType(nodeClass, createNodeClass(litegraph.LGraphNode))
  }
  const graph = new LGraph()
  graph.updateExecutionOrder = () => {}
  const litegraphCanvas = new LGraphCanvas(canvas, graph, { skip_events: true, skip_render: true })
  disableUnusedMethods(litegraphCanvas)

  let loadedScene = emptyScene
  let drawnNodes = new Map<string, DrawnNode>()
  const load = (scene: Scene): void => {
    if (loadedScene === scene) return
    if (!isSameGraph(loadedScene, scene)) {
      graph.configure(createGraphData(scene))
      drawnNodes = new Map(scene.nodes.map(({ id }, index) => [id, graph._nodes[index]!]))
    }
    for (const node of scene.nodes) syncNode(drawnNodes.get(node.id), node)
    loadedScene = scene
  }

  let frame: Frame | undefined
  litegraphCanvas.computeVisibleNodes = (_nodes, visibleNodes = []) => {
    visibleNodes.length = 0
    const nodes = frame ? painter.listNodes(frame) : []
    // Not needed when zoomed out, where the back layer contains the nodes.
    if (frame && nodes.length > 0) load(frame.scene)
    for (const node of nodes) {
      const drawnNode = drawnNodes.get(node.id)
      syncNode(drawnNode, node)
      if (drawnNode) visibleNodes.push(drawnNode)
    }
    return visibleNodes
  }
  litegraphCanvas.drawNode = ({ sceneNode }: DrawnNode, context) => {
    if (frame && sceneNode) painter.drawNode(context, frame, sceneNode)
  }
  litegraphCanvas.drawConnections = (context) => {
    if (frame) painter.drawBackLayer(context, frame)
  }
  litegraphCanvas.onRenderBackground = (_canvas, context) => {
    if (frame) painter.drawBackground(context, frame)
    return true
  }
  litegraphCanvas.onDrawForeground = (context) => {
    if (frame) painter.drawFrontLayer(context, frame)
  }
  litegraphCanvas.onDrawOverlay = (context) => {
    if (frame) painter.drawOverlay(context, frame)
  }

  return {
    /** Loads a scene, unless it is already loaded. A scene that is not loaded yet is loaded when it is drawn. */
    load,
    draw(next: Frame): void {
      frame = next
      litegraphCanvas.viewport = [0, 0, frame.width, frame.height]
      litegraphCanvas.ds.scale = frame.view.scale
      litegraphCanvas.ds.offset[0] = frame.view.x / frame.view.scale
      litegraphCanvas.ds.offset[1] = frame.view.y / frame.view.scale
      // The background is drawn on the same canvas in the same pass.
      litegraphCanvas.dirty_bgcanvas = false
      litegraphCanvas.draw(true, false)
      frame = undefined
    },
    destroy: (): void => graph.detachCanvas(litegraphCanvas),
  }
}

/** Creates a node class that skips litegraph's JSON copy of the node data, which is not used. */
function createNodeClass(base: typeof LGraphNode): typeof LGraphNode {
  return class AwNode extends base {
    override configure({ title, pos, size, inputs, outputs }: SavedNode): void {
      Object.assign(this, { title, pos, size, inputs, outputs })
    }
  }
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
