import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { wrapInEditor } from './in-editor.ts'
import { checkElement, getShadowRoot, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Results drawer', component: 'aw-results-drawer' }
export default meta

const createDrawer = (isOpen: boolean): HTMLElement => {
  const session = new TestSession({ document: mainJob(), rows: 40_000 })
  session.playCompleted()
  const element = document.createElement('aw-results-drawer')
  element.available = () => ({ width: 1_280, height: 800 })
  element.open = isOpen
  return wrapInEditor(session, element)
}

/** The results of a run. The splitter above them can also be moved with the keyboard. */
export const Open: StoryObj = {
  render: () => createDrawer(true),
  play: checkElement(async (root, element) => {
    const results = await waitForElement(root, 'aw-results')
    const table = await waitForElement(getShadowRoot(results), 'aw-data-table')
    await waitFor(() => expect(getShadowRoot(table).textContent).toContain('40,000 rows × 4 columns'))
    const heightBefore = element.getBoundingClientRect().height
    const splitter = await waitForElement(root, '[role=separator]')
    splitter.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }))
    await waitFor(() => expect(element.getBoundingClientRect().height).toBeGreaterThan(heightBefore))
  }),
}

/** The closed drawer, of which only the tabs are visible. */
export const Closed: StoryObj = {
  render: () => createDrawer(false),
  play: checkElement(async (root, element) => {
    await waitFor(() => expect(element.getBoundingClientRect().height).toBeLessThan(60))
    await expect(root.querySelector('[role=separator]')).toBeNull()
  }),
}

export const Dark = createDarkVariant(Open)
export const Narrow = createNarrowVariant(Open)
export const RightToLeft = createRightToLeftVariant(Open)
