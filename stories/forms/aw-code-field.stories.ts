import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwCodeField } from '@aw-flow/editor'
import { expect, waitFor } from 'storybook/test'
import { box, inside, shown } from '../shown.ts'
import { dark, narrow, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Code field', component: 'aw-code-field' }
export default meta

const field = (more: Partial<AwCodeField> = {}): HTMLElement => {
  const element = document.createElement('aw-code-field')
  Object.assign(element, { label: 'SQL', language: 'sql', value: 'SELECT city FROM orders', ...more })
  return box(420, 200, element)
}
/** The code editor is fetched with the first field; until then, a plain text field is shown. */
const text = (element: Element): string =>
  inside(element).querySelector('textarea')?.value ?? inside(element).querySelector('.cm-content')?.textContent ?? ''

export const Sql: StoryObj = {
  render: () => field(),
  play: async ({ canvasElement }) => {
    const element = await shown<AwCodeField>(canvasElement, 'aw-code-field')
    await expect(text(element)).toContain('SELECT city')
    await waitFor(() => expect(inside(element).querySelector('.cm-content')).not.toBeNull(), { timeout: 20_000 })
    await expect(text(element)).toContain('SELECT city')
  },
}

export const Empty: StoryObj = {
  render: () => field({ value: '', placeholder: 'Nothing yet' }),
  play: async ({ canvasElement }) => {
    const element = await shown<AwCodeField>(canvasElement, 'aw-code-field')
    await expect(element.value).toBe('')
  },
}

export const WithAnError: StoryObj = {
  render: () => field({ value: 'SELEC city FROM orders', invalid: true, error: { from: 0, to: 5 } }),
  play: async ({ canvasElement }) => {
    const element = await shown<AwCodeField>(canvasElement, 'aw-code-field')
    await waitFor(() => expect(inside(element).querySelector('[aria-invalid=true]')).not.toBeNull(), {
      timeout: 20_000,
    })
  },
}

export const ReadOnly: StoryObj = {
  render: () => field({ disabled: true }),
  play: async ({ canvasElement }) => {
    const element = await shown<AwCodeField>(canvasElement, 'aw-code-field')
    await waitFor(() =>
      expect(
        inside(element).querySelector('textarea[readonly], .cm-content[contenteditable=false], [aria-readonly=true]'),
      ).not.toBeNull(),
    )
  },
}

export const Dark = dark(Sql)
export const Narrow = narrow(Sql)
export const RightToLeft = rightToLeft(Sql)
