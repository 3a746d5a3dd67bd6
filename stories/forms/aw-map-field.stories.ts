import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwMapField } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { checkElement, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Map field', component: 'aw-map-field' }
export default meta

const createField = (overrides: Partial<AwMapField> = {}): HTMLElement => {
  const element = document.createElement('aw-map-field')
  Object.assign(element, {
    label: 'Names',
    value: { town: 'city', cost: 'price' },
    values: { type: 'string' },
    ...overrides,
  })
  return setSize(352, 320, element)
}

export const Strings: StoryObj = {
  render: () => createField(),
  play: checkElement(async (root) => {
    await expect(root.querySelectorAll('li')).toHaveLength(2)
    await userEvent.click(await waitForElement(root, '.add'))
    await waitFor(() => expect(root.querySelectorAll('li')).toHaveLength(3))
  }),
}

export const Empty: StoryObj = {
  render: () => createField({ value: {} }),
  play: checkElement((root) => expect(root.querySelectorAll('li')).toHaveLength(0)),
}

/** The field reports a duplicate name. Only the first entry with that name is used. */
export const WithAnError: StoryObj = {
  render: () => createField(),
  play: checkElement(async (root) => {
    await userEvent.click(await waitForElement(root, '.add'))
    const added = await waitForElement<HTMLInputElement>(root, 'li:nth-child(3) input')
    await userEvent.type(added, 'town')
    await userEvent.tab()
    await waitFor(() => expect(root.textContent).toContain('town'))
    await waitFor(() => expect(root.querySelector('[aria-invalid=true], .bad, .problem')).not.toBeNull())
  }),
}

export const ReadOnly: StoryObj = {
  render: () => createField({ disabled: true }),
  play: checkElement(async (root) =>
    expect((await waitForElement<HTMLButtonElement>(root, '.add')).disabled).toBe(true),
  ),
}

export const Dark = createDarkVariant(Strings)
export const Narrow = createNarrowVariant(Strings, 280)
export const RightToLeft = createRightToLeftVariant(Strings)
