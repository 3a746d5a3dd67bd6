import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwLoadPlan } from '@aw-flow/editor'
import type { Json } from '@aw-flow/schema'
import type { SavedLoadPlan } from '@aw-flow/schema/internal'
import { expect, userEvent, waitFor } from 'storybook/test'
import { respondToLoadPreview, testLoadPreview, testPreviewDataset } from '../../packages/editor/test-load-preview.ts'
import { mainJob, TestSession } from '../../packages/editor/test-session.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from '../story-elements.ts'
import { createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Load plan', component: 'aw-load-plan' }
export default meta

function createSession(saved?: SavedLoadPlan): TestSession {
  const session = new TestSession({ document: mainJob() })
  session.data.list = [
    { id: testPreviewDataset, name: 'shop-sales-may.csv', size: 612, createdAt: '2026-11-20T00:00:00Z' },
  ]
  session.respondToPreview = respondToLoadPreview
  session.document.apply({ type: 'set-config', id: 'load', path: ['dataset'], value: testPreviewDataset })
  if (saved) {
    const value = JSON.parse(JSON.stringify(saved)) as Json
    session.document.apply({ type: 'set-config', id: 'load', path: ['plan'], value })
  }
  return session
}

function createPlan(
  source: TestSession,
  width: number | string = '100%',
  theme: AwLoadPlan['theme'] = 'light',
): HTMLElement {
  const element = document.createElement('aw-load-plan')
  element.session = source
  element.node = 'load'
  element.theme = theme
  return setSize(width, 720, element)
}

const findTable = async (root: HTMLElement): Promise<ShadowRoot> =>
  getShadowRoot(await waitForElement(getShadowRoot(await waitForElement(root, 'aw-load-plan')), 'aw-preview-table'))

export const Full: StoryObj = {
  render: () => createPlan(createSession()),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwLoadPlan>(canvasElement, 'aw-load-plan')
    const header = await waitForElement<HTMLButtonElement>(await findTable(canvasElement), '.column')
    await expect(header.textContent).toContain('integer')
    const delimiter = await waitForElement<HTMLSelectElement>(getShadowRoot(element), '#delimiter')
    await userEvent.selectOptions(delimiter, ',')
    await waitFor(async () => expect((await findTable(canvasElement)).querySelectorAll('.column')).toHaveLength(1))
    await expect(element.isChanged).toBe(true)
    const restore = await waitForElement<HTMLButtonElement>(getShadowRoot(element), '.restore')
    await userEvent.click(restore)
    await waitFor(async () => expect((await findTable(canvasElement)).querySelectorAll('.column')).toHaveLength(6))
  },
}

export const Column: StoryObj = {
  render: () => createPlan(createSession()),
  play: async ({ canvasElement }) => {
    const root = getShadowRoot(await waitForElement(canvasElement, 'aw-load-plan'))
    const tableRoot = await findTable(canvasElement)
    const amount = [...tableRoot.querySelectorAll<HTMLButtonElement>('.column')][3]
    if (!amount) throw new Error('The fourth column is missing.')
    await userEvent.click(amount)
    const type = await waitForElement<HTMLSelectElement>(root, '#column:popover-open #column-type')
    await userEvent.selectOptions(type, 'VARCHAR')
    await waitFor(() => expect(tableRoot.querySelector('tr[data-row="0"]')?.textContent).toContain('1.204,50'))
  },
}

export const SavedPlan: StoryObj = {
  render: () =>
    createPlan(createSession({ dataset: testPreviewDataset, plan: { ...testLoadPreview.plan, evidence: [] } })),
  play: checkElement((root) =>
    waitFor(() => expect(root.querySelector('header')?.textContent).toContain('Runs use this plan')),
  ),
}

export const Drift: StoryObj = {
  render: () => createPlan(createSession({ dataset: 'b'.repeat(64), plan: testLoadPreview.plan })),
  play: checkElement(async (root) => {
    const drift = await waitForElement(root, 'section.note')
    await expect(drift.textContent).toContain('Missing: “Region”')
    await expect(drift.textContent).toContain('Read as decimal number')
  }),
}

export const InvalidRange: StoryObj = {
  render: () => createPlan(createSession()),
  play: checkElement(async (root) => {
    const enterLine = async (index: number, text: string): Promise<void> => {
      await waitForElement(root, '.range input')
      const input = [...root.querySelectorAll<HTMLInputElement>('.range input')][index]
      if (!input) throw new Error('The input is missing.')
      input.value = text
      input.dispatchEvent(new Event('change'))
    }
    await enterLine(1, '6')
    await waitFor(() => expect(root.querySelector('.frame')?.getAttribute('aria-busy')).toBe('false'))
    await enterLine(0, '9')
    const alert = await waitForElement(root, '[role=alert]')
    await waitFor(() => expect(alert.textContent).toContain('The first line of the table, 9, is after its last line'))
  }),
}

export const Empty: StoryObj = {
  render: () => createPlan(new TestSession({ document: mainJob() })),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('No file selected'))),
}

export const Loading: StoryObj = {
  render: () => {
    const waiting = createSession()
    waiting.respondToPreview = () => new Promise(() => {})
    return createPlan(waiting)
  },
  play: checkElement(async (root) => {
    await expect(await waitForElement(root, '.skeleton')).toBeVisible()
    await waitFor(() => expect(root.querySelector('.progress')?.textContent).toContain('Reading file'))
  }),
}

export const Dark: StoryObj = {
  render: () => createPlan(createSession(), '100%', 'dark'),
  play: async ({ canvasElement }) => {
    await expect((await findTable(canvasElement)).querySelector('tr.reject')?.textContent).toContain(
      'Line 9 is rejected',
    )
  },
}

export const Narrow: StoryObj = {
  render: () => createPlan(createSession(), 390),
  play: checkElement(async (root) => {
    const text = await waitForElement(root, 'aw-source-lines')
    const previewTable = await waitForElement(root, 'aw-preview-table')
    await waitFor(() =>
      expect(text.getBoundingClientRect().bottom).toBeLessThanOrEqual(previewTable.getBoundingClientRect().top),
    )
  }),
}

export const ReadOnly: StoryObj = {
  render: () => {
    const element = createPlan(createSession())
    element.setAttribute('readonly', '')
    return element
  },
  play: checkElement(async (root) => {
    const delimiter = await waitForElement<HTMLSelectElement>(root, '#delimiter')
    await expect(delimiter.disabled).toBe(true)
  }),
}

export const RightToLeft = createRightToLeftVariant(Full)
