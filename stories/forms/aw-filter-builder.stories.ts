import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwFilterBuilder } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { getShadowRoot, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Filter builder', component: 'aw-filter-builder' }
export default meta

const columns = [
  { name: 'city', type: 'VARCHAR' },
  { name: 'price', type: 'DOUBLE' },
  { name: 'sold', type: 'DATE' },
  { name: 'paid', type: 'BOOLEAN' },
]
const operators = {
  equals: 'equals',
  'not-equals': 'does not equal',
  less: '<',
  'at-most': '≤',
  more: '>',
  'at-least': '≥',
  contains: 'contains',
  'starts-with': 'starts with',
  'is-one-of': 'is one of',
  'is-empty': 'is empty',
  'is-not-empty': 'is not empty',
}
const conditions = [
  { column: 'price', is: 'at-least', value: 10 },
  {
    is: 'group',
    match: 'any',
    conditions: [
      { column: 'city', is: 'is-one-of', value: ['Bonn', 'Oslo'] },
      {
        is: 'group',
        match: 'all',
        conditions: [
          { column: 'sold', is: 'less', value: '2026-01-31' },
          { column: 'paid', is: 'equals', value: true },
        ],
      },
    ],
  },
]
const createBuilder = (overrides: Partial<AwFilterBuilder> = {}): HTMLElement => {
  const element = document.createElement('aw-filter-builder')
  element.role = 'group'
  element.ariaLabel = 'Conditions'
  Object.assign(element, { label: 'Conditions', value: conditions, columns, operators, ...overrides })
  element.addEventListener('aw-field-change', ({ value, others }) => {
    element.value = Array.isArray(value) ? value : []
    Object.assign(element, others)
  })
  element.style.padding = '16px'
  return setSize(352, 760, element)
}
const waitForText = async (canvasElement: HTMLElement, text: string): Promise<AwFilterBuilder> => {
  const element = await waitForElement<AwFilterBuilder>(canvasElement, 'aw-filter-builder')
  await waitFor(() => expect(getShadowRoot(element).textContent).toContain(text))
  return element
}

export const Groups: StoryObj = {
  render: () => createBuilder(),
  play: async ({ canvasElement }) => {
    const element = await waitForText(canvasElement, 'is before')
    const add = [...getShadowRoot(element).querySelectorAll<HTMLElement>('.actions button')].at(-2)!
    await userEvent.click(add)
    await waitFor(() => expect(element.value).toHaveLength(3))
  },
}

export const Empty: StoryObj = {
  render: () => createBuilder({ value: [] }),
  play: async ({ canvasElement }) => void (await waitForText(canvasElement, 'Every row matches.')),
}

/** An expression is replaced with equivalent conditions. */
export const OpensAnExpression: StoryObj = {
  render: () => createBuilder({ value: [], expression: 'price > 10 and (city = "Bonn" or $exists(sold))' }),
  play: async ({ canvasElement }) => {
    const element = await waitForText(canvasElement, 'Show as conditions')
    await userEvent.click(await waitForElement(getShadowRoot(element), '.open'))
    await waitFor(() => expect(element.expression).toBe(''))
    await expect(element.value).toHaveLength(2)
  },
}

/** The message names the part of the expression that conditions cannot represent. */
export const OtherExpression: StoryObj = {
  render: () => createBuilder({ value: conditions.slice(0, 1), expression: 'price > 10 and $length(city) < 5' }),
  play: async ({ canvasElement }) =>
    void (await waitForText(canvasElement, 'Conditions cannot express $length(city) < 5')),
}

export const ReadOnly: StoryObj = {
  render: () => createBuilder({ disabled: true }),
  play: async ({ canvasElement }) => {
    const element = await waitForText(canvasElement, 'is before')
    await expect(getShadowRoot(element).querySelector('.actions')).toBeNull()
  },
}

export const Dark = createDarkVariant(Groups)
export const Narrow = createNarrowVariant(Groups, 280)
export const RightToLeft = createRightToLeftVariant(Groups)
