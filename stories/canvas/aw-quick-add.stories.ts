import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { QuickAddEvent } from '@aw-flow/editor'
import { expect, userEvent } from 'storybook/test'
import { testCatalog } from '../../packages/editor/test-catalog.ts'
import { storyCategory } from '../story-category.ts'
import { checkElement, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Quick add', component: 'aw-quick-add' }
export default meta

function createQuickAdd(typeCount = testCatalog.length): HTMLElement {
  const element = document.createElement('aw-quick-add')
  element.types = testCatalog.slice(0, typeCount)
  element.style.margin = '24px'
  return element
}

/**
 * The element's properties are objects that only a program can set. The control changes which node types are offered.
 */
export const AllTypes: StoryObj = {
  args: { typeCount: testCatalog.length },
  argTypes: {
    typeCount: {
      description: 'Number of offered node types.',
      control: { type: 'number', min: 0, max: testCatalog.length, step: 1 },
      table: { category: storyCategory },
    },
  },
  render: ({ typeCount }) => createQuickAdd(Number(typeCount)),
  play: checkElement(async (root, element) => {
    const chosen: (string | undefined)[] = []
    element.addEventListener('aw-quick-add', (event: QuickAddEvent) => chosen.push(event.nodeType?.type))
    const input = await waitForElement<HTMLInputElement>(root, 'input')
    await userEvent.type(input, 'join{Enter}')
    await expect(chosen[0]).toBe('join')
  }),
}

export const NothingFound: StoryObj = {
  render: () => createQuickAdd(),
  play: checkElement(async (root) => {
    await userEvent.type(await waitForElement<HTMLInputElement>(root, 'input'), 'qqq')
    await expect(root.querySelectorAll('[role=option]')).toHaveLength(0)
  }),
}

export const Dark = createDarkVariant(AllTypes)
export const RightToLeft = createRightToLeftVariant(AllTypes)
