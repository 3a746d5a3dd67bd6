import {
  Background,
  Position,
  ReactFlow,
  useEdgesState,
  useNodesInitialized,
  useNodesState,
  type Edge,
  type Node,
  type ReactFlowInstance,
} from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import { createElement } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { nodeSize, type BenchGraph, type CanvasContender } from '../editor/canvas-contender.ts'
import { nextFrame, waitUntilPainted } from '../editor/frame-driver.ts'
import { viewOf } from '../editor/run-canvas.ts'

/**
 * Mounts React Flow, set up as in its documentation: state in hooks, default nodes (a label and a handle on each side)
 * and default bezier edges. `onlyVisible` sets `onlyRenderVisibleElements`.
 */
export function reactFlow(host: HTMLElement, onlyVisible: boolean): CanvasContender {
  let graph: BenchGraph | undefined
  let instance: ReactFlowInstance | undefined
  let isReady = false
  let root: Root | undefined

  const Flow = ({ nodes, edges }: { nodes: Node[]; edges: Edge[] }): React.ReactNode => {
    const [currentNodes, , onNodesChange] = useNodesState(nodes)
    const [currentEdges, , onEdgesChange] = useEdgesState(edges)
    return createElement(
      ReactFlow,
      {
        nodes: currentNodes,
        edges: currentEdges,
        onNodesChange,
        onEdgesChange,
        onInit: (created: ReactFlowInstance) => (instance = created),
        onlyRenderVisibleElements: onlyVisible,
        fitView: true,
        minZoom: 0.001,
        proOptions: { hideAttribution: true },
      },
      createElement(Background),
      createElement(Ready),
    )
  }

  const Ready = (): null => {
    isReady = useNodesInitialized() || isReady
    return null
  }

  const isRendered = (edges: number): boolean =>
    instance !== undefined && isReady && host.querySelectorAll('.react-flow__edge').length >= edges

  return {
    async open(benchGraph) {
      graph = benchGraph
      const nodes = benchGraph.nodes.map(({ id, x, y, label }): Node => ({
        id,
        position: { x, y },
        data: { label },
        sourcePosition: Position.Right,
        targetPosition: Position.Left,
        style: { width: nodeSize.width, height: nodeSize.height },
      }))
      const edges = benchGraph.edges.map(({ id, source, target }): Edge => ({ id, source, target }))
      root = createRoot(host)
      root.render(createElement(Flow, { nodes, edges }))
      const edgeCount = onlyVisible ? Math.floor(edges.length * 0.9) : edges.length
      while (!isRendered(edgeCount)) await nextFrame()
    },
    async show(view) {
      const { x, y, scale } = viewOf(view, graph!)
      await instance!.setViewport({ x, y, zoom: scale })
      await waitUntilPainted()
    },
    async select(ids) {
      const selectedIds = new Set(ids)
      instance!.setNodes((nodes) =>
        nodes.map((node) => (selectedIds.has(node.id) ? { ...node, selected: true } : node)),
      )
      await waitUntilPainted()
    },
    outputPosition(id) {
      const handle = host.querySelector(`.react-flow__node[data-id="${id}"] .react-flow__handle.source`)!
      const box = handle.getBoundingClientRect()
      return { x: box.left + box.width / 2, y: box.top + box.height / 2 }
    },
    isConnecting: () => host.querySelector('.react-flow__connection') !== null,
    async close() {
      root?.unmount()
      instance = undefined
      isReady = false
      graph = undefined
    },
    state() {
      const { x, y, zoom } = instance!.getViewport()
      const nodes = new Map(instance!.getNodes().map(({ id, position }) => [id, { ...position }]))
      return { view: { x, y, scale: zoom }, nodes }
    },
  }
}
