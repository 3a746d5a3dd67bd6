import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { canvasStrings, type KeysChangeEvent } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { heightControl } from '../story-category.ts'
import { checkElement, setSize, waitForElement } from '../story-elements.ts'
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
  play: checkElement(async (root) => {
    const addButton = await waitForElement<HTMLButtonElement>(root, '[data-id=fit] .add')
    addButton.click()
    await waitForElement(root, '.recording')
    await userEvent.keyboard('{Control>}d{/Control}')
    await waitFor(() => expect(root.textContent).toContain('is assigned to “Duplicate”'))
    const assignButton = await waitForElement<HTMLButtonElement>(root, '.reassign')
    assignButton.click()
    await waitFor(() => expect(root.querySelector('[data-id=duplicate]')?.textContent).toContain('no shortcut'))
  }),
}

/** If another command already uses the shortcut, the form reports this before reassigning it. */
export const ShortcutInUse: StoryObj = {
  render: () => createKeyForm(),
  play: checkElement(async (root) => {
    const addButton = await waitForElement<HTMLButtonElement>(root, '[data-id=fit] .add')
    addButton.click()
    await waitForElement(root, '.recording')
    await userEvent.keyboard('{Control>}d{/Control}')
    await waitFor(() => expect(root.textContent).toContain('is assigned to “Duplicate”'))
    await expect(root.querySelector('[data-id=duplicate]')?.textContent).not.toContain('no shortcut')
  }),
}

export const NothingFound: StoryObj = {
  render: () => createKeyForm(),
  play: checkElement(async (root) => {
    const search = await waitForElement<HTMLInputElement>(root, 'input')
    await userEvent.type(search, 'qqq')
    await waitFor(() => expect(root.querySelectorAll('[data-id]')).toHaveLength(0))
  }),
}

export const Dark = createDarkVariant(AllKeys)
export const Narrow = createNarrowVariant(AllKeys)
export const RightToLeft = createRightToLeftVariant(AllKeys)
