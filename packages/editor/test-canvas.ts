import { createEmptyWorkflow, type Workflow } from '@aw-flow/schema'
import { fixture, html } from '@open-wc/testing'
import { emulateMedia, resetMouse, setViewport } from '@web/test-runner-commands'
import type { AwCanvas } from './canvas/aw-canvas.ts'
import { subWorkflowNodeType, testCatalog } from './test-catalog.ts'
import { waitForFrame } from './test-pointer.ts'
import { TestSession } from './test-session.ts'

export interface MountedCanvas {
  canvas: AwCanvas
  session: TestSession
}

/** Mounts an 800 × 500 canvas at zoom 1 with an in-memory session. New ids are numbered. */
export async function mountCanvas(document: Workflow, container: HTMLElement): Promise<MountedCanvas> {
  let idCount = 0
  const session = new TestSession({ document, catalog: [...testCatalog, subWorkflowNodeType] })
  const canvas = globalThis.document.createElement('aw-canvas')
  canvas.style.cssText = 'display: block; width: 800px; height: 500px'
  canvas.newId = (prefix) => `${prefix}-${++idCount}`
  canvas.session = session
  container.append(canvas)
  await canvas.updateComplete
  await waitForFrame()
  canvas.zoom(1 / canvas.view.scale)
  await waitForFrame()
  return { canvas, session }
}

/**
 * Prepares each test of a `describe`: sets the viewport to 1000 × 700, resets the mouse, and reduces motion.
 *
 * @returns A function that mounts a canvas with `document`. The canvas is removed after the test.
 */
export function setUpCanvasTests(document: () => Workflow): (customDocument?: Workflow) => Promise<MountedCanvas> {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 700 })
    await resetMouse()
    await emulateMedia({ reducedMotion: 'reduce' })
  })
  return async (customDocument = document()) =>
    mountCanvas(customDocument, await fixture<HTMLElement>(html`<div></div>`))
}

/** Reads the colors of all device pixels of a canvas. */
export function readPixels(canvas: AwCanvas): Uint8ClampedArray {
  const surface = canvas.shadowRoot?.querySelector('canvas')
  const context = surface?.getContext('2d')
  if (!surface || !context) throw new Error('The canvas has not been drawn yet.')
  return context.getImageData(0, 0, surface.width, surface.height).data
}

/** Reads the colors once they are equal in several consecutive frames. A busy machine may draw the last move late. */
export async function readSettledPixels(canvas: AwCanvas): Promise<Uint8ClampedArray> {
  let previousPixels = readPixels(canvas)
  for (let equalFrameCount = 0; equalFrameCount < 5;) {
    await waitForFrame()
    const pixels = readPixels(canvas)
    equalFrameCount = pixels.every((value, index) => value === previousPixels[index]) ? equalFrameCount + 1 : 0
    previousPixels = pixels
  }
  return previousPixels
}

/** Two nodes without an edge. */
export const createTwoNodes = (): Workflow => ({
  ...createEmptyWorkflow(),
  nodes: [
    { id: 'load', type: 'loading', position: { x: 0, y: 0 }, data: { label: 'Load', config: {} } },
    { id: 'table', type: 'table', position: { x: 320, y: 0 }, data: { label: 'Table', config: {} } },
  ],
})

/** Mounts an 800 × 500 canvas that shows its entire document, in a styled container. New ids are numbered. */
export async function mountFittedCanvas(document: Workflow = createTwoNodes(), boxStyle = ''): Promise<MountedCanvas> {
  let idCount = 0
  const session = new TestSession({ document })
  const container = await fixture<HTMLElement>(html`<div></div>`)
  container.style.cssText = `width: 800px; height: 500px; ${boxStyle}`
  const canvas = globalThis.document.createElement('aw-canvas')
  canvas.style.cssText = 'display: block; width: 800px; height: 500px'
  canvas.newId = (prefix) => `${prefix}-${++idCount}`
  canvas.session = session
  container.append(canvas)
  await canvas.updateComplete
  await waitForFrame()
  return { canvas, session }
}

export const setScale = async (canvas: AwCanvas, scale: number): Promise<void> => {
  canvas.zoom(scale / canvas.view.scale)
  await waitForFrame()
}

type PlacedNode = readonly [id: string, type: string, x: number, y: number]

/** Creates a document from nodes with positions, and edges in the form `from.port to.port`. */
export function createDocument(nodes: readonly PlacedNode[], edges: readonly string[] = []): Workflow {
  return {
    ...createEmptyWorkflow('Test'),
    nodes: nodes.map(([id, type, x, y]) => ({ id, type, position: { x, y }, data: { label: id, config: {} } })),
    edges: edges.map((edge, index) => {
      const [from = '', to = ''] = edge.split(' ')
      const [source = '', sourceHandle = ''] = from.split('.')
      const [target = '', targetHandle = ''] = to.split('.')
      return { id: `e${index + 1}`, source, sourceHandle, target, targetHandle }
    }),
  }
}
