import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwListField } from '@aw-flow/editor'
import type { Json } from '@aw-flow/schema'
import { expect, userEvent, waitFor } from 'storybook/test'
import { checkElement, setSize, waitForElement } from '../story-elements.ts'
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
  play: checkElement<AwListField>(async (root, element) => {
    await userEvent.click(await waitForElement(root, 'ol + button'))
    await waitFor(() => expect(root.querySelectorAll('li')).toHaveLength(3))
    const last = [...root.querySelectorAll<HTMLInputElement>('li input')].at(-1)!
    await userEvent.type(last, 'id')
    await expect(element.value).toEqual(['city', 'price', 'id'])
  }),
}

/** A number with a thousands separator is invalid. The item reports the problem and keeps the entered text. */
export const Numbers: StoryObj = {
  render: () => createList({ type: 'number', exclusiveMinimum: 0 }, [2.5, 10]),
  play: checkElement<AwListField>(async (root, element) => {
    const first = await waitForElement<HTMLInputElement>(root, 'li input')
    const retype = (text: string): Promise<void> =>
      userEvent.type(first, text, { initialSelectionStart: 0, initialSelectionEnd: first.value.length })
    await retype('10,000')
    await waitFor(() => expect(root.querySelector('#messages-0')?.textContent).toContain('is ambiguous'))
    await expect(element.value).toEqual(['10,000', 10])
    await retype('10000')
    await waitFor(() => expect(root.querySelector('#messages-0')).toBeNull())
    await expect(element.value).toEqual([10_000, 10])
  }),
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
  play: checkElement(async (root) => {
    const [valid, invalid] = root.querySelectorAll('li')
    await expect(valid!.querySelector('.problem')).toBeNull()
    await expect(invalid!.querySelector('.problem')?.textContent).toContain('Must be')
    await expect(invalid!.querySelector('select')?.getAttribute('aria-invalid')).toBe('true')
  }),
}

export const Objects: StoryObj = {
  render: () => createList(objectItems, [{ column: 'city' }, { column: 'price', direction: 'down' }]),
  play: checkElement<AwListField>(async (root, element) => {
    const moveUp = [...root.querySelectorAll<HTMLButtonElement>('.actions button')][2]
    await userEvent.click(moveUp!)
    await waitFor(() => expect((element.value[0] as Record<string, Json>).column).toBe('price'))
  }),
}

export const Empty: StoryObj = {
  render: () => createList(stringItems, []),
  play: checkElement(async (root) => {
    await expect(root.querySelectorAll('li')).toHaveLength(0)
    await expect((await waitForElement(root, 'ol + button')).textContent).toContain('Add')
  }),
}

export const ReadOnly: StoryObj = {
  render: () => createList(stringItems, ['city'], { disabled: true }),
  play: checkElement(async (root) => {
    const input = await waitForElement<HTMLInputElement>(root, 'li input')
    await expect(input.disabled).toBe(true)
    await expect(root.querySelector('.actions')).toBeNull()
  }),
}

export const Dark = createDarkVariant(Objects)
export const Narrow = createNarrowVariant(Objects, 280)
export const RightToLeft = createRightToLeftVariant(Texts)
