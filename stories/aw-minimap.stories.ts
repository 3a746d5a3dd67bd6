import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwCanvas } from '@aw-flow/editor'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { box, shown } from './shown.ts'

const meta: Meta = { title: 'Minimap', component: 'aw-minimap' }
export default meta

export const BesideItsCanvas: StoryObj = {
  render: () => {
    const canvas = document.createElement('aw-canvas')
    canvas.session = new TestSession({ document: mainJob() })
    const map = document.createElement('aw-minimap')
    void canvas.updateComplete.then(() => {
      map.canvas = canvas
      map.scene = canvas.scene
      return undefined
    })
    const both = document.createElement('div')
    both.append(box('100%', 360, canvas), map)
    return both
  },
  play: async ({ canvasElement }) => {
    const canvas = await shown<AwCanvas>(canvasElement, 'aw-canvas')
    const map = await shown<HTMLElement & { scene: unknown }>(canvasElement, 'aw-minimap')
    await waitFor(() => expect(map.scene).toBe(canvas.scene))
  },
}
