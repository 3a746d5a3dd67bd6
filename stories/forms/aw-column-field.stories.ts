import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwColumnField } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { checkElement, setSize, waitForElement } from '../story-elements.ts'
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
  play: checkElement<AwColumnField>(async (root, element) => {
    const values: unknown[] = []
    element.addEventListener('aw-field-change', ({ value }) => values.push(value))
    await userEvent.type(await waitForElement<HTMLInputElement>(root, 'input'), 'pri')
    await waitFor(() => expect(root.querySelectorAll('[role=option]').length).toBeGreaterThan(0))
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await waitFor(() => expect(values.at(-1)).toBe('price'))
  }),
}

export const Missing: StoryObj = {
  render: () => createField({ value: 'amount' }),
  play: checkElement(async (root) => expect((await waitForElement(root, '.missing')).textContent).toContain('amount')),
}

/** Before the first run, the columns are unknown, but a column name can be typed. */
export const Empty: StoryObj = {
  render: () => createField({ columns: undefined }),
  play: checkElement((root) => expect(root.textContent).toContain('Run the previous step to list columns')),
}

export const Several: StoryObj = {
  render: () => createField({ multiple: true, value: ['city', 'price'] }),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('price'))),
}

export const ReadOnly: StoryObj = {
  render: () => createField({ value: 'city', disabled: true }),
  play: checkElement(async (root) =>
    expect((await waitForElement<HTMLInputElement>(root, 'input')).disabled).toBe(true),
  ),
}

export const Dark = createDarkVariant(Missing)
export const Narrow = createNarrowVariant(Missing, 240)
export const RightToLeft = createRightToLeftVariant(Missing)
