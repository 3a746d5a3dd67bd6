import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { createRunHistory } from '@aw-flow/schema'
import { failingRun, largeRun, recordOf } from '../../packages/editor/test-run-record.ts'
import { expect, waitFor } from 'storybook/test'
import { box, inside, shown } from '../shown.ts'
import { dark, narrow, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Run nodes', component: 'aw-run-nodes' }
export default meta

const history = createRunHistory(recordOf(failingRun()))
const none = createRunHistory([])

const draw = (more: object): HTMLElement => {
  const element = Object.assign(document.createElement('aw-run-nodes'), more)
  element.style.display = 'grid'
  return box(720, 420, element)
}

export const Failed: StoryObj = {
  render: () => draw({ moment: history.now, progress: {}, node: 'load' }),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-run-nodes')
    await waitFor(() => expect(inside(element).textContent).toContain('Skipped'))
  },
}

export const Empty: StoryObj = {
  render: () => draw({ moment: none.now, progress: {} }),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-run-nodes')
    await expect(inside(element).textContent).not.toContain('Skipped')
  },
}

/** Only the visible rows are rendered. */
export const TenThousandNodes: StoryObj = {
  render: () => {
    const { workflow, bodies } = largeRun(10_000, 1)
    return draw({ moment: createRunHistory(recordOf(bodies, workflow)).now, progress: {} })
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-run-nodes')
    await waitFor(() => expect(inside(element).textContent).toContain('n0'), { timeout: 20_000 })
    await expect(inside(element).querySelectorAll('[role=row]').length).toBeLessThan(200)
  },
}

export const Dark = dark(Failed)
export const Narrow = narrow(Failed)
export const RightToLeft = rightToLeft(Failed)
