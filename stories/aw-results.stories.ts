import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, waitFor } from 'storybook/test'
import { mainJob, TestSession } from '../packages/editor/test-session.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Results', component: 'aw-results' }
export default meta

export const AfterARun: StoryObj = {
  render: () => {
    const session = new TestSession({ document: mainJob(), rows: 40_000 })
    session.playCompleted()
    const element = document.createElement('aw-results')
    element.session = session
    element.style.display = 'flex'
    return setSize('100%', 420, element)
  },
  play: checkElement(async (root) => {
    const table = await waitForElement(root, 'aw-data-table')
    await waitFor(() => expect(getShadowRoot(table).textContent).toContain('40,000 rows × 4 columns'))
    root.querySelector<HTMLButtonElement>('#part-run')!.click()
    const logTab = await waitForElement<HTMLButtonElement>(root, '#tab-log')
    logTab.click()
    await waitFor(() => expect(root.textContent).toContain('No log entries.'))
  }),
}

const createResults = (session: TestSession): HTMLElement => {
  const element = document.createElement('aw-results')
  element.session = session
  element.style.display = 'flex'
  return setSize('100%', 420, element)
}

export const Empty: StoryObj = {
  render: () => createResults(new TestSession({ document: mainJob() })),
  play: checkElement(async (root) => {
    await expect(root.querySelector('aw-data-table')).toBeNull()
    await expect(root.textContent.trim()).not.toBe('')
  }),
}

export const AMillionRows: StoryObj = {
  render: () => {
    const session = new TestSession({ document: mainJob(), rows: 1_000_000 })
    session.playCompleted()
    return createResults(session)
  },
  play: checkElement(async (root) => {
    const table = await waitForElement(root, 'aw-data-table')
    await waitFor(() => expect(getShadowRoot(table).textContent).toContain('1,000,000 rows × 4 columns'))
    await expect(getShadowRoot(table).querySelectorAll('.row').length).toBeLessThan(60)
  }),
}

export const Failed: StoryObj = {
  render: () => {
    const session = new TestSession({ document: mainJob() })
    void session.runs.start()
    const problem = {
      code: 'x',
      severity: 'error' as const,
      message: 'The file no longer exists.',
      hint: 'Add it again.',
    }
    session.play(
      { type: 'node-failed', node: 'load', ms: 20, error: { kind: 'permanent', problem } },
      { type: 'run-failed', failed: ['load'] },
    )
    return Object.assign(createResults(session), { node: 'load' })
  },
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.textContent).toContain('Load file'))
    await expect(root.querySelector('aw-data-table')).toBeNull()
  }),
}

export const Dark = createDarkVariant(AfterARun)
export const Narrow = createNarrowVariant(AfterARun)
export const RightToLeft = createRightToLeftVariant(AfterARun)
