import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwColumnField } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { box, inside, shown } from '../shown.ts'
import { dark, narrow, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Column field', component: 'aw-column-field' }
export default meta

const columns = [
  { name: 'city', type: 'VARCHAR' },
  { name: 'price', type: 'DOUBLE' },
]
const field = (more: Partial<AwColumnField> = {}): HTMLElement => {
  const element = document.createElement('aw-column-field')
  Object.assign(element, { label: 'Column', value: '', columns, ...more })
  return box(320, 260, element)
}

export const OneColumn: StoryObj = {
  render: () => field(),
  play: async ({ canvasElement }) => {
    const element = await shown<AwColumnField>(canvasElement, 'aw-column-field')
    const reported: unknown[] = []
    element.addEventListener('aw-field-change', ({ value }) => reported.push(value))
    await userEvent.type(await shown<HTMLInputElement>(inside(element), 'input'), 'pri')
    await waitFor(() => expect(inside(element).querySelectorAll('[role=option]').length).toBeGreaterThan(0))
    await userEvent.keyboard('{ArrowDown}{Enter}')
    await waitFor(() => expect(reported.at(-1)).toBe('price'))
  },
}

export const Missing: StoryObj = {
  render: () => field({ value: 'amount' }),
  play: async ({ canvasElement }) => {
    const element = await shown<AwColumnField>(canvasElement, 'aw-column-field')
    await expect((await shown(inside(element), '.missing')).textContent).toContain('amount')
  },
}

/** Nothing has run yet: no columns are known, and a name can be typed. */
export const Empty: StoryObj = {
  render: () => field({ columns: undefined }),
  play: async ({ canvasElement }) => {
    const element = await shown<AwColumnField>(canvasElement, 'aw-column-field')
    await expect(inside(element).textContent).toContain('Run the previous step to list columns')
  },
}

export const Several: StoryObj = {
  render: () => field({ multiple: true, value: ['city', 'price'] }),
  play: async ({ canvasElement }) => {
    const element = await shown<AwColumnField>(canvasElement, 'aw-column-field')
    await waitFor(() => expect(inside(element).textContent).toContain('price'))
  },
}

export const ReadOnly: StoryObj = {
  render: () => field({ value: 'city', disabled: true }),
  play: async ({ canvasElement }) => {
    const element = await shown<AwColumnField>(canvasElement, 'aw-column-field')
    await expect((await shown<HTMLInputElement>(inside(element), 'input')).disabled).toBe(true)
  },
}

export const Dark = dark(Missing)
export const Narrow = narrow(Missing, 240)
export const RightToLeft = rightToLeft(Missing)
