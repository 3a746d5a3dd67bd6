import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwCodeField, AwExpressionField } from '@aw-flow/editor'
import { expect, waitFor } from 'storybook/test'
import { checkElement, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Expression field', component: 'aw-expression-field' }
export default meta

const createField = (overrides: Partial<AwExpressionField> = {}): HTMLElement => {
  const element = document.createElement('aw-expression-field')
  Object.assign(element, { label: 'Test', value: 'price > 10', over: 'row', ...overrides })
  return setSize(420, 200, element)
}

export const RowExpression: StoryObj = {
  render: () => createField(),
  play: checkElement(async (root) => {
    const code = await waitForElement<AwCodeField>(root, 'aw-code-field')
    await expect(code.value).toBe('price > 10')
    await expect(code.language).toBe('row-expression')
  }),
}

/** A problem is displayed with its position and marked in the text. */
export const Failed: StoryObj = {
  render: () =>
    createField({
      value: 'price >',
      over: 'value',
      ask: () =>
        Promise.resolve({
          ok: true,
          value: {
            completions: { from: 7, to: 7, options: [] },
            tried: {
              ok: false,
              message: 'The expression ends too early.',
              location: { offset: 7, line: 1, column: 8 },
            },
          },
        }),
    }),
  play: checkElement(async (root) => {
    await waitFor(() => expect(root.querySelector('.bad')?.textContent).toContain('ends too early'))
    const code = await waitForElement<AwCodeField>(root, 'aw-code-field')
    await expect(code.invalid).toBe(true)
  }),
}

export const Empty: StoryObj = {
  render: () => createField({ value: '' }),
  play: checkElement(async (root) => expect((await waitForElement<AwCodeField>(root, 'aw-code-field')).value).toBe('')),
}

export const ReadOnly: StoryObj = {
  render: () => createField({ disabled: true }),
  play: checkElement(async (root) =>
    expect((await waitForElement<AwCodeField>(root, 'aw-code-field')).disabled).toBe(true),
  ),
}

export const Dark = createDarkVariant(RowExpression)
export const Narrow = createNarrowVariant(RowExpression)
export const RightToLeft = createRightToLeftVariant(RowExpression)
