import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwCanvas } from '@aw-flow/editor'
import type { Workflow } from '@aw-flow/schema'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../../packages/editor/test-session.ts'
import { box, inside, shown } from '../shown.ts'
import { dark, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Minimap', component: 'aw-minimap' }
export default meta

function beside(workflow: Workflow): HTMLElement {
  const canvas = document.createElement('aw-canvas')
  canvas.session = new TestSession({ document: workflow })
  const map = document.createElement('aw-minimap')
  void canvas.updateComplete.then(() => {
    map.canvas = canvas
    map.scene = canvas.scene
    return undefined
  })
  const both = document.createElement('div')
  both.append(box('100%', 360, canvas), map)
  return both
}

export const BesideItsCanvas: StoryObj = {
  render: () => beside(mainJob()),
  play: async ({ canvasElement }) => {
    const canvas = await shown<AwCanvas>(canvasElement, 'aw-canvas')
    const map = await shown<HTMLElement & { scene: unknown }>(canvasElement, 'aw-minimap')
    await waitFor(() => expect(map.scene).toBe(canvas.scene))
  },
}

const large = (): Workflow => {
  const document = mainJob()
  document.nodes = Array.from({ length: 10_000 }, (_, index) => ({
    id: `n${index}`,
    type: 'preparing',
    position: { x: (index % 100) * 320, y: Math.floor(index / 100) * 160 },
    data: { label: `Node ${index}`, config: {} },
  }))
  document.edges = []
  return document
}

export const TenThousandNodes: StoryObj = {
  render: () => beside(large()),
  play: async ({ canvasElement }) => {
    const canvas = await shown<AwCanvas>(canvasElement, 'aw-canvas')
    await waitFor(() => expect(canvas.scene.nodes).toHaveLength(10_000))
    const map = await shown<HTMLElement>(canvasElement, 'aw-minimap')
    await waitFor(() => expect(inside(map).querySelector('canvas')?.width).toBeGreaterThan(10))
  },
}

export const Empty: StoryObj = {
  render: () => document.createElement('aw-minimap'),
  play: async ({ canvasElement }) => {
    const map = await shown<HTMLElement>(canvasElement, 'aw-minimap')
    await expect(inside(map).querySelector('canvas')).not.toBeNull()
  },
}

export const Dark = dark(BesideItsCanvas)
export const RightToLeft = rightToLeft(BesideItsCanvas)
