import { emptyWorkflow, type NodeType, type Workflow } from '@aw-flow/schema'
import type { AwCanvas } from './canvas/aw-canvas.ts'
import { testCatalogue } from './test-catalogue.ts'
import { frame } from './test-pointer.ts'
import { TestSession } from './test-session.ts'

/** The node type that runs a workflow within it, as the engine's catalogue tells it. */
export const subWorkflowNodeType: NodeType = {
  type: 'sub_workflow',
  version: 1,
  family: 'logic',
  title: 'Sub-workflow',
  description: 'Runs another workflow within this one; its ports are the ports of this node.',
  icon: 'workflow',
  inputs: [],
  outputs: [],
  settings: { type: 'object', properties: {} },
  defaults: { workflow: '', document: {} },
}

export interface MountedCanvas {
  canvas: AwCanvas
  session: TestSession
}

/** A canvas of 800 × 500 at zoom 1 in a page, over a session in memory; new ids are numbered. */
export async function mountCanvas(document: Workflow, box: HTMLElement): Promise<MountedCanvas> {
  let ids = 0
  const session = new TestSession({ document, catalogue: [...testCatalogue, subWorkflowNodeType] })
  const canvas = globalThis.document.createElement('aw-canvas')
  canvas.style.cssText = 'display: block; width: 800px; height: 500px'
  canvas.newId = (word) => `${word}-${++ids}`
  canvas.session = session
  box.append(canvas)
  await canvas.updateComplete
  await frame()
  canvas.zoom(1 / canvas.view.scale)
  await frame()
  return { canvas, session }
}

type Placed = readonly [id: string, type: string, x: number, y: number]

/** A document of nodes at places, and edges as `from.port to.port`. */
export function documentOf(nodes: readonly Placed[], edges: readonly string[] = []): Workflow {
  return {
    ...emptyWorkflow('Test'),
    nodes: nodes.map(([id, type, x, y]) => ({ id, type, position: { x, y }, data: { label: id, config: {} } })),
    edges: edges.map((edge, index) => {
      const [from = '', to = ''] = edge.split(' ')
      const [source = '', sourceHandle = ''] = from.split('.')
      const [target = '', targetHandle = ''] = to.split('.')
      return { id: `e${index + 1}`, source, sourceHandle, target, targetHandle }
    }),
  }
}
