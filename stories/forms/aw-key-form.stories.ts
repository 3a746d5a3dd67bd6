import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { canvasStrings, type KeysChangeEvent } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { heightControl } from '../story-category.ts'
import { setSize, getShadowRoot, waitForElement } from '../story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from '../variants.ts'

const meta: Meta = { title: 'Keyboard shortcuts', component: 'aw-key-form' }
export default meta

function createKeyForm(height = 560): HTMLElement {
  const element = document.createElement('aw-key-form')
  element.titles = canvasStrings.commands
  element.addEventListener('aw-keys-change', (event: KeysChangeEvent) => (element.keys = event.keys))
  element.style.display = 'flex'
  return setSize('min(560px, 100%)', height, element)
}

/** The element's properties are objects that only a program can set. The control changes the element's size instead. */
export const AllKeys: StoryObj = {
  args: { height: 560 },
  argTypes: { height: heightControl },
  render: ({ height }) => createKeyForm(Number(height)),
  play: async ({ canvasElement }) => {
    const element = await waitForElement(canvasElement, 'aw-key-form')
    const addButton = await waitForElement<HTMLButtonElement>(getShadowRoot(element), '[data-id=fit] .add')
    addButton.click()
    await waitForElement(getShadowRoot(element), '.recording')
    await userEvent.keyboard('{Control>}d{/Control}')
    await waitFor(() => expect(getShadowRoot(element).textContent).toContain('is assigned to “Duplicate”'))
    const assignButton = await waitForElement<HTMLButtonElement>(getShadowRoot(element), '.reassign')
    assignButton.click()
    await waitFor(() =>
      expect(getShadowRoot(element).querySelector('[data-id=duplicate]')?.textContent).toContain('no shortcut'),
    )
  },
}

/** If another command already uses the shortcut, the form reports this before reassigning it. */
export const ShortcutInUse: StoryObj = {
  render: () => createKeyForm(),
  play: async ({ canvasElement }) => {
    const element = await waitForElement(canvasElement, 'aw-key-form')
    const addButton = await waitForElement<HTMLButtonElement>(getShadowRoot(element), '[data-id=fit] .add')
    addButton.click()
    await waitForElement(getShadowRoot(element), '.recording')
    await userEvent.keyboard('{Control>}d{/Control}')
    await waitFor(() => expect(getShadowRoot(element).textContent).toContain('is assigned to “Duplicate”'))
    await expect(getShadowRoot(element).querySelector('[data-id=duplicate]')?.textContent).not.toContain('no shortcut')
  },
}

export const NothingFound: StoryObj = {
  render: () => createKeyForm(),
  play: async ({ canvasElement }) => {
    const element = await waitForElement(canvasElement, 'aw-key-form')
    const search = await waitForElement<HTMLInputElement>(getShadowRoot(element), 'input')
    await userEvent.type(search, 'qqq')
    await waitFor(() => expect(getShadowRoot(element).querySelectorAll('[data-id]')).toHaveLength(0))
  },
}

export const Dark = createDarkVariant(AllKeys)
export const Narrow = createNarrowVariant(AllKeys)
export const RightToLeft = createRightToLeftVariant(AllKeys)
