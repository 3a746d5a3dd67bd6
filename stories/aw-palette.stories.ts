import type { Meta, StoryObj } from '@storybook/web-components-vite'
import type { NodeAddEvent } from '@aw-flow/editor'
import { expect, userEvent } from 'storybook/test'
import { TestSession } from '../packages/editor/test-session.ts'
import { checkElement, setSize, waitForElement } from './story-elements.ts'
import { createDarkVariant, createNarrowVariant, createRightToLeftVariant } from './variants.ts'

const meta: Meta = { title: 'Palette', component: 'aw-palette' }
export default meta

const createPalette = (session: TestSession): HTMLElement => {
  const element = document.createElement('aw-palette')
  element.session = session
  element.style.display = 'flex'
  return setSize(240, 560, element)
}

export const Typical: StoryObj = {
  render: () => createPalette(new TestSession()),
  play: checkElement(async (root, element) => {
    const added: string[] = []
    element.addEventListener('aw-node-add', (event: NodeAddEvent) => added.push(event.nodeType.type))
    const input = await waitForElement<HTMLInputElement>(root, 'input')
    await userEvent.type(input, 'filter{Enter}')
    await expect(added).toEqual(['filter'])
  }),
}

export const Waiting: StoryObj = {
  render: () => createPalette(new TestSession({ catalog: [] })),
  play: checkElement((root) => expect(root.querySelector('.waiting')).not.toBeNull()),
}

export const NothingFound: StoryObj = {
  render: () => createPalette(new TestSession()),
  play: checkElement(async (root) => {
    await userEvent.type(await waitForElement<HTMLInputElement>(root, 'input'), 'qqq')
    await expect((await waitForElement(root, '.none')).textContent).toContain('qqq')
  }),
}

export const ReadOnly: StoryObj = {
  render: () => Object.assign(createPalette(new TestSession()), { disabled: true }),
  play: checkElement(async (root) =>
    expect((await waitForElement<HTMLButtonElement>(root, '.type')).disabled).toBe(true),
  ),
}

export const Dark = createDarkVariant(Typical)
export const Narrow = createNarrowVariant(Typical, 200)
export const RightToLeft = createRightToLeftVariant(Typical)
