import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { createRunHistory } from '@aw-flow/schema'
import { createFailingRun, createRecord } from '../../packages/editor/test-run-record.ts'
import { expect, waitFor } from 'storybook/test'
import { checkElement, setSize } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Run position', component: 'aw-run-moment' }
export default meta

const history = createRunHistory(createRecord(createFailingRun()))
const emptyHistory = createRunHistory([])

const createRunMoment = (properties: object): HTMLElement => {
  const element = Object.assign(document.createElement('aw-run-moment'), properties)
  element.style.display = 'block'
  element.style.overflow = 'auto'
  return setSize(720, 420, element)
}

export const Failed: StoryObj = {
  render: () => createRunMoment({ history }),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('of 16'))),
}

export const Empty: StoryObj = {
  render: () => createRunMoment({ history: emptyHistory }),
  play: checkElement((root) => expect(root.textContent).not.toContain('of 16')),
}

export const Dark = createDarkVariant(Failed)
export const Narrow = createNarrowVariant(Failed)
export const RightToLeft = createRightToLeftVariant(Failed)
