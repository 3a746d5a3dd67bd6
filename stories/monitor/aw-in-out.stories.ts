import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { mainJob, TestSession } from '../../packages/editor/test-session.ts'
import { expect, waitFor } from 'storybook/test'
import { checkElement, getShadowRoot, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Input and output', component: 'aw-in-out' }
export default meta

const createInOut = (hasRun: boolean): HTMLElement => {
  const session = new TestSession({ document: mainJob(), rows: 250 })
  if (hasRun) session.playCompleted()
  const element = Object.assign(document.createElement('aw-in-out'), { session, node: 'prepare' })
  element.style.display = 'block'
  return setSize(720, 420, element)
}

export const AfterARun: StoryObj = {
  render: () => createInOut(true),
  play: checkElement(async (root) => {
    const table = await waitForElement(root, 'aw-data-table')
    await waitFor(() => expect(getShadowRoot(table).textContent).toContain('250'))
  }),
}

export const Empty: StoryObj = {
  render: () => createInOut(false),
  play: checkElement((root) => expect(root.querySelector('aw-data-table')).toBeNull()),
}

export const Dark = createDarkVariant(AfterARun)
export const Narrow = createNarrowVariant(AfterARun)
export const RightToLeft = createRightToLeftVariant(AfterARun)
