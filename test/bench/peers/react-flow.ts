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
import { nextFrame, painted } from '../editor/frame-driver.ts'
import { viewOf } from '../editor/run-canvas.ts'

/**
 * React Flow, set up as in its documentation: state in hooks, default nodes (a label, a handle on each side) and default
 * bezier edges. `onlyVisible` sets `onlyRenderVisibleElements`.
 */
export function reactFlow(host: HTMLElement, onlyVisible: boolean): CanvasContender {
  let graph: BenchGraph | undefined
  let instance: ReactFlowInstance | undefined
  let ready = false
  let root: Root | undefined

  const Flow = ({ nodes, edges }: { nodes: Node[]; edges: Edge[] }): React.ReactNode => {
    const [shown, , onNodesChange] = useNodesState(nodes)
    const [drawn, , onEdgesChange] = useEdgesState(edges)
    return createElement(
      ReactFlow,
      {
        nodes: shown,
        edges: drawn,
        onNodesChange,
        onEdgesChange,
        onInit: (made: ReactFlowInstance) => (instance = made),
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
    ready = useNodesInitialized() || ready
    return null
  }

  const isThere = (edges: number): boolean =>
    instance !== undefined && ready && host.querySelectorAll('.react-flow__edge').length >= edges

  return {
    async open(given) {
      graph = given
      const nodes = given.nodes.map(({ id, x, y, label }): Node => ({
        id,
        position: { x, y },
        data: { label },
        sourcePosition: Position.Right,
        targetPosition: Position.Left,
        style: { width: nodeSize.width, height: nodeSize.height },
      }))
      const edges = given.edges.map(({ id, source, target }): Edge => ({ id, source, target }))
      root = createRoot(host)
      root.render(createElement(Flow, { nodes, edges }))
      const wanted = onlyVisible ? Math.floor(edges.length * 0.9) : edges.length
      while (!isThere(wanted)) await nextFrame()
    },
    async look(view) {
      const { x, y, scale } = viewOf(view, graph!)
      await instance!.setViewport({ x, y, zoom: scale })
      await painted()
    },
    async select(ids) {
      const wanted = new Set(ids)
      instance!.setNodes((nodes) => nodes.map((node) => (wanted.has(node.id) ? { ...node, selected: true } : node)))
      await painted()
    },
    outputOf(id) {
      const handle = host.querySelector(`.react-flow__node[data-id="${id}"] .react-flow__handle.source`)!
      const box = handle.getBoundingClientRect()
      return { x: box.left + box.width / 2, y: box.top + box.height / 2 }
    },
    connecting: () => host.querySelector('.react-flow__connection') !== null,
    async close() {
      root?.unmount()
      instance = undefined
      ready = false
      graph = undefined
    },
    state() {
      const { x, y, zoom } = instance!.getViewport()
      const nodes = new Map(instance!.getNodes().map(({ id, position }) => [id, { ...position }]))
      return { view: { x, y, scale: zoom }, nodes }
    },
  }
}
