import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { canvasStrings, type KeysChangeEvent } from '@aw-flow/editor'
import { expect, userEvent, waitFor } from 'storybook/test'
import { box, inside, shown } from '../shown.ts'
import { dark, narrow, rightToLeft } from '../variants.ts'

const meta: Meta = { title: 'Keys', component: 'aw-key-form' }
export default meta

export const AllKeys: StoryObj = {
  render: () => {
    const element = document.createElement('aw-key-form')
    element.titles = canvasStrings.commands
    element.addEventListener('aw-keys-change', (event: KeysChangeEvent) => (element.keys = event.keys))
    element.style.display = 'flex'
    return box('min(560px, 100%)', 560, element)
  },
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-key-form')
    const add = await shown<HTMLButtonElement>(inside(element), '[data-id=fit] .add')
    add.click()
    await shown(inside(element), '.recording')
    await userEvent.keyboard('{Control>}d{/Control}')
    await waitFor(() => expect(inside(element).textContent).toContain('is assigned to “Duplicate”'))
    const take = await shown<HTMLButtonElement>(inside(element), '.take')
    take.click()
    await waitFor(() =>
      expect(inside(element).querySelector('[data-id=duplicate]')?.textContent).toContain('no shortcut'),
    )
  },
}

/** A shortcut of another command is reported before it is assigned. */
export const KeyTaken: StoryObj = {
  render: () => AllKeys.render!({}, {} as never),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-key-form')
    const add = await shown<HTMLButtonElement>(inside(element), '[data-id=fit] .add')
    add.click()
    await shown(inside(element), '.recording')
    await userEvent.keyboard('{Control>}d{/Control}')
    await waitFor(() => expect(inside(element).textContent).toContain('is assigned to “Duplicate”'))
    await expect(inside(element).querySelector('[data-id=duplicate]')?.textContent).not.toContain('no shortcut')
  },
}

export const NothingFound: StoryObj = {
  render: () => AllKeys.render!({}, {} as never),
  play: async ({ canvasElement }) => {
    const element = await shown(canvasElement, 'aw-key-form')
    const search = await shown<HTMLInputElement>(inside(element), 'input')
    await userEvent.type(search, 'qqq')
    await waitFor(() => expect(inside(element).querySelectorAll('[data-id]')).toHaveLength(0))
  },
}

export const Dark = dark(AllKeys)
export const Narrow = narrow(AllKeys)
export const RightToLeft = rightToLeft(AllKeys)
