import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { createRunHistory } from '@aw-flow/schema'
import { createFailingRun, createLargeRun, createRecord } from '../../packages/editor/test-run-record.ts'
import { expect, waitFor } from 'storybook/test'
import { checkElement, setSize } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Run timeline', component: 'aw-run-timeline' }
export default meta

const history = createRunHistory(createRecord(createFailingRun()))
const emptyHistory = createRunHistory([])

const createRunTimeline = (properties: object): HTMLElement => {
  const element = Object.assign(document.createElement('aw-run-timeline'), properties)
  element.style.display = 'grid'
  return setSize(720, 420, element)
}

export const Failed: StoryObj = {
  render: () => createRunTimeline({ moment: history.now, node: 'load' }),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('Critical path'))),
}

export const Empty: StoryObj = {
  render: () => createRunTimeline({ moment: emptyHistory.now }),
  play: checkElement((root) => expect(root.textContent).not.toContain('Critical path')),
}

/** Only the visible rows are rendered. */
export const TenThousandNodes: StoryObj = {
  render: () => {
    const { workflow, bodies } = createLargeRun(10_000, 1)
    return createRunTimeline({ moment: createRunHistory(createRecord(bodies, workflow)).now })
  },
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.textContent).toContain('n0'), { timeout: 60_000 })
    await expect(root.querySelectorAll('*').length).toBeLessThan(4_000)
  }),
}

export const Dark = createDarkVariant(Failed)
export const Narrow = createNarrowVariant(Failed)
export const RightToLeft = createRightToLeftVariant(Failed)
