import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwRuleBuilder } from '@aw-flow/editor'
import type { RuleResult } from '@aw-flow/schema/internal'
import { expect, userEvent, waitFor } from 'storybook/test'
import { getShadowRoot, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Rule builder', component: 'aw-rule-builder' }
export default meta

const columns = [
  { name: 'city', type: 'VARCHAR' },
  { name: 'price', type: 'DOUBLE' },
  { name: 'date', type: 'DATE' },
]
const schema = JSON.stringify({
  columns: [
    { name: 'city', nullable: false, enum: ['Bonn', 'Oslo'] },
    { name: 'price', type: 'number', min: 0, severity: 'warning' },
  ],
  minRows: 100,
})
const createResult = (column: string | undefined, code: string, failing: number): RuleResult => ({
  rule: code,
  code,
  ...(column === undefined ? {} : { column }),
  valid: failing === 0,
  failing,
  checked: 2_000,
  sample: failing === 0 ? [] : [{ row: 17, value: 'Lima' }],
  message: '',
})
const rules = [
  createResult('city', 'nullable', 0),
  createResult('city', 'enum', 12),
  createResult('price', 'type', 0),
  createResult('price', 'min', 0),
  createResult(undefined, 'minRows', 0),
]
const data: AwRuleBuilder['data'] = {
  test: async () => ({ state: 'done', isSample: false, value: { valid: false, rows: 2_000, rules } }),
  suggest: async () => ({
    state: 'done',
    isSample: false,
    value: [{ name: 'date', type: 'date', nullable: false }],
  }),
}
const createBuilder = (overrides: Partial<AwRuleBuilder> = {}): HTMLElement => {
  const element = document.createElement('aw-rule-builder')
  element.role = 'group'
  element.ariaLabel = 'Schema'
  Object.assign(element, { label: 'Schema', value: schema, columns, data, ...overrides })
  element.addEventListener('aw-field-change', ({ value }) => (element.value = String(value)))
  element.style.padding = '16px'
  return setSize(352, 640, element)
}
const waitForText = async (canvasElement: HTMLElement, text: string): Promise<AwRuleBuilder> => {
  const element = await waitForElement<AwRuleBuilder>(canvasElement, 'aw-rule-builder')
  await waitFor(() => expect(getShadowRoot(element).textContent).toContain(text))
  return element
}

export const Tested: StoryObj = {
  render: () => createBuilder(),
  play: async ({ canvasElement }) => {
    const element = await waitForText(canvasElement, '12 of 2,000 rows (0.6%) fail')
    const minimum = await waitForElement<HTMLInputElement>(getShadowRoot(element), '[data-column=price] input')
    await userEvent.type(minimum, '5')
    await expect(element.value).toContain('"min":5')
  },
}

/** Suggested rules can be added individually or all at once. */
export const Suggestions: StoryObj = {
  render: () => createBuilder({ value: '{"columns":[]}' }),
  play: async ({ canvasElement }) => {
    const element = await waitForText(canvasElement, 'No rules yet.')
    await userEvent.click(
      [...getShadowRoot(element).querySelectorAll('button')].find(({ textContent }) =>
        textContent.includes('Suggest rules'),
      )!,
    )
    await userEvent.click(await waitForElement(getShadowRoot(element), '.add-all'))
    await waitFor(() => expect(element.value).toContain('"nullable":false'))
  },
}

export const Empty: StoryObj = {
  render: () => createBuilder({ value: '', data: undefined }),
  play: async ({ canvasElement }) => void (await waitForText(canvasElement, 'No rules yet.')),
}

export const Testing: StoryObj = {
  render: () => createBuilder({ data: { ...data!, test: () => new Promise(() => undefined) } }),
  play: async ({ canvasElement }) => void (await waitForText(canvasElement, 'Testing…')),
}

export const NotTested: StoryObj = {
  render: () => createBuilder({ data: { ...data!, test: async () => ({ state: 'not-connected' }) } }),
  play: async ({ canvasElement }) => void (await waitForText(canvasElement, 'Connect a table to test the rules.')),
}

/** JSON that the list cannot represent is edited as text. */
export const OtherJson: StoryObj = {
  render: () => createBuilder({ value: '{"any":[{"expression":"price > 0"}]}' }),
  play: async ({ canvasElement }) => void (await waitForText(canvasElement, 'cannot show all parts')),
}

export const ReadOnly: StoryObj = {
  render: () => createBuilder({ disabled: true }),
  play: async ({ canvasElement }) => {
    const element = await waitForText(canvasElement, '12 of 2,000 rows')
    await expect(getShadowRoot(element).querySelector('.new')).toBeNull()
  },
}

export const Dark = createDarkVariant(Tested)
export const Narrow = createNarrowVariant(Tested, 280)
export const RightToLeft = createRightToLeftVariant(Tested)
