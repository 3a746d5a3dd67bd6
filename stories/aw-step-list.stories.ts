import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { NodeOpenEvent } from '@aw-flow/editor'
import { expect } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { box, inside, shown } from './shown.ts'

const meta: Meta = { title: 'Step list', component: 'aw-step-list' }
export default meta

export const AfterARun: StoryObj = {
  render: () => {
    const session = new TestSession({ document: mainJob() })
    session.playCompleted()
    const element = document.createElement('aw-step-list')
    element.session = session
    return box(390, 640, element)
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-step-list')
    const opened: string[] = []
    element.addEventListener('aw-node-open', (event: NodeOpenEvent) => opened.push(event.node))
    const step = await shown<HTMLButtonElement>(inside(element), '[data-node=prepare]')
    step.click()
    await expect(opened).toEqual(['prepare'])
  },
}
