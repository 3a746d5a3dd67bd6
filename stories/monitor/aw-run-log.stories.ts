import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { createRunHistory } from '@aw-flow/schema'
import { createFailingRun, createRecord } from '../../packages/editor/test-run-record.ts'
import { expect, waitFor } from 'storybook/test'
import { checkElement, setSize } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Run log', component: 'aw-run-log' }
export default meta

const history = createRunHistory(createRecord(createFailingRun()))
const emptyHistory = createRunHistory([])

const createRunLog = (properties: object): HTMLElement => {
  const element = Object.assign(document.createElement('aw-run-log'), properties)
  element.style.display = 'block'
  element.style.overflow = 'auto'
  return setSize(720, 420, element)
}

export const Failed: StoryObj = {
  render: () => createRunLog({ moment: history.now }),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('The reader was busy.'))),
}

export const Empty: StoryObj = {
  render: () => createRunLog({ moment: emptyHistory.now }),
  play: checkElement((root) => expect(root.textContent).not.toContain('The reader was busy.')),
}

export const Dark = createDarkVariant(Failed)
export const Narrow = createNarrowVariant(Failed)
export const RightToLeft = createRightToLeftVariant(Failed)
