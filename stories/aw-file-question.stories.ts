import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { wrapInEditor } from './in-editor.ts'
import { checkElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Dropped workflow file', component: 'aw-file-question' }
export default meta

const createQuestion = (isMergeable: boolean): HTMLElement => {
  const element = document.createElement('aw-file-question')
  element.style.display = 'block'
  element.file = 'orders.json'
  element.mergeable = isMergeable
  return wrapInEditor(new TestSession({ document: mainJob() }), element)
}

/** The dropped file contains a workflow. */
export const WorkflowFile: StoryObj = {
  render: () => createQuestion(false),
  play: checkElement(async (root, element) => {
    const answers: string[] = []
    element.addEventListener('aw-file-answer', ({ answer }) => answers.push(answer))
    await expect(root.textContent).toContain('orders.json')
    root.querySelector<HTMLButtonElement>('.primary')?.click()
    await waitFor(() => expect(answers).toEqual(['open']))
  }),
}

/** The dropped file contains a version of the open workflow. */
export const VersionOfOpenWorkflow: StoryObj = {
  render: () => createQuestion(true),
  play: checkElement(async (root, element) => {
    const answers: string[] = []
    element.addEventListener('aw-file-answer', ({ answer }) => answers.push(answer))
    root.querySelector<HTMLButtonElement>('.primary')?.click()
    await waitFor(() => expect(answers).toEqual(['merge']))
  }),
}

export const Dark = createDarkVariant(WorkflowFile)
export const Narrow = createNarrowVariant(WorkflowFile)
export const RightToLeft = createRightToLeftVariant(WorkflowFile)
