import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwMapField } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { box, inside, shown } from '../shown.ts'
import { dark, narrow, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Map field', component: 'aw-map-field' }
export default meta

const field = (more: Partial<AwMapField> = {}): HTMLElement => {
  const element = document.createElement('aw-map-field')
  Object.assign(element, {
    label: 'Names',
    value: { town: 'city', cost: 'price' },
    values: { type: 'string' },
    ...more,
  })
  return box(352, 320, element)
}

export const OfTexts: StoryObj = {
  render: () => field(),
  play: async ({ canvasElement }) => {
    const element = await shown<AwMapField>(canvasElement, 'aw-map-field')
    await expect(inside(element).querySelectorAll('li')).toHaveLength(2)
    await userEvent.click(await shown(inside(element), '.add'))
    await waitFor(() => expect(inside(element).querySelectorAll('li')).toHaveLength(3))
  },
}

export const Empty: StoryObj = {
  render: () => field({ value: {} }),
  play: async ({ canvasElement }) => {
    const element = await shown<AwMapField>(canvasElement, 'aw-map-field')
    await expect(inside(element).querySelectorAll('li')).toHaveLength(0)
  },
}

/** A duplicate name: only the first one counts, and the field reports it. */
export const WithAnError: StoryObj = {
  render: () => field(),
  play: async ({ canvasElement }) => {
    const element = await shown<AwMapField>(canvasElement, 'aw-map-field')
    await userEvent.click(await shown(inside(element), '.add'))
    const added = await shown<HTMLInputElement>(inside(element), 'li:nth-child(3) input')
    await userEvent.type(added, 'town')
    await userEvent.tab()
    await waitFor(() => expect(inside(element).textContent).toContain('town'))
    await waitFor(() => expect(inside(element).querySelector('[aria-invalid=true], .bad, .problem')).not.toBeNull())
  },
}

export const ReadOnly: StoryObj = {
  render: () => field({ disabled: true }),
  play: async ({ canvasElement }) => {
    const element = await shown<AwMapField>(canvasElement, 'aw-map-field')
    await expect((await shown<HTMLButtonElement>(inside(element), '.add')).disabled).toBe(true)
  },
}

export const Dark = dark(OfTexts)
export const Narrow = narrow(OfTexts, 280)
export const RightToLeft = rightToLeft(OfTexts)
