import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwListField } from '@aw-flow/editor'
import type { Json } from '@aw-flow/schema'
import { expect, userEvent, waitFor } from 'storybook/test'
import { box, inside, shown } from '../shown.ts'
import { dark, narrow, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'List field', component: 'aw-list-field' }
export default meta

const ofTexts = { type: 'string' }
const ofObjects = {
  type: 'object',
  required: ['column'],
  properties: {
    column: { type: 'string', format: 'column', title: 'Column' },
    direction: { enum: ['up', 'down'], default: 'up', title: 'Direction' },
  },
}
const list = (items: AwListField['items'], value: Json[], more: Partial<AwListField> = {}): HTMLElement => {
  const element = document.createElement('aw-list-field')
  Object.assign(element, { label: 'Columns', items, value, columns: [{ name: 'city', type: 'VARCHAR' }], ...more })
  element.addEventListener('aw-list-change', ({ value: reported }) => (element.value = reported))
  element.style.padding = '16px'
  return box(352, 420, element)
}

export const Texts: StoryObj = {
  render: () => list(ofTexts, ['city', 'price']),
  play: async ({ canvasElement }) => {
    const element = await shown<AwListField>(canvasElement, 'aw-list-field')
    await userEvent.click(await shown(inside(element), 'ol + button'))
    await waitFor(() => expect(inside(element).querySelectorAll('li')).toHaveLength(3))
    const last = [...inside(element).querySelectorAll<HTMLInputElement>('li input')].at(-1)!
    await userEvent.type(last, 'id')
    await expect(element.value).toEqual(['city', 'price', 'id'])
  },
}

/** A number with a thousands separator is not valid: the item shows the problem, and the text is not truncated. */
export const Numbers: StoryObj = {
  render: () => list({ type: 'number', exclusiveMinimum: 0 }, [2.5, 10]),
  play: async ({ canvasElement }) => {
    const element = await shown<AwListField>(canvasElement, 'aw-list-field')
    const first = await shown<HTMLInputElement>(inside(element), 'li input')
    const retype = (text: string): Promise<void> =>
      userEvent.type(first, text, { initialSelectionStart: 0, initialSelectionEnd: first.value.length })
    await retype('10,000')
    await waitFor(() => expect(inside(element).querySelector('#told-0')?.textContent).toContain('is ambiguous'))
    await expect(element.value).toEqual(['10,000', 10])
    await retype('10000')
    await waitFor(() => expect(inside(element).querySelector('#told-0')).toBeNull())
    await expect(element.value).toEqual([10_000, 10])
  },
}

/** Each problem is shown at its item. */
export const WithProblems: StoryObj = {
  render: () =>
    list({ enum: ['up', 'down'], labels: { up: 'Ascending' } }, ['up', 'sideways'], {
      problems: [
        {
          code: 'settings.invalid',
          severity: 'error',
          message: 'One of `up` and `down` is wanted.',
          where: { setting: '1' },
        },
      ],
    }),
  play: async ({ canvasElement }) => {
    const element = await shown<AwListField>(canvasElement, 'aw-list-field')
    const [fine, wrong] = inside(element).querySelectorAll('li')
    await expect(fine!.querySelector('.problem')).toBeNull()
    await expect(wrong!.querySelector('.problem')?.textContent).toContain('is wanted')
    await expect(wrong!.querySelector('select')?.getAttribute('aria-invalid')).toBe('true')
  },
}

export const Objects: StoryObj = {
  render: () => list(ofObjects, [{ column: 'city' }, { column: 'price', direction: 'down' }]),
  play: async ({ canvasElement }) => {
    const element = await shown<AwListField>(canvasElement, 'aw-list-field')
    const raise = [...inside(element).querySelectorAll<HTMLButtonElement>('.actions button')][2]
    await userEvent.click(raise!)
    await waitFor(() => expect((element.value[0] as Record<string, Json>).column).toBe('price'))
  },
}

export const Empty: StoryObj = {
  render: () => list(ofTexts, []),
  play: async ({ canvasElement }) => {
    const element = await shown<AwListField>(canvasElement, 'aw-list-field')
    await expect(inside(element).querySelectorAll('li')).toHaveLength(0)
    await expect((await shown(inside(element), 'ol + button')).textContent).toContain('Columns')
  },
}

export const ReadOnly: StoryObj = {
  render: () => list(ofTexts, ['city'], { disabled: true }),
  play: async ({ canvasElement }) => {
    const element = await shown<AwListField>(canvasElement, 'aw-list-field')
    const input = await shown<HTMLInputElement>(inside(element), 'li input')
    await expect(input.disabled).toBe(true)
    await expect(inside(element).querySelector('.actions')).toBeNull()
  },
}

export const Dark = dark(Objects)
export const Narrow = narrow(Objects, 280)
export const RightToLeft = rightToLeft(Texts)
