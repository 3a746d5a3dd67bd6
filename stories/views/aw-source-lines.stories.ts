import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwSourceLines } from '@aw-flow/editor'
import { expect, userEvent } from 'storybook/test'
import { testLoadPreview } from '../../packages/editor/test-load-preview.ts'
import { checkElement, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Source lines', component: 'aw-source-lines' }
export default meta

const createLines = (overrides: Partial<AwSourceLines> = {}): HTMLElement => {
  const element = document.createElement('aw-source-lines')
  Object.assign(element, { preview: testLoadPreview, ...overrides })
  return setSize(640, 420, element)
}

export const Full: StoryObj = {
  render: () => createLines(),
  play: checkElement(async (root) => {
    const list = await waitForElement(root, '[role=listbox]')
    list.focus()
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}')
    await expect(list.getAttribute('aria-activedescendant')).toBe('line-4')
    await expect(root.querySelector('#line-4')?.textContent).toContain('Order No')
  }),
}

export const ReadOnly: StoryObj = {
  render: () => createLines({ readonly: true }),
  play: checkElement(async (root) => {
    await waitForElement(root, '[role=listbox]')
    await expect(root.querySelector('[role=slider], [role=separator]')).toBeNull()
  }),
}

export const Empty: StoryObj = {
  render: () => createLines({ preview: undefined }),
  play: checkElement((root) => expect(root.textContent.trim()).toBe('')),
}

export const Dark = createDarkVariant(Full)
export const Narrow = createNarrowVariant(Full)
export const RightToLeft = createRightToLeftVariant(Full)
