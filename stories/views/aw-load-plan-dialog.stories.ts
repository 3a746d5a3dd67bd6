import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwLoadPlan } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { respondToLoadPreview, testPreviewDataset } from '../../packages/editor/test-load-preview.ts'
import { mainJob, TestSession } from '../../packages/editor/test-session.ts'
import { checkElement, getShadowRoot, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Load plan dialog', component: 'aw-load-plan-dialog' }
export default meta

function createDialog(readonly = false): HTMLElement {
  const session = new TestSession({ document: mainJob() })
  session.data.list = [
    { id: testPreviewDataset, name: 'shop-sales-may.csv', size: 612, createdAt: '2026-11-20T00:00:00Z' },
  ]
  session.respondToPreview = respondToLoadPreview
  session.document.apply({ type: 'set-config', id: 'load', path: ['dataset'], value: testPreviewDataset })
  const element = document.createElement('aw-load-plan-dialog')
  element.style.display = 'block'
  element.session = session
  element.node = 'load'
  element.readonly = readonly
  return element
}

/** If there are unsaved changes, closing the dialog asks for confirmation. */
export const Changed: StoryObj = {
  render: () => createDialog(),
  play: checkElement(async (root, element) => {
    const plan = await waitForElement<AwLoadPlan>(root, 'aw-load-plan')
    await userEvent.selectOptions(await waitForElement<HTMLSelectElement>(getShadowRoot(plan), '#delimiter'), ',')
    await waitFor(() => expect(plan.isChanged).toBe(true))
    root.querySelector<HTMLButtonElement>('.plan-bar > button')?.click()
    await waitForElement(root, '[role=alert]')
    let isClosed = false
    element.addEventListener('aw-dialog-close', () => (isClosed = true))
    root.querySelector<HTMLButtonElement>('.danger')?.click()
    await waitFor(() => expect(isClosed).toBe(true))
  }),
}

export const ReadOnly: StoryObj = {
  render: () => createDialog(true),
  play: checkElement(async (root) => {
    const plan = await waitForElement<AwLoadPlan>(root, 'aw-load-plan')
    await expect(plan.readonly).toBe(true)
  }),
}

export const Dark = createDarkVariant(ReadOnly)
export const Narrow = createNarrowVariant(ReadOnly)
export const RightToLeft = createRightToLeftVariant(ReadOnly)
