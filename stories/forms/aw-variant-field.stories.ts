import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwVariantField } from '@aw-flow/editor'
import { expect } from 'storybook/test'
import { checkElement, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Variant field', component: 'aw-variant-field' }
export default meta

const variants = [
  { title: 'A text', schema: { type: 'string' } },
  { title: 'A number', schema: { type: 'number' } },
]
const createField = (overrides: Partial<AwVariantField> = {}): HTMLElement => {
  const element = document.createElement('aw-variant-field')
  Object.assign(element, { label: 'Value', value: 'city', variants, ...overrides })
  return setSize(352, 240, element)
}

export const TwoKinds: StoryObj = {
  render: () => createField(),
  play: checkElement(async (root) => {
    const select = await waitForElement<HTMLSelectElement>(root, 'select')
    await expect([...select.options].map(({ textContent }) => textContent.trim())).toEqual(['A text', 'A number'])
    await expect(select.selectedIndex).toBe(0)
  }),
}

export const Empty: StoryObj = {
  render: () => createField({ variants: [] }),
  play: checkElement((root) => expect(root.querySelector('select')).toBeNull()),
}

export const ReadOnly: StoryObj = {
  render: () => createField({ disabled: true }),
  play: checkElement(async (root) =>
    expect((await waitForElement<HTMLSelectElement>(root, 'select')).disabled).toBe(true),
  ),
}

export const Dark = createDarkVariant(TwoKinds)
export const Narrow = createNarrowVariant(TwoKinds, 280)
export const RightToLeft = createRightToLeftVariant(TwoKinds)
