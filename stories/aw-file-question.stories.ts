import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { inEditor } from './in-editor.ts'
import { inside, shown } from './shown.ts'
import { dark, narrow, rightToLeft } from './variants.ts'

const meta: Meta = { title: 'File question', component: 'aw-file-question' }
export default meta

const question = (mergeable: boolean): HTMLElement => {
  const element = document.createElement('aw-file-question')
  element.style.display = 'block'
  element.file = 'orders.json'
  element.mergeable = mergeable
  return inEditor(new TestSession({ document: mainJob() }), element)
}

/** A dropped file is a workflow. */
export const AnotherWorkflow: StoryObj = {
  render: () => question(false),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-file-question')
    const answers: string[] = []
    element.addEventListener('aw-file-answer', ({ answer }) => answers.push(answer))
    await expect(inside(element).textContent).toContain('orders.json')
    inside(element).querySelector<HTMLButtonElement>('.primary')?.click()
    await waitFor(() => expect(answers).toEqual(['open']))
  },
}

/** A dropped file is another version of the open workflow. */
export const AnotherVersion: StoryObj = {
  render: () => question(true),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-file-question')
    const answers: string[] = []
    element.addEventListener('aw-file-answer', ({ answer }) => answers.push(answer))
    inside(element).querySelector<HTMLButtonElement>('.primary')?.click()
    await waitFor(() => expect(answers).toEqual(['merge']))
  },
}

export const Dark = dark(AnotherWorkflow)
export const Narrow = narrow(AnotherWorkflow)
export const RightToLeft = rightToLeft(AnotherWorkflow)
