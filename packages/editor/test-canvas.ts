import { emptyWorkflow, type NodeType, type Workflow } from '@aw-flow/schema'
import { fixture, html } from '@open-wc/testing'
import { emulateMedia, resetMouse, setViewport } from '@web/test-runner-commands'
import type { AwCanvas } from './canvas/aw-canvas.ts'
import { testCatalogue } from './test-catalogue.ts'
import { frame } from './test-pointer.ts'
import { TestSession } from './test-session.ts'

/** The sub-workflow node type, as in the engine's catalog. */
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

/**
 * For the tests of a `describe`: before each, the viewport is 1000 × 700, the mouse does not move, and motion is
 * reduced. Returns a function that mounts a canvas over `document`; the canvas is removed after the test.
 */
export function canvasForEach(document: () => Workflow): (other?: Workflow) => Promise<MountedCanvas> {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
    await emulateMedia({ reducedMotion: 'reduce' })
  })
  return async (other = document()) => mountCanvas(other, await fixture<HTMLElement>(html`<div></div>`))
}

/** The colors of all device pixels of a canvas. */
export function pixelsOf(canvas: AwCanvas): Uint8ClampedArray {
  const drawn = canvas.shadowRoot?.querySelector('canvas')
  const context = drawn?.getContext('2d')
  if (!drawn || !context) throw new Error('The canvas has not been drawn yet.')
  return context.getImageData(0, 0, drawn.width, drawn.height).data
}

/** Two nodes without an edge. */
export const twoNodes = (): Workflow => ({
  ...emptyWorkflow(),
  nodes: [
    { id: 'load', type: 'loading', position: { x: 0, y: 0 }, data: { label: 'Load', config: {} } },
    { id: 'table', type: 'table', position: { x: 320, y: 0 }, data: { label: 'Table', config: {} } },
  ],
})

/** A canvas of 800 × 500 that shows its complete document, in a box with a style; new ids are numbered. */
export async function mountFitted(document: Workflow = twoNodes(), around = ''): Promise<MountedCanvas> {
  let ids = 0
  const session = new TestSession({ document })
  const box = await fixture<HTMLElement>(html`<div></div>`)
  box.style.cssText = `width: 800px; height: 500px; ${around}`
  const canvas = globalThis.document.createElement('aw-canvas')
  canvas.style.cssText = 'display: block; width: 800px; height: 500px'
  canvas.newId = (word) => `${word}-${++ids}`
  canvas.session = session
  box.append(canvas)
  await canvas.updateComplete
  await frame()
  return { canvas, session }
}

export const setScale = async (canvas: AwCanvas, scale: number): Promise<void> => {
  canvas.zoom(scale / canvas.view.scale)
  await frame()
}

type Placed = readonly [id: string, type: string, x: number, y: number]

/** A document of nodes at positions, and edges as `from.port to.port`. */
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
