import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwListField } from '@aw-flow/editor'
import type { Json } from '@aw-flow/schema'
import { expect, userEvent, waitFor } from 'storybook/test'
import { setSize, getShadowRoot, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'List field', component: 'aw-list-field' }
export default meta

const stringItems = { type: 'string' }
const objectItems = {
  type: 'object',
  required: ['column'],
  properties: {
    column: { type: 'string', format: 'column', title: 'Column' },
    direction: { enum: ['up', 'down'], default: 'up', title: 'Direction' },
  },
}
const createList = (items: AwListField['items'], value: Json[], overrides: Partial<AwListField> = {}): HTMLElement => {
  const element = document.createElement('aw-list-field')
  Object.assign(element, { label: 'Columns', items, value, columns: [{ name: 'city', type: 'VARCHAR' }], ...overrides })
  element.addEventListener('aw-list-change', ({ value: newItems }) => (element.value = newItems))
  element.style.padding = '16px'
  return setSize(352, 420, element)
}

export const Texts: StoryObj = {
  render: () => createList(stringItems, ['city', 'price']),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwListField>(canvasElement, 'aw-list-field')
    await userEvent.click(await waitForElement(getShadowRoot(element), 'ol + button'))
    await waitFor(() => expect(getShadowRoot(element).querySelectorAll('li')).toHaveLength(3))
    const last = [...getShadowRoot(element).querySelectorAll<HTMLInputElement>('li input')].at(-1)!
    await userEvent.type(last, 'id')
    await expect(element.value).toEqual(['city', 'price', 'id'])
  },
}

/** A number with a thousands separator is invalid. The item reports the problem and keeps the entered text. */
export const Numbers: StoryObj = {
  render: () => createList({ type: 'number', exclusiveMinimum: 0 }, [2.5, 10]),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwListField>(canvasElement, 'aw-list-field')
    const first = await waitForElement<HTMLInputElement>(getShadowRoot(element), 'li input')
    const retype = (text: string): Promise<void> =>
      userEvent.type(first, text, { initialSelectionStart: 0, initialSelectionEnd: first.value.length })
    await retype('10,000')
    await waitFor(() =>
      expect(getShadowRoot(element).querySelector('#messages-0')?.textContent).toContain('is ambiguous'),
    )
    await expect(element.value).toEqual(['10,000', 10])
    await retype('10000')
    await waitFor(() => expect(getShadowRoot(element).querySelector('#messages-0')).toBeNull())
    await expect(element.value).toEqual([10_000, 10])
  },
}

/** Each problem is displayed at its own item. */
export const WithProblems: StoryObj = {
  render: () =>
    createList({ enum: ['up', 'down'], labels: { up: 'Ascending' } }, ['up', 'sideways'], {
      problems: [
        {
          code: 'settings.invalid',
          severity: 'error',
          message: 'Must be `up` or `down`.',
          where: { setting: '1' },
        },
      ],
    }),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwListField>(canvasElement, 'aw-list-field')
    const [valid, invalid] = getShadowRoot(element).querySelectorAll('li')
    await expect(valid!.querySelector('.problem')).toBeNull()
    await expect(invalid!.querySelector('.problem')?.textContent).toContain('Must be')
    await expect(invalid!.querySelector('select')?.getAttribute('aria-invalid')).toBe('true')
  },
}

export const Objects: StoryObj = {
  render: () => createList(objectItems, [{ column: 'city' }, { column: 'price', direction: 'down' }]),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwListField>(canvasElement, 'aw-list-field')
    const moveUp = [...getShadowRoot(element).querySelectorAll<HTMLButtonElement>('.actions button')][2]
    await userEvent.click(moveUp!)
    await waitFor(() => expect((element.value[0] as Record<string, Json>).column).toBe('price'))
  },
}

export const Empty: StoryObj = {
  render: () => createList(stringItems, []),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwListField>(canvasElement, 'aw-list-field')
    await expect(getShadowRoot(element).querySelectorAll('li')).toHaveLength(0)
    await expect((await waitForElement(getShadowRoot(element), 'ol + button')).textContent).toContain('Columns')
  },
}

export const ReadOnly: StoryObj = {
  render: () => createList(stringItems, ['city'], { disabled: true }),
  play: async ({ canvasElement }) => {
    const element = await waitForElement<AwListField>(canvasElement, 'aw-list-field')
    const input = await waitForElement<HTMLInputElement>(getShadowRoot(element), 'li input')
    await expect(input.disabled).toBe(true)
    await expect(getShadowRoot(element).querySelector('.actions')).toBeNull()
  },
}

export const Dark = createDarkVariant(Objects)
export const Narrow = createNarrowVariant(Objects, 280)
export const RightToLeft = createRightToLeftVariant(Texts)
