import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { createRunHistory } from '@aw-flow/schema'
import { testCatalog } from '../../packages/editor/test-catalog.ts'
import { createFailingRun, createRecord } from '../../packages/editor/test-run-record.ts'
import { expect, waitFor } from 'storybook/test'
import { checkElement, setSize } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Run attempt', component: 'aw-run-attempt' }
export default meta

const history = createRunHistory(createRecord(createFailingRun()))
const emptyHistory = createRunHistory([])

const createRunAttempt = (properties: object): HTMLElement => {
  const element = Object.assign(document.createElement('aw-run-attempt'), properties)
  element.style.display = 'block'
  element.style.overflow = 'auto'
  return setSize(720, 420, element)
}

export const Failed: StoryObj = {
  render: () => createRunAttempt({ moment: history.now, types: testCatalog, node: 'validate' }),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('Pick another column.'))),
}

export const Empty: StoryObj = {
  render: () => createRunAttempt({ moment: emptyHistory.now, types: testCatalog }),
  play: checkElement((root) => expect(root.textContent).not.toContain('Pick another column.')),
}

export const Dark = createDarkVariant(Failed)
export const Narrow = createNarrowVariant(Failed)
export const RightToLeft = createRightToLeftVariant(Failed)
