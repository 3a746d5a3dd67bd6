import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwPreviewTable } from '@aw-flow/editor'
import { expect, userEvent } from 'storybook/test'
import { testLoadPreview } from '../../packages/editor/test-load-preview.ts'
import { checkElement, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Preview table', component: 'aw-preview-table' }
export default meta

const createTable = (overrides: Partial<AwPreviewTable> = {}): HTMLElement => {
  const element = document.createElement('aw-preview-table')
  Object.assign(element, { preview: testLoadPreview, ...overrides })
  return setSize('100%', 420, element)
}

export const Full: StoryObj = {
  render: () => createTable({ changed: new Set([3]) }),
  play: checkElement<AwPreviewTable>(async (root, element) => {
    const opened: number[] = []
    element.addEventListener('aw-column-open', ({ column }) => opened.push(column))
    const headers = [...root.querySelectorAll<HTMLButtonElement>('.column')]
    await userEvent.click(headers[2]!)
    await expect(opened).toEqual([2])
    await expect(root.querySelectorAll('tr.reject')).toHaveLength(1)
  }),
}

export const NoRows: StoryObj = {
  render: () => createTable({ preview: { ...testLoadPreview, rows: [], rejects: [] } }),
  play: checkElement(async (root) => {
    await expect((await waitForElement(root, '.empty')).textContent.trim()).not.toBe('')
    await expect(root.querySelectorAll('tr[data-row]')).toHaveLength(0)
  }),
}

export const Empty: StoryObj = {
  render: () => createTable({ preview: { ...testLoadPreview, columns: [], rows: [], rejects: [] } }),
  play: checkElement(async (root) => {
    await expect((await waitForElement(root, '.empty')).textContent.trim()).not.toBe('')
    await expect(root.querySelector('table')).toBeNull()
  }),
}

export const ReadOnly: StoryObj = {
  render: () => createTable({ readonly: true }),
  play: checkElement(async (root) => {
    await expect((await waitForElement(root, 'thead')).textContent).toContain('Order No')
    await expect([...root.querySelectorAll<HTMLButtonElement>('.column:not(:disabled)')]).toHaveLength(0)
  }),
}

export const Dark = createDarkVariant(Full)
export const Narrow = createNarrowVariant(Full)
export const RightToLeft = createRightToLeftVariant(Full)
