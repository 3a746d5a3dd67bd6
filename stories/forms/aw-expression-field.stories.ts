import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwCodeField, AwExpressionField } from '@aw-flow/editor'
import { expect, waitFor } from 'storybook/test'
import { box, inside, shown } from '../shown.ts'
import { dark, narrow, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Expression field', component: 'aw-expression-field' }
export default meta

const field = (more: Partial<AwExpressionField> = {}): HTMLElement => {
  const element = document.createElement('aw-expression-field')
  Object.assign(element, { label: 'Test', value: 'price > 10', over: 'row', ...more })
  return box(420, 200, element)
}

export const OfARow: StoryObj = {
  render: () => field(),
  play: async ({ canvasElement }) => {
    const element = await shown<AwExpressionField>(canvasElement, 'aw-expression-field')
    const code = await shown<AwCodeField>(inside(element), 'aw-code-field')
    await expect(code.value).toBe('price > 10')
    await expect(code.language).toBe('row-expression')
  },
}

/** A problem is shown with its position, and marked in the text. */
export const Failed: StoryObj = {
  render: () =>
    field({
      value: 'price >',
      over: 'value',
      ask: () =>
        Promise.resolve({
          ok: true,
          value: {
            completions: { from: 7, to: 7, options: [] },
            tried: { ok: false, message: 'The expression ends too early.', place: { offset: 7, line: 1, column: 8 } },
          },
        }),
    }),
  play: async ({ canvasElement }) => {
    const element = await shown<AwExpressionField>(canvasElement, 'aw-expression-field')
    await waitFor(() => expect(inside(element).querySelector('.bad')?.textContent).toContain('ends too early'))
    const code = await shown<AwCodeField>(inside(element), 'aw-code-field')
    await expect(code.invalid).toBe(true)
  },
}

export const Empty: StoryObj = {
  render: () => field({ value: '' }),
  play: async ({ canvasElement }) => {
    const element = await shown<AwExpressionField>(canvasElement, 'aw-expression-field')
    await expect((await shown<AwCodeField>(inside(element), 'aw-code-field')).value).toBe('')
  },
}

export const ReadOnly: StoryObj = {
  render: () => field({ disabled: true }),
  play: async ({ canvasElement }) => {
    const element = await shown<AwExpressionField>(canvasElement, 'aw-expression-field')
    await expect((await shown<AwCodeField>(inside(element), 'aw-code-field')).disabled).toBe(true)
  },
}

export const Dark = dark(OfARow)
export const Narrow = narrow(OfARow)
export const RightToLeft = rightToLeft(OfARow)
