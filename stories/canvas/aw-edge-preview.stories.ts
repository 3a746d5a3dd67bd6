import { failed } from '@aw-flow/schema'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { mainJob, TestSession } from '../../packages/editor/test-session.ts'
import { expect, waitFor } from 'storybook/test'
import { checkElement, setSize } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Edge preview', component: 'aw-edge-preview' }
export default meta

const createPreview = (hasRun: boolean, tables: Partial<TestSession['tables']> = {}, rows = 250): HTMLElement => {
  const session = new TestSession({ document: mainJob(), rows })
  Object.assign(session.tables, tables)
  if (hasRun) session.playCompleted()
  const element = Object.assign(document.createElement('aw-edge-preview'), { session, edge: 'e1' })
  element.style.display = 'block'
  return setSize(720, 420, element)
}

export const AfterARun: StoryObj = {
  render: () => createPreview(true),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('250'))),
}

export const Empty: StoryObj = {
  render: () => createPreview(false),
  play: checkElement((root) => expect(root.textContent).not.toContain('250')),
}

/** The column names are known while the rows are loading. */
export const Loading: StoryObj = {
  render: () => createPreview(true, { page: () => new Promise(() => {}) }),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('Reading'))),
}

export const Failed: StoryObj = {
  render: () =>
    createPreview(true, {
      page: async () => failed({ code: 'tables.missing', severity: 'error', message: 'The table no longer exists.' }),
    }),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('The table no longer exists.'))),
}

export const AMillionRows: StoryObj = {
  render: () => createPreview(true, {}, 1_000_000),
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.textContent).toContain('1,000,000'))
    await expect(root.querySelectorAll('tbody tr').length).toBeLessThan(20)
  }),
}

export const Dark = createDarkVariant(AfterARun)
export const Narrow = createNarrowVariant(AfterARun)
export const RightToLeft = createRightToLeftVariant(AfterARun)
