import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwColumnField } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { setSize, getShadowRoot, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Column field', component: 'aw-column-field' }
export default meta

const columns = [
  { name: 'city', type: 'VARCHAR' },
  { name: 'price', type: 'DOUBLE' },
]
const createField = (overrides: Partial<AwColumnField> = {}): HTMLElement => {
  const element = document.createElement('aw-column-field')
  Object.assign(element, { label: 'Column', value: '', columns, ...overrides })
  return setSize(320, 260, element)
}

export const OneColumn: StoryObj = {
  render: () => createField(),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwColumnField>(canvasElement, 'aw-column-field')
    const values: unknown[] = []
    element.addEventListener('aw-field-change', ({ value }) => values.push(value))
    await userEvent.type(await waitForElement<HTMLInputElement>(getShadowRoot(element), 'input'), 'pri')
    await waitFor(() => expect(getShadowRoot(element).querySelectorAll('[role=option]').length).toBeGreaterThan(0))
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await waitFor(() => expect(values.at(-1)).toBe('price'))
  },
}

export const Missing: StoryObj = {
  render: () => createField({ value: 'amount' }),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwColumnField>(canvasElement, 'aw-column-field')
    await expect((await waitForElement(getShadowRoot(element), '.missing')).textContent).toContain('amount')
  },
}

/** Before the first run, the columns are unknown, but a column name can be typed. */
export const Empty: StoryObj = {
  render: () => createField({ columns: undefined }),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwColumnField>(canvasElement, 'aw-column-field')
    await expect(getShadowRoot(element).textContent).toContain('Run the previous step to list columns')
  },
}

export const Several: StoryObj = {
  render: () => createField({ multiple: true, value: ['city', 'price'] }),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwColumnField>(canvasElement, 'aw-column-field')
    await waitFor(() => expect(getShadowRoot(element).textContent).toContain('price'))
  },
}

export const ReadOnly: StoryObj = {
  render: () => createField({ value: 'city', disabled: true }),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwColumnField>(canvasElement, 'aw-column-field')
    await expect((await waitForElement<HTMLInputElement>(getShadowRoot(element), 'input')).disabled).toBe(true)
  },
}

export const Dark = createDarkVariant(Missing)
export const Narrow = createNarrowVariant(Missing, 240)
export const RightToLeft = createRightToLeftVariant(Missing)
