import { AwCanvas } from '../../../packages/editor/canvas/aw-canvas.ts'
import { emptyWorkflow, type NodeType, type Workflow, type WorkflowDescription } from '@aw-flow/schema'
import type { BenchGraph, CanvasContender } from './canvas-contender.ts'
import { nextFrame, painted } from './frame-driver.ts'
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

/** Our canvas as the editor uses it: on a session, with ports, summaries and edits. */
export function ours(host: HTMLElement): CanvasContender {
  if (!customElements.get('aw-canvas')) customElements.define('aw-canvas', AwCanvas)
  let canvas = document.createElement('aw-canvas')
  let session: MemorySession | undefined
  let graph: BenchGraph | undefined

  return {
    async open(given) {
      graph = given
      session = new MemorySession(documentOf(given), [stepType], descriptionOf(given))
      canvas = document.createElement('aw-canvas')
      canvas.session = session
      host.append(canvas)
      while (canvas.scene.nodes.length < given.nodes.length) await nextFrame()
    },
    async look(view) {
      const wanted = viewOf(view, graph!)
      canvas.zoom(wanted.scale / canvas.view.scale)
      const middle = { x: canvas.size.width / 2, y: canvas.size.height / 2 }
      canvas.centerOn({ x: (middle.x - wanted.x) / wanted.scale, y: (middle.y - wanted.y) / wanted.scale })
    },
    async select(ids) {
      canvas.select(ids)
      await canvas.updateComplete
    },
    outputOf(id) {
      const node = canvas.scene.byId.get(id)!
      const port = node.shape.outputs[0]!
      return canvas.screenPoint({ x: node.x + port.x, y: node.y + port.y })
    },
    connecting: () => canvas.overlay.connection !== undefined,
    async undoPaste(count) {
      const before = session!.document.current
      const fragment = { nodes: before.nodes.slice(0, count), edges: before.edges.slice(1, count) }
      const data = new DataTransfer()
      data.setData('text/plain', JSON.stringify(fragment))
      canvas.focusSurface()
      const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
      document.dispatchEvent(paste)
      await painted()
      if (session!.document.current.nodes.length !== before.nodes.length + count) throw new Error('Nothing was pasted.')
      const begin = performance.now()
      session!.document.undo()
      await painted()
      const took = performance.now() - begin
      if (session!.document.current.nodes.length !== before.nodes.length) throw new Error('The paste was not undone.')
      return took
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

function documentOf({ nodes, edges }: BenchGraph): Workflow {
  return {
    ...emptyWorkflow('Bench'),
    nodes: nodes.map(({ id, x, y, label }) => ({ id, type: 'step', position: { x, y }, data: { label, config: {} } })),
    edges: edges.map(({ id, source, target, input }) => ({ id, source, target, targetHandle: input })),
  }
}

/** Descriptions of the nodes, as an engine would return them. */
const descriptionOf = ({ nodes }: BenchGraph): WorkflowDescription => ({
  nodes: Object.fromEntries(
    nodes.map(({ id, label }) => {
      const summary = `${label} joins two tables by their id`
      return [id, { inputs: {}, outputs: { out: { type: 'table' as const } }, summary, problems: [] }]
    }),
  ),
  problems: [],
  ready: true,
})
