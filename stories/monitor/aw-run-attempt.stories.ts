import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { createRunHistory } from '@aw-flow/schema'
import { testCatalogue } from '../../packages/editor/test-catalogue.ts'
import { failingRun, recordOf } from '../../packages/editor/test-run-record.ts'
import { expect, waitFor } from 'storybook/test'
import { box, inside, shown } from '../shown.ts'
import { dark, narrow, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Run attempt', component: 'aw-run-attempt' }
export default meta

const history = createRunHistory(recordOf(failingRun()))
const none = createRunHistory([])

const draw = (more: object): HTMLElement => {
  const element = Object.assign(document.createElement('aw-run-attempt'), more)
  element.style.display = 'block'
  element.style.overflow = 'auto'
  return box(720, 420, element)
}

export const Failed: StoryObj = {
  render: () => draw({ moment: history.now, types: testCatalogue, node: 'validate' }),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-run-attempt')
    await waitFor(() => expect(inside(element).textContent).toContain('Pick another column.'))
  },
}

export const Empty: StoryObj = {
  render: () => draw({ moment: none.now, types: testCatalogue }),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-run-attempt')
    await expect(inside(element).textContent).not.toContain('Pick another column.')
  },
}

export const Dark = dark(Failed)
export const Narrow = narrow(Failed)
export const RightToLeft = rightToLeft(Failed)
