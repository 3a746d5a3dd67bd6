import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { inEditor } from './in-editor.ts'
import { inside, shown } from './shown.ts'
import { dark, narrow, rightToLeft } from './variants.ts'

const meta: Meta = { title: 'Results drawer', component: 'aw-results-drawer' }
export default meta

const drawer = (open: boolean): HTMLElement => {
  const session = new TestSession({ document: mainJob(), rows: 40_000 })
  session.playCompleted()
  const element = document.createElement('aw-results-drawer')
  element.available = () => 800
  element.open = open
  return inEditor(session, element)
}

/** The results of a run; the border above them also changes the height by keyboard. */
export const Open: StoryObj = {
  render: () => drawer(true),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-results-drawer')
    const results = await shown(inside(element), 'aw-results')
    const table = await shown(inside(results), 'aw-data-table')
    await waitFor(() => expect(inside(table).textContent).toContain('40,000 rows × 4 columns'))
    const before = element.getBoundingClientRect().height
    const splitter = await shown(inside(element), '[role=separator]')
    splitter.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true }))
    await waitFor(() => expect(element.getBoundingClientRect().height).toBeGreaterThan(before))
  },
}

/** Only the tabs are visible. */
export const Closed: StoryObj = {
  render: () => drawer(false),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-results-drawer')
    await waitFor(() => expect(element.getBoundingClientRect().height).toBeLessThan(60))
    await expect(inside(element).querySelector('[role=separator]')).toBeNull()
  },
}

export const Dark = dark(Open)
export const Narrow = narrow(Open)
export const RightToLeft = rightToLeft(Open)
