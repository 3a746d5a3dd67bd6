import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { createRunHistory } from '@aw-flow/schema'
import { failingRun, recordOf } from '../../packages/editor/test-run-record.ts'
import { expect, waitFor } from 'storybook/test'
import { box, inside, shown } from '../shown.ts'
import { dark, narrow, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Run log', component: 'aw-run-log' }
export default meta

const history = createRunHistory(recordOf(failingRun()))
const none = createRunHistory([])

const draw = (more: object): HTMLElement => {
  const element = Object.assign(document.createElement('aw-run-log'), more)
  element.style.display = 'block'
  element.style.overflow = 'auto'
  return box(720, 420, element)
}

export const Failed: StoryObj = {
  render: () => draw({ moment: history.now }),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-run-log')
    await waitFor(() => expect(inside(element).textContent).toContain('The reader was busy.'))
  },
}

export const Empty: StoryObj = {
  render: () => draw({ moment: none.now }),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-run-log')
    await expect(inside(element).textContent).not.toContain('The reader was busy.')
  },
}

export const Dark = dark(Failed)
export const Narrow = narrow(Failed)
export const RightToLeft = rightToLeft(Failed)
