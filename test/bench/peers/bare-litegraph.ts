import { LGraph, LGraphCanvas, LGraphNode, LiteGraph } from 'litegraph.js'
import { nodeSize, type BenchGraph, type CanvasContender } from '../editor/canvas-contender.ts'
import { viewOf } from '../editor/run-canvas.ts'

/**
 * Mounts unmodified litegraph.js with its own input handling. The graph is loaded with `configure`, because `connect`
 * has quadratic cost.
 */
export function bareLitegraph(host: HTMLElement): CanvasContender {
  LiteGraph.MAX_NUMBER_OF_NODES = 100_000
  class Step extends LGraphNode {
    static override title = 'Step'
  }
  LiteGraph.registerNodeType('bench/step', Step)
  let canvas = document.createElement('canvas')
  let model = new LGraph()
  let drawer: LGraphCanvas | undefined
  let graph: BenchGraph | undefined

  const findNode = (id: string): LGraphNode => model.getNodeById(Number(id.slice(1)) + 1)!

  return {
    async open(benchGraph) {
      graph = benchGraph
      canvas = document.createElement('canvas')
      canvas.width = innerWidth
      canvas.height = innerHeight
      host.append(canvas)
      model = new LGraph()
      model.configure(serializeGraph(benchGraph))
      drawer = new LGraphCanvas(canvas, model)
      // By default, pressing one of several selected nodes deselects the others, so that only one would be dragged.
      const selectNode = drawer.processNodeSelected.bind(drawer)
      drawer.processNodeSelected = (node, event) => (node.is_selected ? undefined : selectNode(node, event))
      await this.show('fit')
    },
    async show(view) {
      const { x, y, scale } = viewOf(view, graph!)
      drawer!.ds.scale = scale
      drawer!.ds.offset[0] = x / scale
      drawer!.ds.offset[1] = y / scale
      drawer!.setDirty(true, true)
    },
    async select(ids) {
      drawer!.selectNodes(ids.map(findNode))
    },
    outputPosition(id) {
      const [x, y] = findNode(id).getConnectionPos(false, 0)
      const { scale, offset } = drawer!.ds
      return { x: (x + offset[0]) * scale, y: (y + offset[1]) * scale }
    },
    isConnecting: () => drawer!.connecting_node != null,
    async close() {
      drawer!.stopRendering()
      drawer!.unbindEvents()
      model.detachCanvas(drawer!)
      drawer = undefined
      canvas.remove()
    },
    state() {
      const { scale, offset } = drawer!.ds
      const nodes = new Map(graph!.nodes.map(({ id }) => [id, { x: findNode(id).pos[0], y: findNode(id).pos[1] }]))
      return { view: { x: offset[0] * scale, y: offset[1] * scale, scale }, nodes }
    },
  }
}

/** Returns the graph in the file format of litegraph.js. */
function serializeGraph({ nodes, edges }: BenchGraph): object {
  const toNumericId = (id: string): number => Number(id.slice(1)) + 1
  const slots = nodes.map(() => ({
    inputs: [
      { name: 'a', type: 'table', link: null as number | null },
      { name: 'b', type: 'table', link: null as number | null },
    ],
    outputs: [{ name: 'out', type: 'table', links: [] as number[] }],
  }))
  const links = edges.map(({ source, target, input }, index) => {
    const slot = input === 'a' ? 0 : 1
    slots[toNumericId(source) - 1]!.outputs[0]!.links.push(index + 1)
    slots[toNumericId(target) - 1]!.inputs[slot]!.link = index + 1
    return [index + 1, toNumericId(source), 0, toNumericId(target), slot, 'table']
  })
  return {
    last_node_id: nodes.length,
    last_link_id: links.length,
    nodes: nodes.map(({ id, x, y, label }, index) => ({
      id: toNumericId(id),
      type: 'bench/step',
      title: label,
      pos: [x, y + LiteGraph.NODE_TITLE_HEIGHT],
      size: [nodeSize.width, nodeSize.height - LiteGraph.NODE_TITLE_HEIGHT],
      flags: {},
      order: index,
      mode: 0,
      ...slots[index],
    })),
    links,
    groups: [],
    config: {},
    version: 0.4,
  }
}
