import { AwCanvas } from '../../../packages/editor/canvas/aw-canvas.ts'
import { createEmptyWorkflow, type NodeType, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import type { BenchGraph, CanvasContender } from './canvas-contender.ts'
import { nextFrame, waitUntilPainted } from './frame-driver.ts'
import { MemorySession } from './memory-session.ts'
import { viewOf } from './run-canvas.ts'

const stepType: NodeType = {
  type: 'step',
  version: 1,
  family: 'tables',
  title: 'Step',
  description: 'Takes two tables and gives one.',
  icon: 'table',
  inputs: [
    { name: 'a', type: 'table' },
    { name: 'b', type: 'table' },
  ],
  outputs: [{ name: 'out', type: 'table' }],
  settings: { type: 'object', properties: {} },
  defaults: {},
}

/** Mounts our canvas the way the editor uses it: with a session, ports, summaries and edits. */
export function ours(host: HTMLElement): CanvasContender {
  if (!customElements.get('aw-canvas')) customElements.define('aw-canvas', AwCanvas)
  let canvas = document.createElement('aw-canvas')
  let session: MemorySession | undefined
  let graph: BenchGraph | undefined

  return {
    async open(benchGraph) {
      graph = benchGraph
      session = new MemorySession(createDocument(benchGraph), [stepType], createDescription(benchGraph))
      canvas = document.createElement('aw-canvas')
      canvas.session = session
      host.append(canvas)
      while (canvas.scene.nodes.length < benchGraph.nodes.length) await nextFrame()
    },
    async show(view) {
      const target = viewOf(view, graph!)
      canvas.zoom(target.scale / canvas.view.scale)
      const middle = { x: canvas.size.width / 2, y: canvas.size.height / 2 }
      canvas.centerOn({ x: (middle.x - target.x) / target.scale, y: (middle.y - target.y) / target.scale })
    },
    async select(ids) {
      canvas.select(ids)
      await canvas.updateComplete
    },
    outputPosition(id) {
      const node = canvas.scene.byId.get(id)!
      const port = node.shape.outputs[0]!
      return canvas.toSurface({ x: node.x + port.x, y: node.y + port.y })
    },
    isConnecting: () => canvas.overlay.connection !== undefined,
    async undoPaste(count) {
      const original = session!.document.current
      const fragment = { nodes: original.nodes.slice(0, count), edges: original.edges.slice(1, count) }
      const data = new DataTransfer()
      data.setData('text/plain', JSON.stringify(fragment))
      canvas.focusSurface()
      const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
      document.dispatchEvent(paste)
      await waitUntilPainted()
      if (session!.document.current.nodes.length !== original.nodes.length + count)
        throw new Error('Nothing was pasted.')
      const start = performance.now()
      session!.document.undo()
      await waitUntilPainted()
      const duration = performance.now() - start
      if (session!.document.current.nodes.length !== original.nodes.length) throw new Error('The paste was not undone.')
      return duration
    },
    async close() {
      canvas.remove()
      canvas = document.createElement('aw-canvas')
      session = undefined
      graph = undefined
    },
    state: () => ({
      view: { ...canvas.view },
      nodes: new Map(session!.document.current.nodes.map(({ id, position }) => [id, position])),
    }),
  }
}

function createDocument({ nodes, edges }: BenchGraph): Workflow {
  return {
    ...createEmptyWorkflow('Bench'),
    nodes: nodes.map(({ id, x, y, label }) => ({ id, type: 'step', position: { x, y }, data: { label, config: {} } })),
    edges: edges.map(({ id, source, target, input }) => ({ id, source, target, targetHandle: input })),
  }
}

/** Creates node descriptions like those that an engine would return. */
const createDescription = ({ nodes }: BenchGraph): WorkflowDescription => ({
  nodes: Object.fromEntries(
    nodes.map(({ id, label }) => {
      const summary = `${label} joins two tables by their id`
      return [id, { inputs: {}, outputs: { out: { type: 'table' as const } }, summary, problems: [] }]
    }),
  ),
  problems: [],
  ready: true,
})
