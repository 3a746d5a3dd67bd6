import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { AwForm, SettingChangeEvent } from '@aw-flow/editor'
import { expect, userEvent } from 'storybook/test'
import { testCatalog } from '../../packages/editor/test-catalog.ts'
import { checkElement, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Form', component: 'aw-form' }
export default meta

export const EveryKind: StoryObj = {
  render: () => {
    const element = document.createElement('aw-form')
    const [load] = testCatalog
    if (!load) throw new Error('The test catalog is empty.')
    element.type = {
      ...load,
      settings: {
        type: 'object',
        properties: {
          dataset: { type: 'string', format: 'dataset', title: 'File', description: 'The file to read.' },
          name: { type: 'string', title: 'Name' },
          count: { type: 'integer', minimum: 0, maximum: 5, default: 3, title: 'Count' },
          loud: { type: 'boolean', default: false, title: 'Loud', description: 'Repeats every message.' },
          mode: { enum: ['fast', 'exact'], default: 'fast', title: 'Mode' },
          plan: { type: 'object', format: 'json', title: 'Plan' },
        },
      },
    }
    element.config = { count: 4 }
    element.problems = [
      {
        code: 'x',
        severity: 'error',
        message: 'Column `amout` is not in `orders`.',
        hint: 'Pick another column.',
        where: { setting: 'name' },
      },
    ]
    element.style.display = 'grid'
    element.style.padding = '16px'
    return setSize(352, 640, element)
  },
  play: checkElement(async (root, element) => {
    const changes: unknown[] = []
    element.addEventListener('aw-setting-change', (event: SettingChangeEvent) =>
      changes.push([event.name, event.value]),
    )
    const loud = await waitForElement<HTMLInputElement>(root, '#loud')
    await userEvent.click(loud)
    await expect(changes).toEqual([['loud', true]])
  }),
}

export const ReadOnly: StoryObj = {
  render: () => {
    const element = EveryKind.render!({}, {} as never) as AwForm
    element.disabled = true
    return element
  },
  play: checkElement(async (root) => {
    const controls = [...root.querySelectorAll<HTMLInputElement>('input, select, textarea')]
    await expect(controls.length).toBeGreaterThan(3)
    await expect(controls.filter(({ disabled, readOnly }) => !disabled && !readOnly)).toEqual([])
  }),
}

export const Empty: StoryObj = {
  render: () => setSize(352, 120, document.createElement('aw-form')),
  play: checkElement((root) => expect(root.querySelectorAll('.field')).toHaveLength(0)),
}

export const Dark = createDarkVariant(EveryKind)
export const Narrow = createNarrowVariant(EveryKind, 280)
export const RightToLeft = createRightToLeftVariant(EveryKind)
