import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, waitFor } from 'storybook/test'
import { createTestExampleSource } from '../../packages/editor/test-examples.ts'
import { CellEditEvent } from '../../packages/editor/views/aw-data-table.ts'
import { heightControl } from '../story-category.ts'
import { checkElement, getShadowRoot, setSize, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Transform by example', component: 'aw-by-example' }
export default meta

type ByExample = HTMLElementTagNameMap['aw-by-example']

function createByExample(height = 460): ByExample {
  const element = document.createElement('aw-by-example')
  element.source = createTestExampleSource()
  setSize(900, height, element)
  return element
}

/** Edits a cell as if the user had edited it in the table. */
async function edit(canvasElement: HTMLElement, row: number, value: string): Promise<ByExample> {
  const element = await waitForElement<ByExample>(canvasElement, 'aw-by-example')
  const table = await waitForElement(getShadowRoot(element), 'aw-data-table')
  table.dispatchEvent(new CellEditEvent({ row, column: 'name', before: 'Meyer, Anna', value }))
  return element
}

/** The element's properties are objects that only a program can set. The control changes the element's size instead. */
export const Start: StoryObj = {
  args: { height: 460 },
  argTypes: { height: heightControl },
  render: ({ height }) => createByExample(Number(height)),
  play: checkElement((root) => waitFor(() => expect(root.textContent).toContain('Edit one to three cells'))),
}

export const Learned: StoryObj = {
  render: () => createByExample(),
  play: async ({ canvasElement }) => {
    const element = await edit(canvasElement, 1, 'ANNA')
    await waitFor(() => expect(getShadowRoot(element).textContent).toContain('rows would change.'))
  },
}

export const Questions: StoryObj = {
  render: () => createByExample(),
  play: async ({ canvasElement }) => {
    const element = await edit(canvasElement, 1, 'Anna')
    await waitFor(() => expect(getShadowRoot(element).textContent).toContain('Check these rows'))
    await expect(getShadowRoot(element).querySelectorAll('button.choice').length).toBeGreaterThan(1)
  },
}

export const Dark = createDarkVariant(Questions)
export const Narrow = createNarrowVariant(Questions)
export const RightToLeft = createRightToLeftVariant(Questions)

export const NoneFits: StoryObj = {
  render: () => {
    const element = createByExample()
    const { source } = element
    if (source)
      element.source = {
        ...source,
        preview: (examples, signal) => source.preview([...examples, { row: 1, value: 'Anna' }], signal),
      }
    return element
  },
  play: async ({ canvasElement }) => {
    const element = await edit(canvasElement, 1, 'ANNA')
    await waitFor(() => expect(getShadowRoot(element).textContent).toContain('No transformation fits'))
  },
}
