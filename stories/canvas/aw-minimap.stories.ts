import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwCanvas } from '@aw-flow/editor'
import type { Workflow } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../../packages/editor/test-session.ts'
import { storyCategory } from '../story-category.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Minimap', component: 'aw-minimap' }
export default meta

function renderWithCanvas(workflow: Workflow): HTMLElement {
  const canvas = document.createElement('aw-canvas')
  canvas.session = new TestSession({ document: workflow })
  const map = document.createElement('aw-minimap')
  map.canvas = canvas
  const container = document.createElement('div')
  container.append(setSize('100%', 360, canvas), map)
  return container
}

/** Creates a workflow of connected nodes, laid out row by row in an approximate square. */
function createWorkflow(nodeCount: number): Workflow {
  const columnCount = Math.ceil(Math.sqrt(nodeCount))
  const document = mainJob()
  document.nodes = Array.from({ length: nodeCount }, (_, index) => ({
    id: `n${index}`,
    type: 'preparing',
    position: { x: (index % columnCount) * 320, y: Math.floor(index / columnCount) * 160 },
    data: { label: `Node ${index}`, config: {} },
  }))
  document.edges = document.nodes
    .slice(1)
    .map(({ id }, index) => ({ id: `e${index}`, source: `n${index}`, target: id }))
  return document
}

/** The element's properties are objects that only a program can set. The control changes the story's canvas instead. */
export const WithCanvas: StoryObj = {
  args: { nodeCount: 12 },
  argTypes: {
    nodeCount: {
      description: 'Number of nodes on the canvas of this story.',
      control: { type: 'number', min: 1, max: 500, step: 1 },
      table: { category: storyCategory },
    },
  },
  render: ({ nodeCount }) => renderWithCanvas(createWorkflow(Number(nodeCount))),
  play: checkElement((root) => waitFor(() => expect(root.querySelector('canvas')?.width).toBeGreaterThan(10))),
}

export const TenThousandNodes: StoryObj = {
  render: () => renderWithCanvas({ ...createWorkflow(10_000), edges: [] }),
  play: async ({ canvasElement }) => {
    const canvas = await waitForElement<AwCanvas>(canvasElement, 'aw-canvas')
    await waitFor(() => expect(canvas.scene.nodes).toHaveLength(10_000))
    const map = await waitForElement<HTMLElement>(canvasElement, 'aw-minimap')
    await waitFor(() => expect(getShadowRoot(map).querySelector('canvas')?.width).toBeGreaterThan(10))
  },
}

export const Empty: StoryObj = {
  render: () => document.createElement('aw-minimap'),
  play: checkElement((root) => expect(root.querySelector('canvas')).not.toBeNull()),
}

export const Dark = createDarkVariant(WithCanvas)
export const RightToLeft = createRightToLeftVariant(WithCanvas)
