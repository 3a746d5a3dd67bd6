import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwCodeField } from '@aw-flow/editor'
import { expect, waitFor } from 'storybook/test'
import { checkElement, getShadowRoot, setSize } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Code field', component: 'aw-code-field' }
export default meta

const createField = (overrides: Partial<AwCodeField> = {}): HTMLElement => {
  const element = document.createElement('aw-code-field')
  Object.assign(element, { label: 'SQL', language: 'sql', value: 'SELECT city FROM orders', ...overrides })
  return setSize(420, 200, element)
}
/** Reads the field's text. The field is a plain text area until the code editor has loaded. */
const readText = (element: Element): string =>
  getShadowRoot(element).querySelector('textarea')?.value ??
  getShadowRoot(element).querySelector('.cm-content')?.textContent ??
  ''

export const Sql: StoryObj = {
  render: () => createField(),
  play: checkElement<AwCodeField>(async (root, element) => {
    await expect(readText(element)).toContain('SELECT city')
    await waitFor(() => expect(root.querySelector('.cm-content')).not.toBeNull(), { timeout: 20_000 })
    await expect(readText(element)).toContain('SELECT city')
  }),
}

export const Empty: StoryObj = {
  render: () => createField({ value: '', placeholder: 'Nothing yet' }),
  play: checkElement<AwCodeField>((_, element) => expect(element.value).toBe('')),
}

export const WithAnError: StoryObj = {
  render: () => createField({ value: 'SELEC city FROM orders', invalid: true, error: { from: 0, to: 5 } }),
  play: checkElement((root) =>
    waitFor(() => expect(root.querySelector('[aria-invalid=true]')).not.toBeNull(), {
      timeout: 20_000,
    }),
  ),
}

export const ReadOnly: StoryObj = {
  render: () => createField({ disabled: true }),
  play: checkElement((root) =>
    waitFor(() =>
      expect(
        root.querySelector('textarea[readonly], .cm-content[contenteditable=false], [aria-readonly=true]'),
      ).not.toBeNull(),
    ),
  ),
}

export const Dark = createDarkVariant(Sql)
export const Narrow = createNarrowVariant(Sql)
export const RightToLeft = createRightToLeftVariant(Sql)
