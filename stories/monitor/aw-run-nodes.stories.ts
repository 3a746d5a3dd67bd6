import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { createRunHistory } from '@aw-flow/schema'
import { createFailingRun, createLargeRun, createRecord } from '../../packages/editor/test-run-record.ts'
import { expect, waitFor } from 'storybook/test'
import { checkElement, setSize } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Run nodes', component: 'aw-run-nodes' }
export default meta

const history = createRunHistory(createRecord(createFailingRun()))
const emptyHistory = createRunHistory([])

const createRunNodes = (properties: object): HTMLElement => {
  const element = Object.assign(document.createElement('aw-run-nodes'), properties)
  element.style.display = 'grid'
  return setSize(720, 420, element)
}

export const Failed: StoryObj = {
  render: () => createRunNodes({ moment: history.now, progress: {}, node: 'load' }),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('Skipped'))),
}

export const Empty: StoryObj = {
  render: () => createRunNodes({ moment: emptyHistory.now, progress: {} }),
  play: checkElement((root) => expect(root.textContent).not.toContain('Skipped')),
}

/** Only the visible rows are rendered. */
export const TenThousandNodes: StoryObj = {
  render: () => {
    const { workflow, bodies } = createLargeRun(10_000, 1)
    return createRunNodes({ moment: createRunHistory(createRecord(bodies, workflow)).now, progress: {} })
  },
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.textContent).toContain('n0'), { timeout: 20_000 })
    await expect(root.querySelectorAll('[role=row]').length).toBeLessThan(200)
  }),
}

export const Dark = createDarkVariant(Failed)
export const Narrow = createNarrowVariant(Failed)
export const RightToLeft = createRightToLeftVariant(Failed)
